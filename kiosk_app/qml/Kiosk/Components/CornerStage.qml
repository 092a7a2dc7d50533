pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Kiosk.Models
import Kiosk.Style

// The picture that a page is cut from, with its four corners under the finger. A magnifier beside the finger shows what
// the finger hides.
Rectangle {
    id: root

    required property MaterialsViewModel viewModel
    property int held: -1
    readonly property color tone: root.viewModel.cornersPossible ? "#5FCB8B" : "#E8A33D"
    readonly property int touch: 120
    readonly property real glassSide: Math.min(320, root.width * 0.4, root.height * 0.6)

    border.color: Theme.line
    border.width: Theme.strongContrast ? Theme.hairline : 0
    clip: true
    color: Theme.stage
    radius: 28

    Image {
        id: picture

        anchors.bottomMargin: Theme.portrait ? pill.height + 56 : 56
        anchors.fill: parent
        anchors.leftMargin: 64
        anchors.rightMargin: 64
        anchors.topMargin: 56
        cache: false
        fillMode: Image.PreserveAspectFit
        mipmap: true
        source: root.viewModel.negative

        Accessible.name: qsTr("拍到的整张照片")
        Accessible.role: Accessible.Graphic
    }
    Item {
        id: field

        height: picture.paintedHeight
        width: picture.paintedWidth
        x: picture.x + (picture.width - width) / 2
        y: picture.y + (picture.height - height) / 2

        Shape {
            anchors.fill: parent

            ShapePath {
                fillColor: "transparent"
                joinStyle: ShapePath.RoundJoin
                startX: root.cornerAt(0).x
                startY: root.cornerAt(0).y
                strokeColor: root.tone
                strokeWidth: 6

                PathLine {
                    x: root.cornerAt(1).x
                    y: root.cornerAt(1).y
                }
                PathLine {
                    x: root.cornerAt(2).x
                    y: root.cornerAt(2).y
                }
                PathLine {
                    x: root.cornerAt(3).x
                    y: root.cornerAt(3).y
                }
                PathLine {
                    x: root.cornerAt(0).x
                    y: root.cornerAt(0).y
                }
            }
        }
        Repeater {
            id: handles

            model: root.viewModel.corners

            Item {
                id: handle

                required property int index
                required property real fromLeft
                required property real fromTop
                readonly property real centreX: fromLeft * field.width
                readonly property real centreY: fromTop * field.height

                height: root.touch
                objectName: "corner-" + index
                width: root.touch
                x: centreX - width / 2
                y: centreY - height / 2

                Accessible.name: [qsTr("左上角"), qsTr("右上角"), qsTr("右下角"), qsTr("左下角")][handle.index] ?? ""
                Accessible.role: Accessible.Button

                Rectangle {
                    anchors.centerIn: parent
                    border.color: Theme.ink
                    border.width: 3
                    color: root.held === handle.index ? "#FFFFFF" : root.tone
                    height: 56
                    opacity: root.held === handle.index ? 0.6 : 1
                    radius: 28
                    width: 56
                }
                MouseArea {
                    property real fromX
                    property real fromY

                    anchors.fill: parent
                    preventStealing: true

                    onCanceled: root.held = -1
                    onPositionChanged: mouse => {
                        const to = mapToItem(field, mouse.x, mouse.y);
                        root.viewModel.moveCorner(handle.index, (to.x - fromX) / field.width, (to.y - fromY) / field.height);
                    }
                    onPressed: mouse => {
                        // The finger may lie beside the corner that it holds.
                        fromX = mouse.x - width / 2;
                        fromY = mouse.y - height / 2;
                        root.held = handle.index;
                        root.viewModel.grabCorner();
                    }
                    onReleased: root.held = -1
                }
            }
        }
    }
    Rectangle {
        id: glass

        readonly property Item corner: root.held < 0 ? null : handles.itemAt(root.held)
        readonly property real atX: corner ? field.x + corner.x + corner.width / 2 : 0
        readonly property real atY: corner ? field.y + corner.y + corner.height / 2 : 0
        readonly property real away: 90

        border.color: "#FFFFFF"
        border.width: 4
        clip: true
        color: "#000000"
        height: root.glassSide
        objectName: "magnifier"
        visible: corner !== null
        width: root.glassSide
        x: Math.max(8, Math.min(root.width - width - 8, atX > root.width / 2 ? atX - width - away : atX + away))
        y: Math.max(8, Math.min(root.height - height - 8, atY > root.height / 2 ? atY - height - away : atY + away))

        Image {
            readonly property real enlarged: 2.5

            cache: false
            height: field.height * enlarged
            source: root.viewModel.negative
            width: field.width * enlarged
            x: glass.width / 2 - (glass.atX - field.x) * enlarged
            y: glass.height / 2 - (glass.atY - field.y) * enlarged

            Accessible.ignored: true
        }
        Rectangle {
            anchors.centerIn: parent
            color: root.tone
            height: glass.height
            opacity: 0.9
            width: 3
        }
        Rectangle {
            anchors.centerIn: parent
            color: root.tone
            height: 3
            opacity: 0.9
            width: glass.width
        }
        Rectangle {
            anchors.fill: parent
            border.color: "#FFFFFF"
            border.width: 4
            color: "transparent"
        }
    }
    Chip {
        id: pill

        anchors.bottom: parent.bottom
        anchors.bottomMargin: 26
        anchors.horizontalCenter: parent.horizontalCenter
        text: root.viewModel.chip
        tone: root.viewModel.chipTone
        visible: Theme.portrait && root.held < 0
    }

    function cornerAt(index: int): point {
        const corner = index < handles.count ? handles.itemAt(index) : null;
        return corner === null ? Qt.point(0, 0) : Qt.point(corner.x + corner.width / 2, corner.y + corner.height / 2);
    }
}
