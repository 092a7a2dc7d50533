pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// Where to lay the card, what the reader does with it, and what to do when it can't.
ScreenFrame {
    id: root

    required property IdentifyViewModel viewModel

    acts: [
        KioskButton {
            Layout.fillWidth: true
            objectName: "askAgain"
            text: qsTr("不是我，重新刷")
            tone: "line"
            visible: root.viewModel.canRetry

            onClicked: root.viewModel.askAgain()
        },
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: Math.max(380, implicitWidth)
            objectName: "acceptPerson"
            text: root.viewModel.nextLabel
            textSize: Theme.title
            tone: "brand"
            visible: root.viewModel.canContinue

            onClicked: root.viewModel.acceptPerson()
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
            visible: text !== ""
        }
    ]
    tail: [
        Card {
            spacing: 4
            visible: root.viewModel.person !== ""

            Words {
                Layout.fillWidth: true
                font.bold: true
                font.pixelSize: Theme.page
                objectName: "person"
                text: root.viewModel.person
            }
            Words {
                Layout.fillWidth: true
                color: Theme.soft
                font.pixelSize: Theme.strong
                text: root.viewModel.number
            }
        },
        Banner {
            code: root.viewModel.errorCode
            objectName: "cardTrouble"
            text: root.viewModel.errorText
            title: root.viewModel.errorTitle
            tone: root.viewModel.phase === "out" ? "bad" : "warn"
            visible: title !== ""
        },
        Repeater {
            model: root.viewModel.roles

            CheckLine {
                required property string key

                objectName: "role-" + key
            }
        },
        Item {
            Layout.fillHeight: true
        }
    ]

    CardStage {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.minimumHeight: 420
        chip: root.viewModel.chip
        chipTone: root.viewModel.chipTone
        phase: root.viewModel.phase
    }
}
