pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Models
import Kiosk.Style

// Hall or the way back on the left, text size and leaving on the right, steps between or beneath.
ColumnLayout {
    id: root

    required property ShellViewModel shell
    readonly property bool stepsBeside: !Theme.portrait

    spacing: 16

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        RowLayout {
            Layout.fillWidth: true
            Layout.maximumWidth: implicitWidth
            Layout.minimumHeight: 96
            Layout.minimumWidth: 320
            spacing: 20
            visible: !root.shell.canGoBack

            Rectangle {
                Layout.preferredHeight: 72
                Layout.preferredWidth: 72
                color: Theme.brand
                radius: 16

                Text {
                    anchors.centerIn: parent
                    color: Theme.onBrand
                    font.bold: true
                    font.family: Theme.brush
                    font.pixelSize: 46
                    text: "门"

                    Accessible.ignored: true
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 0

                Words {
                    Layout.fillWidth: true
                    Layout.maximumWidth: 560
                    font.pixelSize: Theme.roomy ? Theme.body : 30
                    text: root.shell.hall
                    wrapMode: Text.WordWrap
                }
                Words {
                    color: Theme.soft
                    font.pixelSize: Theme.small
                    text: qsTr("自助办事 · 24 小时")
                    visible: !root.shell.canLeave // with two buttons beside it there is no room in large print
                }
            }
        }
        KioskButton {
            implicitHeight: Math.max(96, implicitContentHeight + 24)
            leftPadding: 0
            objectName: "back"
            rightPadding: 40
            text: qsTr("‹ 上一步")
            tone: "plain"
            visible: root.shell.canGoBack

            onClicked: root.shell.back()
        }
        Item {
            Layout.fillWidth: true
            visible: !wide.visible
        }
        StepBar {
            id: wide

            Layout.fillWidth: true
            Layout.leftMargin: Theme.roomy ? 40 : 8
            Layout.rightMargin: Theme.roomy ? 40 : 8
            entries: root.shell.steps
            visible: root.stepsBeside && count > 0
        }
        KioskButton {
            implicitHeight: Math.max(84, implicitContentHeight + 24)
            leftPadding: 32
            objectName: "display"
            text: qsTr("大字 · English")
            textSize: Theme.body
            tone: "line"

            Accessible.description: qsTr("语言、字号和颜色")

            onClicked: root.shell.openOverlay("display")
        }
        KioskButton {
            implicitHeight: Math.max(84, implicitContentHeight + 24)
            leftPadding: 32
            objectName: "leave"
            text: qsTr("不办了")
            textSize: Theme.body
            tone: "line"
            visible: root.shell.canLeave

            onClicked: root.shell.askToLeave()
        }
    }
    StepBar {
        Layout.fillWidth: true
        entries: root.shell.steps
        visible: !root.stepsBeside && count > 0
    }
}
