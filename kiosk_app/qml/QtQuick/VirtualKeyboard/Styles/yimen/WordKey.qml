pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.VirtualKeyboard.Styles
import Kiosk.Style

// A key that does what its word says.
KeyPanel {
    id: root

    property string label: ""
    property bool filled: false
    property bool plain: false

    Rectangle {
        anchors.fill: parent
        anchors.margins: 6
        border.color: Theme.line
        border.width: root.plain || Theme.strongContrast ? Theme.hairline : 0
        color: root.filled ? Theme.brand : root.control && root.control.pressed ? Theme.brandTint : root.plain ? Theme.card : Theme.quiet
        radius: 14

        Text {
            anchors.centerIn: parent
            color: root.filled ? Theme.onBrand : Theme.ink
            font.family: Theme.sans
            font.pixelSize: 32
            text: root.label
        }
    }
}
