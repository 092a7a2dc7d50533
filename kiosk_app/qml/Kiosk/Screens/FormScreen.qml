pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// One page of the form: what is known already, and one question or a calm few.
ScreenFrame {
    id: root

    required property FormViewModel viewModel

    acts: [
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: Math.max(380, implicitWidth)
            enabled: root.viewModel.canContinue
            objectName: "nextFormPage"
            text: root.viewModel.nextLabel
            textSize: Theme.title
            tone: "brand"

            onClicked: root.viewModel.next()
        }
    ]
    lead: [
        Words {
            Layout.fillWidth: true
            color: Theme.soft
            font.pixelSize: Theme.body
            text: root.viewModel.progress
            visible: text !== ""
        },
        BrushTitle {
            Layout.fillWidth: true
            objectName: "formTitle"
            text: root.viewModel.title
        },
        Words {
            Layout.fillWidth: true
            color: Theme.soft
            font.pixelSize: Theme.strong
            text: root.viewModel.note
            visible: text !== ""
        }
    ]

    Card {
        padding: 44
        spacing: Theme.portrait ? 40 : 26
        visible: known.count > 0

        Words {
            Layout.fillWidth: true
            color: Theme.good
            font.bold: true
            font.pixelSize: Theme.strong
            text: root.viewModel.knownTitle
        }
        Repeater {
            id: known

            model: root.viewModel.known

            FactRow {
                required property string key
                required source

                labelWidth: 290
                size: Theme.strong
            }
        }
    }
    Repeater {
        id: questions

        model: root.viewModel.fields

        FieldBlock {
            id: block

            required property int index

            alone: questions.count === 1

            onEdited: text => root.viewModel.setField(block.key, text)
            onEntered: item => root.reveal(item)
        }
    }
    Item {
        Layout.fillHeight: true
    }
    Connections {
        function onPageKeyChanged() {
            root.toTop();
        }

        target: root.viewModel
    }
}
