pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// Go on with a draft: the card, the slip's code, what was found, or why it does not come.
ScreenFrame {
    id: root

    required property ResumeViewModel viewModel
    readonly property string phase: root.viewModel.phase
    readonly property bool centred: root.phase === "message" || root.phase === "looking"

    // A message stands in the middle of a wide screen, too.
    leadWidth: root.centred ? 0 : Theme.roomy ? 600 : 700

    acts: [
        KioskButton {
            Layout.fillWidth: true
            enabled: root.viewModel.canAct
            objectName: "resumeOther"
            text: root.viewModel.otherLabel
            tone: "line"
            visible: text !== ""

            onClicked: root.viewModel.doOther()
        },
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: Math.max(380, implicitWidth)
            enabled: root.viewModel.canAct
            objectName: "resumeAct"
            text: root.viewModel.actLabel
            textSize: Theme.title
            tone: "brand"
            visible: text !== ""

            onClicked: root.viewModel.doAct()
        }
    ]
    lead: [
        BrushTitle {
            Layout.fillWidth: true
            objectName: "resumeTitle"
            text: root.viewModel.title
            visible: !root.centred
        },
        Words {
            Layout.fillWidth: true
            color: Theme.soft
            font.pixelSize: Theme.strong
            text: root.viewModel.note
            visible: text !== "" && !root.centred && root.phase !== "found"
        },
        Banner {
            objectName: "resumeNetwork"
            text: root.viewModel.network
            visible: text !== ""
        }
    ]
    tail: [
        Banner {
            code: root.viewModel.code
            objectName: "resumeCardTrouble"
            text: root.viewModel.text
            title: root.viewModel.fault
            visible: root.phase === "card" && (title !== "" || code !== "")
        },
        Item {
            Layout.fillHeight: true
            visible: !Theme.portrait
        }
    ]

    CardStage {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.minimumHeight: 420
        chip: root.viewModel.chip
        chipTone: root.viewModel.chipTone
        phase: root.viewModel.cardPhase
        visible: root.phase === "card"
    }
    DigitEntry {
        Layout.fillWidth: true
        allowed: 12
        digits: root.viewModel.digits
        fault: root.viewModel.fault
        fieldKey: "draft-code"
        placeholder: root.viewModel.placeholder
        shown: root.viewModel.shown
        suggestions: []
        title: root.viewModel.placeholder
        visible: root.phase === "code"

        onEdited: text => root.viewModel.typeDigits(text)
    }
    TileGrid {
        Layout.fillWidth: true
        columns: 1
        emblemSide: 96
        entries: root.viewModel.drafts
        prefix: "draft"
        visible: root.phase === "choose"

        onChosen: code => root.viewModel.choose(code)
    }
    BigMessage {
        Layout.fillHeight: true
        Layout.fillWidth: true
        code: root.viewModel.code
        kept: root.viewModel.kept
        text: root.viewModel.text
        title: root.viewModel.title
        tone: root.viewModel.tone
        visible: root.centred
        waiting: root.phase === "looking"
    }
    Card {
        spacing: 20
        visible: root.phase === "found"

        RowLayout {
            Layout.fillWidth: true
            spacing: 24

            Sign {
                side: 72
            }
            Words {
                Layout.fillWidth: true
                font.bold: true
                font.pixelSize: Theme.title
                objectName: "foundSubject"
                text: root.viewModel.subject
            }
        }
        Words {
            Layout.fillWidth: true
            font.pixelSize: Theme.strong
            text: root.viewModel.text
        }
        Words {
            Layout.fillWidth: true
            color: Theme.soft
            text: root.viewModel.note
        }
    }
    Statement {
        entries: root.viewModel.points
        objectName: "takeAgain"
        title: root.viewModel.pointsTitle
        visible: (root.phase === "found" || root.phase === "version") && title !== ""
    }
    Item {
        Layout.fillHeight: true
        visible: !root.centred && root.phase !== "card"
    }
}
