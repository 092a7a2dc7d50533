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

    leadWidth: Theme.roomy ? 860 : 900

    acts: [
        KioskButton {
            Layout.fillWidth: Theme.portrait
            enabled: !root.viewModel.printing
            objectName: "printAgain"
            text: root.viewModel.printAgainLabel
            tone: "line"
            visible: root.viewModel.canPrintAgain

            onClicked: root.viewModel.printAgain()
        },
        KioskButton {
            Layout.fillWidth: Theme.portrait
            Layout.minimumWidth: 380
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

            Sign {
                side: 96
            }
            BrushTitle {
                Layout.fillWidth: true
                font.pixelSize: Math.round(Theme.page * 1.15)
                text: root.viewModel.title
            }
        },
        Card {
            Layout.topMargin: 4
            spacing: 8

            Words {
                Layout.fillWidth: true
                color: Theme.soft
                text: qsTr("办件编号")
            }
            Words {
                Layout.fillWidth: true
                font.bold: true
                font.pixelSize: Theme.page
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
        Banner {
            code: root.viewModel.printCode
            objectName: "printState"
            text: root.viewModel.printText
            title: root.viewModel.printTitle
            tone: root.viewModel.printTone
        }
    ]

    Card {
        Layout.fillHeight: Theme.portrait

        GridLayout {
            Layout.fillHeight: true
            Layout.fillWidth: true
            columnSpacing: 36
            columns: Theme.roomy && Theme.portrait ? 2 : 1
            rowSpacing: 24

            Rectangle {
                Layout.alignment: Qt.AlignCenter
                border.color: Theme.line
                border.width: Theme.hairline
                color: "#FFFFFF"
                implicitHeight: 332
                implicitWidth: 332
                radius: 16

                Image {
                    anchors.fill: parent
                    anchors.margins: 16
                    cache: false
                    fillMode: Image.PreserveAspectFit
                    smooth: false
                    source: root.viewModel.qr

                    Accessible.name: qsTr("办件凭证二维码")
                    Accessible.role: Accessible.Graphic
                }
            }
            Words {
                Layout.alignment: Qt.AlignVCenter
                Layout.fillWidth: true
                color: Theme.soft
                text: root.viewModel.qrNote
            }
        }
    }
    Card {
        spacing: 18

        Words {
            Layout.fillWidth: true
            color: Theme.brand
            font.bold: true
            font.pixelSize: Theme.strong
            text: qsTr("接下来")
        }
        Repeater {
            model: root.viewModel.nextSteps

            FactRow {
                id: step

                required property string key
                required property string text

                labelWidth: 150
                value: step.text
            }
        }
        Words {
            Layout.fillWidth: true
            Layout.topMargin: 4
            color: Theme.warn
            font.bold: true
            text: root.viewModel.rule
        }
    }
    Item {
        Layout.fillHeight: !Theme.portrait
    }
}
