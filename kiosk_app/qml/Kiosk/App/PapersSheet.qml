pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// What can be taken along: the list, the blank form, the filled sample; page by page, on paper, or by telephone.
Sheet {
    id: root

    required property PapersViewModel viewModel

    title: qsTr("带回去看")

    acts: [
        KioskButton {
            Layout.fillWidth: true
            objectName: "closePapers"
            text: qsTr("收起")
            tone: "line"

            onClicked: root.viewModel.close()
        },
        KioskButton {
            Layout.fillWidth: true
            enabled: root.viewModel.canPrint
            objectName: "printPaper"
            text: root.viewModel.printLabel
            textSize: Theme.title
            tone: "brand"

            onClicked: root.viewModel.print()
        }
    ]

    onDismissed: root.viewModel.close()

    GridLayout {
        Layout.fillWidth: true
        columnSpacing: 32
        columns: Theme.portrait || !Theme.roomy ? 1 : 2
        rowSpacing: 20

        GridLayout {
            Layout.fillWidth: true
            columnSpacing: 16
            columns: Theme.roomy ? 4 : 2
            rowSpacing: 16
            visible: kinds.count > 1

            Repeater {
                id: kinds

                model: root.viewModel.kinds

                KioskButton {
                    required property string key
                    required property string words
                    required property bool chosen

                    Layout.fillWidth: true
                    bottomPadding: 8
                    implicitHeight: Math.max(88, implicitContentHeight + 16)
                    leftPadding: 16
                    objectName: "paper-" + key
                    text: words
                    tone: chosen ? "brand" : "line"
                    topPadding: 8

                    onClicked: root.viewModel.choose(key)
                }
            }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: 20
            visible: root.viewModel.pageLabel !== ""

            KioskButton {
                enabled: root.viewModel.canBack
                bottomPadding: 8
                implicitHeight: Math.max(88, implicitContentHeight + 16)
                implicitWidth: 120
                objectName: "paperBack"
                text: "‹"
                textSize: Theme.strong
                tone: "quiet"
                topPadding: 8

                Accessible.name: qsTr("上一页")

                onClicked: root.viewModel.turn(-1)
            }
            Words {
                Layout.fillWidth: true
                Layout.minimumWidth: 120
                horizontalAlignment: Text.AlignHCenter
                text: root.viewModel.pageLabel
            }
            KioskButton {
                enabled: root.viewModel.canForward
                bottomPadding: 8
                implicitHeight: Math.max(88, implicitContentHeight + 16)
                implicitWidth: 120
                objectName: "paperForward"
                text: "›"
                textSize: Theme.strong
                tone: "quiet"
                topPadding: 8

                Accessible.name: qsTr("下一页")

                onClicked: root.viewModel.turn(1)
            }
        }
    }
    Words {
        Layout.fillWidth: true
        color: root.viewModel.tone === "good" ? Theme.good : root.viewModel.tone === "bad" ? Theme.bad : Theme.soft
        font.bold: root.viewModel.tone !== "soft"
        objectName: "paperNote"
        text: root.viewModel.note
        visible: text !== "" && root.viewModel.source !== ""
    }
    Rectangle {
        Layout.fillWidth: true
        border.color: Theme.line
        border.width: Theme.hairline
        color: "#FFFFFF"
        implicitHeight: root.viewModel.source === "" ? 480 : width * 1.414
        radius: 12

        Image {
            anchors.fill: parent
            anchors.margins: 4
            cache: false
            fillMode: Image.PreserveAspectFit
            mipmap: true
            source: root.viewModel.source
            visible: root.viewModel.source !== ""

            Accessible.name: qsTr("这张纸的样子")
            Accessible.role: Accessible.Graphic
        }
        Words {
            anchors.centerIn: parent
            color: "#414E58"
            horizontalAlignment: Text.AlignHCenter
            text: root.viewModel.note
            visible: root.viewModel.source === ""
            width: parent.width - 64
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: 32
        visible: root.viewModel.qr !== ""

        Image {
            cache: false
            fillMode: Image.PreserveAspectFit
            source: root.viewModel.qr
            sourceSize.height: 220

            Accessible.name: qsTr("网上办事大厅的二维码")
            Accessible.role: Accessible.Graphic
        }
        Words {
            Layout.fillWidth: true
            text: qsTr("手机扫码，到网上办事大厅，在家也能看、也能办。")
        }
    }
}
