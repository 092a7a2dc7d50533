pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// What may lie over any screen: a person to ask, text size, leaving, and the warning before everything is wiped.
Item {
    id: root

    required property ShellViewModel shell
    required property MaterialsViewModel materials
    required property PapersViewModel papers

    Loader {
        active: root.shell.overlay === "help"
        anchors.fill: parent

        sourceComponent: Sheet {
            title: qsTr("请人帮忙")

            acts: KioskButton {
                Layout.fillWidth: true
                objectName: "closeHelp"
                text: qsTr("知道了，接着办")
                textSize: Theme.title
                tone: "brand"

                onClicked: root.shell.closeOverlay()
            }

            onDismissed: root.shell.closeOverlay()

            Words {
                Layout.fillWidth: true
                font.pixelSize: Theme.strong
                text: qsTr("您填到哪里都还在，问好了接着办。")
            }
            Card {
                spacing: 20

                FactRow {
                    label: qsTr("打电话")
                    labelWidth: 200
                    value: qsTr("%1，二十四小时有人接").arg(root.shell.hotline)
                }
                FactRow {
                    label: qsTr("到窗口")
                    labelWidth: 200
                    value: root.shell.helpPlace
                    visible: value !== ""
                }
                FactRow {
                    label: qsTr("上班时间")
                    labelWidth: 200
                    value: root.shell.helpHours
                    visible: value !== ""
                }
            }
            Words {
                Layout.fillWidth: true
                color: Theme.soft
                text: qsTr("上班时间，大厅里的工作人员可以来帮您，不收费。")
            }
        }
    }
    Loader {
        active: root.shell.overlay === "display"
        anchors.fill: parent

        sourceComponent: DisplaySheet {
            shell: root.shell
        }
    }
    Loader {
        active: root.shell.overlay === "papers"
        anchors.fill: parent

        sourceComponent: PapersSheet {
            viewModel: root.papers
        }
    }
    Loader {
        active: root.shell.overlay === "leave"
        anchors.fill: parent

        sourceComponent: Sheet {
            title: qsTr("不办了？")

            acts: [
                KioskButton {
                    Layout.fillWidth: true
                    objectName: "confirmLeave"
                    text: qsTr("不办了，全部清除")
                    tone: "line"

                    onClicked: root.shell.leave()
                },
                KioskButton {
                    Layout.fillWidth: true
                    objectName: "keepGoing"
                    text: qsTr("接着办")
                    textSize: Theme.title
                    tone: "brand"

                    onClicked: root.shell.closeOverlay()
                }
            ]

            onDismissed: root.shell.closeOverlay()

            Words {
                Layout.fillWidth: true
                font.pixelSize: Theme.strong
                text: root.shell.keepsNothing ? qsTr("填的、扫的都会从这台机器上清除，不留痕迹；下次要重新来。") : qsTr("您的办件已经收下，不受影响。")
            }
            Card {
                visible: root.shell.canKeep

                Words {
                    Layout.fillWidth: true
                    text: qsTr("不想白填？先存着，打一张条：稍后再办、到别的机器或者窗口办，都接得上。")
                }
                KioskButton {
                    Layout.fillWidth: true
                    objectName: "keepFromLeave"
                    text: qsTr("先存着，稍后再办")
                    tone: "quiet"

                    onClicked: root.shell.keepDraft()
                }
            }
        }
    }
    Loader {
        active: root.shell.overlay === "idle"
        anchors.fill: parent

        sourceComponent: Sheet {
            title: qsTr("您还在吗？")
            tone: "bad"

            acts: [
                KioskButton {
                    Layout.fillWidth: true
                    objectName: "idleLeave"
                    text: qsTr("不办了，清除")
                    tone: "line"

                    onClicked: root.shell.wipeNow()
                },
                KioskButton {
                    Layout.fillWidth: true
                    objectName: "stay"
                    text: qsTr("我还在，接着办")
                    textSize: Theme.title
                    tone: "brand"

                    onClicked: root.shell.closeOverlay()
                }
            ]

            Words {
                Layout.fillWidth: true
                font.pixelSize: Theme.strong
                objectName: "idleText"
                text: root.shell.staysKept ? qsTr("为了保护您的信息，%1 秒后清除屏幕，回到首页。您的草稿还存着，带身份证到窗口能接着办。").arg(root.shell.idleSeconds) : qsTr("为了保护您的信息，%1 秒后会清除填写的内容，回到首页。").arg(root.shell.idleSeconds)
            }
            Rectangle {
                Layout.fillWidth: true
                border.color: Theme.line
                border.width: Theme.hairline
                color: Theme.card
                implicitHeight: 24
                radius: 12

                Rectangle {
                    color: Theme.bad
                    height: parent.height
                    radius: 12
                    width: parent.width * Math.min(1, root.shell.idleSeconds / 20)
                }
            }
        }
    }
    Loader {
        active: root.materials.missingOpen && root.shell.screen === "materials" && root.shell.overlay === ""
        anchors.fill: parent

        sourceComponent: Sheet {
            title: root.materials.missingTitle

            acts: [
                KioskButton {
                    Layout.fillWidth: true
                    objectName: "keepFromMissing"
                    text: qsTr("先存着，拿来再办")
                    textSize: Theme.body
                    tone: "line"
                    visible: root.shell.canKeep

                    onClicked: root.shell.keepDraft()
                },
                KioskButton {
                    Layout.fillWidth: true
                    objectName: "commit"
                    text: qsTr("我承诺属实，不交这份")
                    textSize: Theme.body
                    tone: "line"
                    visible: root.materials.commitment !== "" && !root.materials.isCommitted

                    onClicked: root.materials.commit()
                },
                KioskButton {
                    Layout.columnSpan: (parent as GridLayout)?.columns === 2 ? 2 : 1
                    Layout.fillWidth: true
                    objectName: "closeMissing"
                    text: qsTr("知道了")
                    textSize: Theme.title
                    tone: "brand"

                    onClicked: root.materials.closeMissing()
                }
            ]

            onDismissed: root.materials.closeMissing()

            Words {
                Layout.fillWidth: true
                font.pixelSize: Theme.strong
                text: root.materials.missingText
            }
            Card {
                objectName: "commitment"
                visible: root.materials.commitment !== ""

                Words {
                    Layout.fillWidth: true
                    font.bold: true
                    text: qsTr("也可以用承诺代替：")
                }
                Words {
                    Layout.fillWidth: true
                    text: root.materials.commitment
                }
                Words {
                    Layout.fillWidth: true
                    color: Theme.soft
                    text: root.materials.commitmentTerms
                }
            }
            Card {
                visible: root.materials.missingPlace !== ""

                Words {
                    Layout.fillWidth: true
                    text: root.materials.missingPlace
                }
            }
        }
    }
}
