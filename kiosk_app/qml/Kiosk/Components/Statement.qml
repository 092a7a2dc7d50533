pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// Numbered sentences under a heading.
Card {
    id: root

    required property QtObject entries
    required property string title

    spacing: 16

    Words {
        Layout.fillWidth: true
        color: Theme.brand
        font.bold: true
        font.pixelSize: Theme.strong
        text: root.title
    }
    Repeater {
        model: root.entries

        RowLayout {
            id: sentence

            required property string text
            required property int index

            Layout.fillWidth: true
            spacing: 20

            Words {
                Layout.alignment: Qt.AlignTop
                Layout.minimumWidth: 40
                color: Theme.soft
                font.bold: true
                text: sentence.index + 1
            }
            Words {
                Layout.fillWidth: true
                text: sentence.text
            }
        }
    }
}
