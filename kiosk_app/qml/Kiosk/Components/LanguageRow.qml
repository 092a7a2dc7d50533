pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Models
import Kiosk.Style

// Each language by its own name, for who reads no other.
GridLayout {
    id: root

    required property ShellViewModel shell

    columnSpacing: 20
    columns: 3
    uniformCellWidths: true

    Repeater {
        model: [
            {
                "key": "zh-Hans",
                "label": "简体"
            },
            {
                "key": "zh-Hant",
                "label": "繁體"
            },
            {
                "key": "en",
                "label": "English"
            }
        ]

        KioskButton {
            required property var modelData

            Layout.fillWidth: true
            objectName: "language-" + modelData.key
            text: modelData.label
            textSize: Theme.body
            tone: root.shell.language === modelData.key ? "brand" : "line"

            onClicked: root.shell.setLanguage(modelData.key)
        }
    }
}
