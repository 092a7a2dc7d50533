pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
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

    Shape {
        anchors.fill: parent
        visible: root.mark === "tick"

        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            joinStyle: ShapePath.RoundJoin
            startX: root.side * 0.28
            startY: root.side * 0.52
            strokeColor: root.ink
            strokeWidth: root.side * 0.09

            PathLine {
                x: root.side * 0.44
                y: root.side * 0.68
            }
            PathLine {
                x: root.side * 0.73
                y: root.side * 0.34
            }
        }
    }
    Text {
        anchors.centerIn: parent
        color: root.ink
        font.bold: true
        font.family: Theme.sans
        font.pixelSize: root.side * 0.5
        text: root.mark === "number" ? root.number : root.mark === "alert" ? "!" : ""
        visible: root.mark === "number" || root.mark === "alert"

        Accessible.ignored: true
    }
}
