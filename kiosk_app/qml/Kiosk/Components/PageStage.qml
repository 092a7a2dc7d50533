pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Models
import Kiosk.Style

// The stage: an empty glass that waits, the scan as it runs, what the camera sees, or the page with what was found on it.
Rectangle {
    id: root

    required property string phase
    required property string source
    required property string chip
    required property string chipTone
    required property real progress
    required property QtObject findings
    property QtObject feed: null
    // What a chip of several lines takes of the page.
    readonly property real taken: pill.visible ? Math.max(0, pill.height - 90) : 0
    readonly property color frame: root.chipTone === "good" ? "#5FCB8B" : root.chipTone === "brand" ? "#8FA3AB" : "#E8A33D"

    border.color: Theme.line
    border.width: Theme.strongContrast ? Theme.hairline : 0
    clip: true
    color: Theme.stage
    radius: 28

    Item {
        id: scene

        anchors.bottomMargin: pill.visible ? pill.height + 52 : 32
        anchors.fill: parent
        anchors.leftMargin: 40
        anchors.rightMargin: 40
        anchors.topMargin: 32

        Rectangle {
            id: sheet

            anchors.centerIn: parent
            color: root.phase === "empty" || root.phase === "failed" || root.phase === "out" ? "transparent" : "#EFEBDD"
            height: Math.min(parent.height, parent.width * 1.3)
            visible: root.phase !== "page" && root.phase !== "live"
            width: height * 0.74
            border.color: "#8FA3AB"
            border.width: 4
            radius: 12

            Repeater {
                model: [0.58, 0.78, 0.5, 0.84, 0.7, 0.4]

                Rectangle {
                    required property int index
                    required property real modelData

                    color: root.phase === "scanning" ? "#B9B49F" : "#5C686F"
                    height: 10
                    radius: 5
                    width: sheet.width * 0.8 * modelData
                    x: sheet.width * 0.1
                    y: sheet.height * (0.14 + 0.11 * index)
                }
            }
            Rectangle {
                color: "#5FCB8B"
                height: 8
                visible: root.phase === "scanning"
                width: sheet.width
                y: (sheet.height - height) * root.progress
            }
        }
        Rectangle {
            anchors.centerIn: parent
            border.color: root.frame
            border.width: 8
            color: "transparent"
            height: picture.paintedHeight + 16
            visible: root.phase === "page"
            width: picture.paintedWidth + 16
        }
        Image {
            id: picture

            anchors.fill: parent
            anchors.margins: 8
            cache: false
            fillMode: Image.PreserveAspectFit
            mipmap: true
            source: root.source
            visible: root.phase === "page"

            Accessible.name: qsTr("拍下的这一页")
            Accessible.role: Accessible.Graphic
        }
        Item {
            id: page

            height: picture.paintedHeight
            visible: root.phase === "page"
            width: picture.paintedWidth
            x: picture.x + (picture.width - width) / 2
            y: picture.y + (picture.height - height) / 2

            Repeater {
                model: root.findings

                FindingMark {
                    page: page
                }
            }
        }
    }
    LivePicture {
        anchors.bottomMargin: pill.visible ? pill.height + 52 : 24
        anchors.fill: parent
        anchors.leftMargin: 24
        anchors.rightMargin: 24
        anchors.topMargin: 24
        feed: root.feed
        objectName: "livePicture"
        visible: root.phase === "live"

        Accessible.name: qsTr("镜头下面")
        Accessible.role: Accessible.Graphic
    }
    Chip {
        id: pill

        anchors.bottom: parent.bottom
        anchors.bottomMargin: 26
        anchors.horizontalCenter: parent.horizontalCenter
        text: root.chip
        tone: root.chipTone
        visible: root.chip !== ""
    }
}
