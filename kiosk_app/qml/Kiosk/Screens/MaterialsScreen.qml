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
    readonly property bool scanIsNext: !root.viewModel.canContinue && !root.viewModel.helpFirst
    // In large print what the camera sees comes before how to lay the paper.
    readonly property bool noteBelow: Theme.portrait && !Theme.roomy
    readonly property bool mending: root.viewModel.phase === "corners"

    helpFirst: root.viewModel.helpFirst
    leadWidth: Theme.roomy ? 700 : 780

    acts: [
        KioskButton {
            Layout.fillWidth: !Theme.portrait
            objectName: "openMissing"
            text: qsTr("没带？怎么办")
            tone: "warn"
            visible: !root.mending && !root.viewModel.isCommitted

            onClicked: root.viewModel.openMissing()
        },
        KioskButton {
            Layout.fillWidth: !Theme.portrait
            objectName: "takeBack"
            text: qsTr("收回承诺，改交材料")
            tone: "line"
            visible: root.viewModel.isCommitted

            onClicked: root.viewModel.takeBack()
        },
        KioskButton {
            Layout.fillWidth: true
            enabled: root.viewModel.canScan
            objectName: "scan"
            text: root.viewModel.scanLabel
            textSize: root.scanIsNext ? Theme.title : Theme.strong
            tone: root.scanIsNext ? "brand" : "line"
            visible: !root.mending && root.viewModel.phase !== "scanning" && root.viewModel.scanLabel !== ""

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
            Layout.columnSpan: root.actsWrap ? 2 : 1
            Layout.fillWidth: true
            objectName: "nextMaterial"
            text: root.viewModel.nextLabel
            textSize: Theme.title
            tone: "brand"
            visible: root.viewModel.canContinue

            onClicked: root.viewModel.next()
        },
        KioskButton {
            Layout.fillWidth: !Theme.portrait
            objectName: "leaveCorners"
            text: qsTr("不改了")
            tone: "line"
            visible: root.mending

            onClicked: root.viewModel.leaveCorners()
        },
        KioskButton {
            Layout.fillWidth: true
            enabled: root.viewModel.cornersPossible
            objectName: "takeCorners"
            text: qsTr("就用这四个角")
            textSize: Theme.title
            tone: "brand"
            visible: root.mending

            onClicked: root.viewModel.takeCorners()
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
            color: root.mending && root.viewModel.chipTone === "warn" ? Theme.warn : Theme.soft
            font.bold: root.mending && root.viewModel.chipTone === "warn"
            text: !root.mending ? root.viewModel.note : Theme.portrait ? "" : root.viewModel.chip
            visible: text !== "" && !root.noteBelow && !root.viewModel.refused && root.viewModel.troubleTitle === "" && root.viewModel.readingsTitle === ""
        }
    ]
    tail: [
        Words {
            Layout.fillWidth: true
            color: Theme.soft
            text: root.viewModel.note
            visible: root.noteBelow && text !== "" && !root.mending && !root.viewModel.refused && root.viewModel.troubleTitle === "" && root.viewModel.readingsTitle === ""
        },
        Repeater {
            model: Theme.portrait ? null : root.viewModel.findings

            FindingBanner {
            }
        },
        Banner {
            Layout.bottomMargin: 8
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
                visible: !root.mending

                onClicked: root.viewModel.openMaterial(key)
            }
        },
        Item {
            Layout.fillHeight: !Theme.portrait
        }
    ]

    PageStage {
        id: stage

        readonly property int least: !Theme.portrait ? 360 : root.viewModel.phase === "live" ? 660 : root.viewModel.troubleTitle === "" && root.viewModel.readingsTitle === "" && !root.viewModel.refused ? 560 : 420

        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.minimumHeight: stage.least + stage.taken
        chip: root.viewModel.chip
        chipTone: root.viewModel.chipTone
        phase: root.viewModel.phase
        feed: root.viewModel.feed
        findings: root.viewModel.findings
        progress: root.viewModel.progress
        source: root.viewModel.image
        visible: !root.mending
    }
    Repeater {
        model: Theme.portrait ? root.viewModel.findings : null

        FindingBanner {
        }
    }
    Words {
        Layout.fillWidth: true
        font.bold: true
        font.pixelSize: Theme.strong
        objectName: "readingsTitle"
        text: root.viewModel.readingsTitle
        visible: text !== ""
    }
    Repeater {
        model: root.viewModel.readings

        ReadingCard {
            onRefused: root.viewModel.refuseReading(key)
            onTaken: root.viewModel.takeReading(key)
        }
    }
    KioskButton {
        Layout.fillWidth: true
        objectName: "takeReadings"
        text: root.viewModel.takeAllLabel
        textSize: Theme.body
        tone: "line"
        visible: text !== ""

        onClicked: root.viewModel.takeReadings()
    }
    CornerStage {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.minimumHeight: Theme.portrait ? 620 : 420
        objectName: "cornerStage"
        viewModel: root.viewModel
        visible: root.mending
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: 20
        visible: root.mending

        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            enabled: root.viewModel.canUndoCorner
            implicitHeight: Math.max(92, implicitContentHeight + 24)
            objectName: "undoCorner"
            text: qsTr("退一步")
            textSize: Theme.body
            tone: "line"

            onClicked: root.viewModel.undoCorner()
        }
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            enabled: root.viewModel.canResetCorners
            implicitHeight: Math.max(92, implicitContentHeight + 24)
            objectName: "resetCorners"
            text: qsTr("还原")
            textSize: Theme.body
            tone: "line"

            onClicked: root.viewModel.resetCorners()
        }
    }
    GridLayout {
        Layout.fillWidth: true
        columnSpacing: 20
        columns: root.viewModel.canJoin ? 1 : 2
        rowSpacing: 16
        visible: !root.mending && (pages.count > 0 || root.viewModel.canMend)

        Flow {
            Layout.fillWidth: true
            spacing: 16
            visible: pages.count > 0

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
        Flow {
            Layout.alignment: Qt.AlignVCenter
            Layout.fillWidth: true
            Layout.horizontalStretchFactor: 4
            layoutDirection: Qt.RightToLeft
            spacing: 20

            PageAct {
                objectName: "joinSides"
                text: qsTr("正反面拼成一张")
                visible: root.viewModel.canJoin

                onClicked: root.viewModel.joinSides()
            }
            PageAct {
                objectName: "removePage"
                text: qsTr("删掉")
                visible: root.viewModel.refused || root.viewModel.shownPage !== ""

                onClicked: root.viewModel.removePage(root.viewModel.shownPage)
            }
            PageAct {
                objectName: "retakePage"
                text: qsTr("重拍这页")
                visible: root.viewModel.shownPage !== ""

                onClicked: root.viewModel.retakePage(root.viewModel.shownPage)
            }
            PageAct {
                objectName: "mendPage"
                text: qsTr("自己对边")
                visible: root.viewModel.canMend

                onClicked: root.viewModel.mendPage()
            }
        }
    }

    component PageAct: KioskButton {
        implicitHeight: Math.max(92, implicitContentHeight + 24)
        leftPadding: 28
        textSize: Theme.body
        tone: "line"
    }
}
