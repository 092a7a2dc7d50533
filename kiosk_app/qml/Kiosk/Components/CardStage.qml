pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// The reader's plate and a card that comes to rest on it; moves only while a hand is asked for.
Rectangle {
    id: root

    required property string phase
    required property string chip
    required property string chipTone
    readonly property bool asking: root.phase === "waiting" || root.phase === "failed"
    readonly property bool lying: root.phase === "reading" || root.phase === "read"
    property real lift: 0

    border.color: Theme.line
    border.width: Theme.strongContrast ? Theme.hairline : 0
    color: Theme.stage
    radius: 28

    Item {
        id: scene

        anchors.fill: parent
        anchors.bottomMargin: chipPill.visible ? 140 : 40
        anchors.margins: 40

        Rectangle {
            id: plate

            anchors.centerIn: parent
            border.color: root.phase === "read" ? "#5FCB8B" : "#8FA3AB"
            border.width: root.phase === "read" ? 8 : 4
            color: "#3A444A"
            height: width * 0.66
            radius: 36
            width: Math.min(parent.width * 0.8, parent.height * 1.15, 780)

            Words {
                anchors.bottom: parent.bottom
                anchors.bottomMargin: 20
                anchors.horizontalCenter: parent.horizontalCenter
                color: Theme.onStage
                font.pixelSize: Theme.small
                text: qsTr("读卡区")
                visible: !root.lying
                wrapMode: Text.NoWrap
            }
        }
        CardPicture {
            height: width * 0.632
            opacity: root.phase === "out" ? 0.25 : 1
            rotation: root.lying ? 0 : -5 - root.lift * 2
            width: plate.width * 0.72
            x: plate.x + (plate.width - width) / 2
            y: plate.y + (plate.height - height) / 2 - (root.lying ? 0 : plate.height * (0.1 + 0.24 * root.lift))

            Behavior on rotation {
                enabled: !hover.running

                NumberAnimation {
                    duration: Theme.motion
                }
            }
        }
    }
    SequentialAnimation {
        id: hover

        loops: Animation.Infinite
        running: root.asking && root.visible && Theme.motion > 0

        NumberAnimation {
            duration: 900
            easing.type: Easing.InOutQuad
            from: 1
            property: "lift"
            target: root
            to: 0
        }
        PauseAnimation {
            duration: 700
        }
        NumberAnimation {
            duration: 500
            easing.type: Easing.InOutQuad
            from: 0
            property: "lift"
            target: root
            to: 1
        }
    }
    Chip {
        id: chipPill

        anchors.bottom: parent.bottom
        anchors.bottomMargin: 36
        anchors.horizontalCenter: parent.horizontalCenter
        text: root.chip
        tone: root.chipTone
        visible: root.chip !== ""
    }
}
