pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.VirtualKeyboard.Styles
import Kiosk.Style

// A key that types what it shows.
KeyPanel {
    id: root

    readonly property string shownText: root.control ? root.control.displayText : ""

    Rectangle {
        anchors.fill: parent
        anchors.margins: 6
        border.color: Theme.line
        border.width: Theme.hairline
        color: root.control && root.control.pressed ? Theme.brandTint : Theme.card
        radius: 14

        Text {
            anchors.centerIn: parent
            color: Theme.ink
            font.family: Theme.sans
            font.pixelSize: Math.min(46, parent.height * 0.5)
            text: root.shownText
        }
    }
}
