pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// One material at a time on the stage, the whole list beside it.
ScreenFrame {
    id: root

    required property MaterialsViewModel viewModel
    readonly property bool scanIsNext: !root.viewModel.canContinue

    leadWidth: Theme.roomy ? 700 : 780

    acts: [
        KioskButton {
            Layout.fillWidth: !Theme.portrait
            objectName: "openMissing"
            text: qsTr("没带？怎么办")
            tone: "warn"

            onClicked: root.viewModel.openMissing()
        },
        KioskButton {
            Layout.fillWidth: true
            enabled: root.viewModel.canScan
            objectName: "scan"
            text: root.viewModel.scanLabel
            textSize: root.scanIsNext ? Theme.title : Theme.strong
            tone: root.scanIsNext ? "brand" : "line"
            visible: root.viewModel.phase !== "scanning" && root.viewModel.scanLabel !== ""

            onClicked: root.viewModel.scan()
        },
        KioskButton {
            Layout.fillWidth: true
            objectName: "stopScan"
            text: qsTr("停下")
            tone: "line"
            visible: root.viewModel.phase === "scanning"

            onClicked: root.viewModel.stopScan()
        },
        KioskButton {
            Layout.fillWidth: true
            objectName: "nextMaterial"
            text: root.viewModel.nextLabel
            textSize: Theme.title
            tone: "brand"
            visible: root.viewModel.canContinue

            onClicked: root.viewModel.next()
        }
    ]
    lead: [
        BrushTitle {
            Layout.fillWidth: true
            objectName: "materialTitle"
            text: root.viewModel.title
        },
        Words {
            Layout.fillWidth: true
            color: Theme.soft
            text: root.viewModel.note
            visible: text !== ""
        }
    ]
    tail: [
        Banner {
            code: root.viewModel.troubleCode
            objectName: "scanTrouble"
            text: root.viewModel.troubleText
            title: root.viewModel.troubleTitle
            visible: title !== ""
        },
        Repeater {
            model: root.viewModel.checks

            CheckLine {
                required property string key
                required property bool canOpen

                enabled: canOpen
                objectName: "material-" + key

                onClicked: root.viewModel.openMaterial(key)
            }
        },
        Item {
            Layout.fillHeight: !Theme.portrait
        }
    ]

    PageStage {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.minimumHeight: !Theme.portrait ? 360 : root.viewModel.troubleTitle === "" ? 560 : 420
        chip: root.viewModel.chip
        chipTone: root.viewModel.chipTone
        phase: root.viewModel.phase
        progress: root.viewModel.progress
        source: root.viewModel.image
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: 20
        visible: pages.count > 0

        Flow {
            Layout.fillWidth: true
            spacing: 16

            Repeater {
                id: pages

                model: root.viewModel.pages

                PageThumb {
                    required property string key

                    objectName: "page-" + number

                    onClicked: root.viewModel.showPage(key)
                }
            }
        }
        KioskButton {
            implicitHeight: Math.max(92, implicitContentHeight + 24)
            leftPadding: 28
            objectName: "retakePage"
            text: qsTr("重拍这页")
            textSize: Theme.body
            tone: "line"

            onClicked: root.viewModel.retakePage(root.viewModel.shownPage)
        }
        KioskButton {
            implicitHeight: Math.max(92, implicitContentHeight + 24)
            leftPadding: 28
            objectName: "removePage"
            text: qsTr("删掉")
            textSize: Theme.body
            tone: "line"

            onClicked: root.viewModel.removePage(root.viewModel.shownPage)
        }
    }
}
