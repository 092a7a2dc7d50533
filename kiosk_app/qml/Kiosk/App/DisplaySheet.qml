pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// Three languages, each by its own name, four text sizes and three contrasts; each takes effect at once, the way they look is the explanation.
Sheet {
    id: root

    required property ShellViewModel shell

    title: qsTr("语言、字号和颜色")

    acts: KioskButton {
        Layout.fillWidth: true
        objectName: "closeDisplay"
        text: qsTr("就这样")
        textSize: Theme.title
        tone: "brand"

        onClicked: root.shell.closeOverlay()
    }

    onDismissed: root.shell.closeOverlay()

    LanguageRow {
        Layout.fillWidth: true
        shell: root.shell
    }
    GridLayout {
        Layout.fillWidth: true
        columnSpacing: 20
        columns: Theme.portrait ? 2 : 4
        rowSpacing: 20
        uniformCellWidths: true

        Repeater {
            model: [
                {
                    "key": "standard",
                    "label": qsTr("标准"),
                    "size": 36
                },
                {
                    "key": "large",
                    "label": qsTr("大"),
                    "size": 42
                },
                {
                    "key": "larger",
                    "label": qsTr("更大"),
                    "size": 50
                },
                {
                    "key": "largest",
                    "label": qsTr("最大"),
                    "size": 60
                }
            ]

            KioskButton {
                required property var modelData

                Layout.fillWidth: true
                implicitHeight: 156
                leftPadding: 8
                rightPadding: 8
                objectName: "size-" + modelData.key
                text: modelData.label
                textSize: modelData.size
                tone: root.shell.textSize === modelData.key ? "brand" : "line"

                Accessible.name: qsTr("字号：%1").arg(modelData.label)

                onClicked: root.shell.setTextSize(modelData.key)
            }
        }
    }
    GridLayout {
        Layout.fillWidth: true
        columnSpacing: 20
        columns: Theme.roomy || !Theme.portrait ? 3 : 1
        rowSpacing: 20
        uniformCellWidths: true

        Repeater {
            model: [
                {
                    "key": "paper",
                    "label": qsTr("平常颜色")
                },
                {
                    "key": "contrast_light",
                    "label": qsTr("白底黑字")
                },
                {
                    "key": "contrast_dark",
                    "label": qsTr("黑底白字")
                }
            ]

            KioskButton {
                required property var modelData

                Layout.fillWidth: true
                objectName: "palette-" + modelData.key
                text: modelData.label
                tone: root.shell.paletteName === modelData.key ? "brand" : "line"

                onClicked: root.shell.setPalette(modelData.key)
            }
        }
    }
}
