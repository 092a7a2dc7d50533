pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// Nobody is here: one gentle invitation, the whole screen is its button.
Item {
    id: root

    required property HomeViewModel viewModel
    required property ShellViewModel shell

    T.AbstractButton {
        anchors.fill: parent
        objectName: "wake"
        text: qsTr("点一下屏幕，开始办事")

        Accessible.name: text
        Accessible.role: Accessible.Button

        onClicked: root.viewModel.wake()
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        GridLayout {
            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.leftMargin: Theme.portrait ? 72 : 112
            Layout.rightMargin: Theme.portrait ? 72 : 112
            columnSpacing: 96
            columns: Theme.portrait ? 1 : 2
            rowSpacing: 0

            ColumnLayout {
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.preferredWidth: 11
                spacing: 0

                Item {
                    Layout.fillHeight: true
                    Layout.maximumHeight: Theme.portrait ? 130 : 4000
                    Layout.minimumHeight: 40
                }
                RowLayout {
                    spacing: 24

                    Rectangle {
                        Layout.preferredHeight: 96
                        Layout.preferredWidth: 96
                        color: Theme.brand
                        radius: 22

                        Text {
                            anchors.centerIn: parent
                            color: Theme.onBrand
                            font.bold: true
                            font.family: Theme.brush
                            font.pixelSize: 62
                            text: "门"

                            Accessible.ignored: true
                        }
                    }
                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 0

                        Words {
                            Layout.fillWidth: true
                            font.pixelSize: Theme.strong
                            text: root.shell.hall
                        }
                        Words {
                            Layout.fillWidth: true
                            color: Theme.soft
                            text: qsTr("自助办事 · 24 小时")
                        }
                    }
                }
                BrushTitle {
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.portrait ? 90 : 56
                    font.pixelSize: Math.round((Theme.portrait ? 148 : 124) * (1 + (Theme.factor - 1) * 0.15))
                    text: qsTr("您好，\n来办事？")
                }
                Words {
                    Layout.fillWidth: true
                    Layout.topMargin: 36
                    color: Theme.soft
                    font.pixelSize: Math.round(42 * (1 + (Theme.factor - 1) * (Theme.portrait ? 0.6 : 0.3)))
                    text: qsTr("带上身份证就行。\n知道的不用您再填，一次办好几件。")
                }
                Item {
                    Layout.fillHeight: true
                    Layout.minimumHeight: 40
                    visible: !Theme.portrait
                }
            }
            ColumnLayout {
                Layout.alignment: Qt.AlignCenter
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.preferredWidth: 10
                spacing: Theme.portrait ? 44 : 32

                Item {
                    Layout.fillHeight: true
                    Layout.fillWidth: true
                    Layout.minimumHeight: 180

                    CardPicture {
                        anchors.centerIn: parent
                        height: width * 0.632
                        rotation: -6
                        width: Math.min(parent.width * 0.82, parent.height * 1.3, 640)
                    }
                }
                Rectangle {
                    Layout.alignment: Qt.AlignHCenter
                    Layout.fillWidth: true
                    color: Theme.brand
                    implicitHeight: invitation.implicitHeight + 84
                    radius: 32

                    Words {
                        id: invitation

                        anchors.centerIn: parent
                        color: Theme.onBrand
                        font.bold: true
                        font.pixelSize: Math.round(58 * (1 + (Theme.factor - 1) * (Theme.portrait ? 0.6 : 0.2)))
                        horizontalAlignment: Text.AlignHCenter
                        text: qsTr("点一下屏幕，开始办事")
                        width: parent.width - 64
                    }
                }
                LanguageRow {
                    Layout.bottomMargin: root.viewModel.notice === "" ? 48 : 0
                    Layout.fillWidth: true
                    shell: root.shell
                }
                Words {
                    Layout.alignment: Qt.AlignHCenter
                    Layout.bottomMargin: Theme.portrait ? 48 : 64
                    Layout.fillWidth: true
                    color: Theme.soft
                    font.pixelSize: Theme.body
                    horizontalAlignment: Text.AlignHCenter
                    text: root.viewModel.notice
                    visible: text !== ""
                }
            }
        }
        BottomBar {
            Layout.fillWidth: true
            shell: root.shell
        }
    }
}
