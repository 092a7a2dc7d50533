pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// A round mark: a tick, a cross, an exclamation, a number or a bare dot. Shape and word together, never colour alone.
Rectangle {
    id: root

    property string mark: "tick"
    property string number: ""
    property int side: 56
    property color ink: Theme.onBrand

    border.color: Theme.line
    border.width: Theme.strongContrast ? Theme.hairline : 0
    color: Theme.goodShape
    implicitHeight: root.side
    implicitWidth: root.side
    radius: root.side / 2

    Text {
        anchors.centerIn: parent
        color: root.ink
        font.bold: true
        font.family: Theme.sans
        font.pixelSize: root.side * 0.5
        text: root.mark === "number" ? root.number : root.mark === "alert" ? "!" : "✓"
        visible: root.mark === "number" || root.mark === "alert" || root.mark === "tick"

        Accessible.ignored: true
    }
}
