pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// It is in: the number, the honest state of the paper, where the case is, and what comes next.
ScreenFrame {
    id: root

    required property ReceiptViewModel viewModel

    component PaperState: Banner {
        code: root.viewModel.printCode
        objectName: visible ? "printState" : ""
        text: root.viewModel.printText
        title: root.viewModel.printTitle
        tone: root.viewModel.printTone
    }

    leadWidth: 860

    acts: [
        KioskButton {
            Layout.fillWidth: true
            enabled: !root.viewModel.printing
            objectName: "printAgain"
            text: root.viewModel.printAgainLabel
            tone: "line"
            visible: root.viewModel.canPrintAgain

            onClicked: root.viewModel.printAgain()
        },
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: Math.max(380, implicitWidth)
            enabled: !root.viewModel.printing
            objectName: "finish"
            text: qsTr("办完了")
            textSize: Theme.title
            tone: "brand"

            onClicked: root.viewModel.finish()
        }
    ]
    lead: [
        RowLayout {
            Layout.fillWidth: true
            spacing: 28
            // Large letters on a low screen leave room for the question or for this.
            visible: Theme.portrait || Theme.roomy || !root.viewModel.asksForSlip

            Sign {
                side: Theme.portrait ? 96 : 80
            }
            BrushTitle {
                Layout.fillWidth: true
                font.pixelSize: Math.round(Theme.page * 1.15)
                text: root.viewModel.title
            }
        },
        // A question stands first: it wants an answer before the person goes.
        PaperState {
            visible: root.viewModel.asksForSlip

            RowLayout {
                Layout.fillWidth: true
                Layout.topMargin: 12
                spacing: 16
                uniformCellSizes: true

                KioskButton {
                    Layout.fillWidth: true
                    leftPadding: 12
                    objectName: "slipCameOut"
                    text: qsTr("出来了")
                    tone: "brand"

                    onClicked: root.viewModel.slipCameOut()
                }
                KioskButton {
                    Layout.fillWidth: true
                    leftPadding: 12
                    objectName: "slipMissing"
                    text: qsTr("没出来")
                    tone: "line"

                    onClicked: root.viewModel.slipNotWhole()
                }
                KioskButton {
                    Layout.fillWidth: true
                    leftPadding: 12
                    objectName: "slipSpoilt"
                    text: qsTr("没打清楚")
                    tone: "line"

                    onClicked: root.viewModel.slipNotWhole()
                }
            }
        },
        Card {
            Layout.topMargin: Theme.portrait ? 4 : -8
            padding: Theme.portrait ? 36 : 28
            spacing: Theme.portrait ? 8 : 4

            Words {
                Layout.fillWidth: true
                color: Theme.soft
                text: qsTr("办件编号")
            }
            Words {
                Layout.fillWidth: true
                font.bold: true
                font.pixelSize: Math.min(Theme.page, Theme.portrait ? 64 : 58)
                objectName: "caseNumber"
                text: root.viewModel.number
            }
            Words {
                Layout.fillWidth: true
                font.pixelSize: Theme.strong
                text: root.viewModel.subject
            }
            Words {
                Layout.fillWidth: true
                color: Theme.soft
                text: root.viewModel.time
            }
            RowLayout {
                Layout.fillWidth: true
                Layout.topMargin: 8
                spacing: 16

                Sign {
                    color: root.viewModel.deliveryTone === "good" ? Theme.goodShape : Theme.warnShape
                    ink: root.viewModel.deliveryTone === "good" ? Theme.onBrand : Theme.onWarnShape
                    mark: root.viewModel.deliveryTone === "good" ? "tick" : "dot"
                    side: 40
                }
                Words {
                    Layout.fillWidth: true
                    color: root.viewModel.deliveryTone === "good" ? Theme.good : Theme.warn
                    font.bold: true
                    objectName: "delivery"
                    text: root.viewModel.delivery
                }
            }
        },
        PaperState {
            visible: !root.viewModel.asksForSlip
        }
    ]

    Card {
        Layout.fillHeight: true
        padding: Theme.portrait ? 36 : 28
        spacing: 20

        GridLayout {
            Layout.fillHeight: true
            Layout.fillWidth: true
            columnSpacing: 40
            columns: Theme.roomy ? 2 : 1
            rowSpacing: 24

            ColumnLayout {
                Layout.alignment: Qt.AlignTop | Qt.AlignHCenter
                Layout.maximumWidth: Theme.roomy ? 320 : -1
                spacing: 12

                Rectangle {
                    Layout.alignment: Qt.AlignHCenter
                    border.color: Theme.line
                    border.width: Theme.hairline
                    color: "#FFFFFF"
                    implicitHeight: 316
                    implicitWidth: 316
                    radius: 16

                    Image {
                        anchors.fill: parent
                        anchors.margins: 8
                        cache: false
                        fillMode: Image.PreserveAspectFit
                        smooth: false
                        source: root.viewModel.qr

                        Accessible.name: qsTr("办件凭证二维码")
                        Accessible.role: Accessible.Graphic
                    }
                }
                Words {
                    Layout.fillWidth: true
                    color: Theme.soft
                    font.pixelSize: Theme.small
                    horizontalAlignment: Text.AlignHCenter
                    text: root.viewModel.qrNote
                }
            }
            ColumnLayout {
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                spacing: 14

                Words {
                    Layout.fillWidth: true
                    color: Theme.brand
                    font.bold: true
                    font.pixelSize: Theme.strong
                    text: qsTr("接下来")
                }
                Repeater {
                    model: root.viewModel.nextSteps

                    ColumnLayout {
                        id: step

                        required property string label
                        required property string text

                        Layout.fillWidth: true
                        spacing: 0

                        Words {
                            Layout.fillWidth: true
                            font.bold: true
                            text: step.label
                        }
                        Words {
                            Layout.fillWidth: true
                            color: Theme.soft
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
            objectName: "receiptRule"
            text: root.viewModel.rule
        }
    }
}
