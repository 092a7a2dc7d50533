pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// Keep it for later: first what happens, then the slip's code, the honest state of the paper, and how to go on.
ScreenFrame {
    id: root

    required property KeepViewModel viewModel
    readonly property bool kept: root.viewModel.phase === "kept"

    leadWidth: root.kept ? 860 : Theme.roomy ? 600 : 700

    acts: [
        KioskButton {
            Layout.fillWidth: true
            enabled: root.viewModel.phase === "ask"
            objectName: "keepNot"
            text: qsTr("回去接着办")
            tone: "line"
            visible: !root.kept

            onClicked: root.viewModel.back()
        },
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: Math.max(380, implicitWidth)
            enabled: root.viewModel.canKeep
            objectName: "keepDraft"
            text: root.viewModel.waits !== "" ? root.viewModel.waits : root.viewModel.phase === "saving" ? qsTr("正在存…") : qsTr("存好，打印条")
            textSize: Theme.title
            tone: "brand"
            visible: !root.kept

            onClicked: root.viewModel.keep()
        },
        KioskButton {
            Layout.fillWidth: true
            objectName: "printSlipAgain"
            text: root.viewModel.againLabel
            tone: "line"
            visible: root.kept && text !== ""

            onClicked: root.viewModel.printAgain()
        },
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: Math.max(380, implicitWidth)
            enabled: !root.viewModel.printing
            objectName: "keptFinish"
            text: qsTr("好了")
            textSize: Theme.title
            tone: "brand"
            visible: root.kept

            onClicked: root.viewModel.finish()
        }
    ]
    lead: [
        RowLayout {
            Layout.fillWidth: true
            spacing: 28
            // Large letters on a low screen leave room for the code, and for why no slip came out.
            visible: !root.kept || Theme.portrait || Theme.roomy || root.viewModel.againLabel === ""

            Sign {
                side: Theme.portrait ? 88 : 72
                visible: root.kept
            }
            BrushTitle {
                Layout.fillWidth: true
                objectName: "keepTitle"
                text: root.viewModel.title
            }
        },
        Words {
            Layout.fillWidth: true
            font.bold: true
            font.pixelSize: Theme.strong
            text: root.viewModel.subject
            visible: !root.kept
        },
        Card {
            padding: Theme.portrait ? 36 : 24
            spacing: 6
            visible: root.kept

            Words {
                Layout.fillWidth: true
                color: Theme.soft
                text: qsTr("提取码")
            }
            Words {
                Layout.fillWidth: true
                font.bold: true
                font.pixelSize: Math.min(Theme.page * 1.1, Theme.portrait ? 88 : 76)
                objectName: "typedCode"
                text: root.viewModel.typed
            }
            Words {
                Layout.fillWidth: true
                font.pixelSize: Theme.strong
                text: root.viewModel.subject
            }
            Words {
                Layout.fillWidth: true
                color: Theme.soft
                objectName: "keptUntil"
                text: qsTr("存到 %1").arg(root.viewModel.until)
            }
        },
        Banner {
            code: root.viewModel.printCode
            objectName: visible ? "printState" : ""
            text: root.viewModel.printText
            title: root.viewModel.printTitle
            tone: root.viewModel.printTone
            visible: root.kept
        }
    ]
    tail: [
        Item {
            Layout.fillHeight: !Theme.portrait
            visible: !root.kept
        },
        Banner {
            objectName: "keepRule"
            text: root.viewModel.rule
            visible: !root.kept
        },
        Banner {
            objectName: "keptNetwork"
            text: root.viewModel.network
            visible: root.kept && text !== ""
        }
    ]

    Statement {
        entries: root.viewModel.points
        title: root.viewModel.pointsTitle
        visible: !root.kept
    }
    Item {
        Layout.fillHeight: true
        visible: !root.kept
    }
    Card {
        Layout.fillHeight: true
        padding: Theme.portrait ? 36 : 28
        spacing: 20
        visible: root.kept

        GridLayout {
            Layout.fillHeight: true
            Layout.fillWidth: true
            columnSpacing: 40
            columns: Theme.roomy ? 2 : 1
            rowSpacing: 24

            Rectangle {
                Layout.alignment: Qt.AlignTop | Qt.AlignHCenter
                border.color: Theme.line
                border.width: Theme.hairline
                color: "#FFFFFF"
                implicitHeight: 332
                implicitWidth: 332
                radius: 16

                Image {
                    anchors.fill: parent
                    anchors.margins: 8
                    cache: false
                    fillMode: Image.PreserveAspectFit
                    smooth: false
                    source: root.viewModel.qr

                    Accessible.name: qsTr("草稿二维码")
                    Accessible.role: Accessible.Graphic
                }
            }
            ColumnLayout {
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                spacing: 16

                Words {
                    Layout.fillWidth: true
                    color: Theme.brand
                    font.bold: true
                    font.pixelSize: Theme.strong
                    text: root.viewModel.pointsTitle
                }
                Repeater {
                    model: root.viewModel.points

                    RowLayout {
                        id: step

                        required property string text
                        required property int index

                        Layout.fillWidth: true
                        spacing: 20

                        Words {
                            Layout.alignment: Qt.AlignTop
                            Layout.minimumWidth: 40
                            color: Theme.soft
                            font.bold: true
                            text: step.index + 1
                        }
                        Words {
                            Layout.fillWidth: true
                            text: step.text
                        }
                    }
                }
            }
        }
        Words {
            Layout.fillWidth: true
            color: Theme.warn
            font.bold: true
            text: root.viewModel.rule
        }
    }
}
