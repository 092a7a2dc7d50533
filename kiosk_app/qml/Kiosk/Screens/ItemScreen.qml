pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// The guide in plain words: what it is for, what to bring, how long, what it costs, what comes of it, or where to go.
ScreenFrame {
    id: root

    required property ItemViewModel viewModel
    required property PapersViewModel papers

    component Facts: Card {
        spacing: 16

        Repeater {
            model: root.viewModel.facts

            FactRow {
                required property string key

                labelWidth: 170
            }
        }
    }

    bodySpacing: Theme.portrait ? 24 : 16

    acts: [
        KioskButton {
            Layout.fillWidth: true
            objectName: "backHome"
            text: qsTr("看看别的事")
            tone: "brand"
            visible: !root.viewModel.takes

            onClicked: root.shell.back()
        },
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: Math.max(380, implicitWidth)
            enabled: !root.viewModel.starting
            objectName: "start"
            text: root.viewModel.startLabel
            textSize: Theme.title
            tone: "brand"
            visible: root.viewModel.takes

            onClicked: root.viewModel.start()
        }
    ]
    lead: [
        RowLayout {
            Layout.fillWidth: true
            spacing: 32

            Emblem {
                Layout.alignment: Qt.AlignTop
                hanzi: root.viewModel.emblem
                side: 136
                tone: root.viewModel.colour
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 8

                BrushTitle {
                    Layout.fillWidth: true
                    font.pixelSize: text.length > 22 ? Theme.title : Theme.page
                    text: root.viewModel.name
                }
                Words {
                    Layout.fillWidth: true
                    color: Theme.soft
                    text: root.viewModel.purpose
                }
            }
        },
        Facts {
            Layout.topMargin: 8
            visible: root.viewModel.takes
        }
    ]
    tail: [
        Facts {
            visible: !root.viewModel.takes
        },
        Card {
            visible: parts.count > 0

            Words {
                Layout.fillWidth: true
                font.bold: true
                font.pixelSize: Theme.strong
                text: qsTr("一次办好这几件")
            }
            Repeater {
                id: parts

                model: root.viewModel.parts

                ColumnLayout {
                    id: part

                    required property string name
                    required property string department

                    Layout.fillWidth: true
                    Layout.topMargin: 8
                    spacing: 0

                    Words {
                        Layout.fillWidth: true
                        text: part.name
                    }
                    Words {
                        Layout.fillWidth: true
                        color: Theme.soft
                        font.pixelSize: Theme.small
                        text: part.department
                    }
                }
            }
        }
    ]

    Card {
        border.color: Theme.warn
        color: Theme.warnTint
        visible: !root.viewModel.takes

        Words {
            Layout.fillWidth: true
            color: Theme.warn
            font.bold: true
            font.pixelSize: Theme.title
            text: root.viewModel.elsewhereTitle
        }
        Words {
            Layout.bottomMargin: 12
            Layout.fillWidth: true
            text: root.viewModel.elsewhereNote
            visible: text !== ""
        }
        Repeater {
            model: root.viewModel.elsewhere

            FactRow {
                required property string key

                labelWidth: 130
            }
        }
    }
    SectionTitle {
        text: root.viewModel.bringTitle
        visible: bring.count > 0
    }
    Repeater {
        id: bring

        model: root.viewModel.bring

        Card {
            id: thing

            required property string name
            required property string note
            required property string tag
            required property bool byCard

            padding: Theme.portrait ? 28 : 22

            RowLayout {
                Layout.fillWidth: true
                spacing: 20

                Words {
                    Layout.fillWidth: true
                    font.bold: true
                    font.pixelSize: Theme.strong
                    text: thing.name
                }
                Words {
                    Layout.alignment: Qt.AlignTop
                    Layout.maximumWidth: 320
                    Layout.topMargin: 6
                    color: thing.byCard ? Theme.good : Theme.soft
                    font.bold: thing.byCard
                    font.pixelSize: Theme.small
                    horizontalAlignment: Text.AlignRight
                    text: thing.tag
                }
            }
            Words {
                Layout.fillWidth: true
                color: Theme.soft
                text: thing.note
                visible: text !== ""
            }
        }
    }
    KioskButton {
        Layout.fillWidth: true
        objectName: "takeAlong"
        text: qsTr("清单、空表、样表，带回去看")
        textSize: Theme.body
        tone: "line"

        onClicked: root.papers.open()
    }
    Card {
        spacing: 16
        visible: reach.count > 0

        Repeater {
            id: reach

            model: root.viewModel.reach

            FactRow {
                required property string key

                labelWidth: 170
            }
        }
    }
    Item {
        Layout.fillHeight: true
    }
}
