pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// Everything at once, and all that is missing by name, each with its way back.
ScreenFrame {
    id: root

    required property ReviewViewModel viewModel
    required property PapersViewModel papers

    leadWidth: Theme.roomy ? 480 : 640

    acts: [
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: Math.max(380, implicitWidth)
            enabled: root.viewModel.canContinue
            objectName: "toConfirm"
            text: root.viewModel.nextLabel
            textSize: Theme.title
            tone: "brand"

            onClicked: root.viewModel.next()
        }
    ]
    lead: [
        BrushTitle {
            Layout.fillWidth: true
            text: root.viewModel.title
        },
        Words {
            Layout.fillWidth: true
            color: Theme.soft
            font.pixelSize: Theme.strong
            text: root.viewModel.note
        },
        Banner {
            Layout.topMargin: 8
            title: root.viewModel.gapsTitle
            tone: "bad"
            visible: gaps.count > 0

            Repeater {
                id: gaps

                model: root.viewModel.gaps

                GridLayout {
                    id: gap

                    required property string key
                    required property string label
                    required property string text
                    required property string title

                    Layout.fillWidth: true
                    Layout.topMargin: 12
                    columnSpacing: 20
                    columns: Theme.roomy && Theme.portrait ? 2 : 1

                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 2

                        Words {
                            Layout.fillWidth: true
                            font.bold: true
                            text: gap.title
                        }
                        Words {
                            Layout.fillWidth: true
                            text: gap.text
                        }
                    }
                    KioskButton {
                        implicitHeight: Math.max(88, implicitContentHeight + 24)
                        leftPadding: 32
                        objectName: "fix-" + gap.key
                        text: gap.label
                        textSize: Theme.body
                        tone: "line"

                        onClicked: root.viewModel.edit(gap.key)
                    }
                }
            }
            KioskButton {
                Layout.fillWidth: true
                Layout.topMargin: 20
                objectName: "takeAlong"
                text: qsTr("打一张单子，备齐了再来")
                textSize: Theme.body
                tone: "line"

                onClicked: root.papers.open()
            }
        }
    ]

    GridLayout {
        Layout.fillWidth: true
        columnSpacing: Theme.gap
        columns: 1
        rowSpacing: Theme.gap

        Repeater {
            model: root.viewModel.groups

            Card {
                id: group

                required property string editLabel
                required property var entries
                required property string key
                required property string title

                padding: 32
                spacing: 14

                Words {
                    Layout.fillWidth: true
                    color: Theme.brand
                    font.bold: true
                    font.pixelSize: Theme.strong
                    text: group.title
                }
                Repeater {
                    model: group.entries

                    RowLayout {
                        id: entry

                        required property var modelData

                        Layout.fillWidth: true
                        spacing: 20

                        FactRow {
                            label: entry.modelData.label
                            labelWidth: 280
                            source: entry.modelData.source
                            value: entry.modelData.value
                        }
                        KioskButton {
                            Accessible.name: text + " " + entry.modelData.label
                            bottomPadding: 8
                            implicitHeight: Math.max(76, implicitContentHeight + 16)
                            leftPadding: 32
                            objectName: "edit-" + entry.modelData.key
                            text: group.editLabel
                            textSize: Theme.body
                            tone: "line"
                            topPadding: 8
                            visible: entry.modelData.edit !== ""

                            onClicked: root.viewModel.edit(entry.modelData.edit)
                        }
                    }
                }
            }
        }
    }
    Item {
        Layout.fillHeight: true
    }
}
