pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// A moment in which there is nothing to choose: sealing, a fault, a card that somebody left behind.
ScreenFrame {
    id: root

    required property PauseViewModel viewModel

    acts: [
        KioskButton {
            Layout.fillWidth: true
            objectName: "pauseOther"
            text: root.viewModel.otherLabel
            tone: "line"
            visible: text !== ""

            onClicked: root.viewModel.other()
        },
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: Math.max(380, implicitWidth)
            objectName: "pauseAct"
            text: root.viewModel.actLabel
            textSize: Theme.title
            tone: "brand"
            visible: text !== ""

            onClicked: root.viewModel.act()
        }
    ]

    Item {
        Layout.fillHeight: true
        Layout.preferredHeight: 1
    }
    Item {
        Layout.alignment: Qt.AlignHCenter
        Layout.preferredHeight: root.viewModel.kind !== "left_behind" ? (Theme.portrait ? 280 : 180) : Theme.portrait ? 500 : 300
        Layout.preferredWidth: 760

        CardPicture {
            anchors.centerIn: parent
            height: Theme.portrait ? 430 : 265
            rotation: -5
            visible: root.viewModel.kind === "left_behind"
            width: Theme.portrait ? 680 : 420
        }
        Sign {
            anchors.centerIn: parent
            color: Theme.bad
            mark: "alert"
            side: Theme.portrait ? 240 : 150
            visible: root.viewModel.kind === "fault"
        }
        Waiting {
            anchors.centerIn: parent
            visible: root.viewModel.kind === "sealing"
        }
    }
    BrushTitle {
        Layout.fillWidth: true
        Layout.topMargin: Theme.portrait ? 40 : 16
        color: root.viewModel.kind === "fault" ? Theme.bad : Theme.brand
        font.pixelSize: Math.round(Theme.page * (Theme.portrait ? 1.25 : 1.15))
        horizontalAlignment: Text.AlignHCenter
        objectName: "pauseTitle"
        text: root.viewModel.title
    }
    Words {
        Layout.alignment: Qt.AlignHCenter
        Layout.fillWidth: true
        Layout.maximumWidth: 1240
        Layout.topMargin: 12
        font.pixelSize: Theme.strong
        horizontalAlignment: Text.AlignHCenter
        text: root.viewModel.text
    }
    Words {
        Layout.alignment: Qt.AlignHCenter
        Layout.fillWidth: true
        Layout.maximumWidth: 1240
        color: Theme.good
        font.bold: true
        font.pixelSize: Theme.strong
        horizontalAlignment: Text.AlignHCenter
        text: root.viewModel.kept
        visible: text !== ""
    }
    Card {
        Layout.alignment: Qt.AlignHCenter
        Layout.maximumWidth: 1240
        Layout.topMargin: Theme.portrait ? 32 : 16
        visible: places.count > 0

        Repeater {
            id: places

            model: root.viewModel.places

            FactRow {
                required property string key

                labelWidth: 150
            }
        }
    }
    Words {
        Layout.alignment: Qt.AlignHCenter
        Layout.fillWidth: true
        color: Theme.soft
        font.pixelSize: Theme.small
        horizontalAlignment: Text.AlignHCenter
        text: root.viewModel.code
        visible: text !== ""
    }
    Item {
        Layout.fillHeight: true
        Layout.preferredHeight: Theme.portrait ? 1.4 : 1
    }
}
