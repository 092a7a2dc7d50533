pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// The honest state of each device: a dot whose shape tells as much as its colour, and its word. Large text names only
// what is not well.
GridLayout {
    id: root

    required property QtObject entries
    required property bool allWell

    columnSpacing: 36
    columns: Theme.portrait ? (Theme.roomy ? 2 : 1) : (Theme.roomy ? 4 : 3)
    rowSpacing: 4

    Repeater {
        model: root.entries

        Row {
            id: device

            required property string label
            required property string tone

            spacing: 12
            visible: Theme.roomy || tone !== "good"

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                border.color: Theme.ink
                border.width: Theme.strongContrast ? Theme.hairline : 0
                color: device.tone === "good" ? Theme.goodShape : device.tone === "warn" ? Theme.warnShape : Theme.bad
                height: 20
                radius: device.tone === "bad" ? 0 : 10
                rotation: device.tone === "warn" ? 45 : 0
                width: 20
            }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.ink
                font.pixelSize: Theme.small
                text: device.label
                wrapMode: Text.NoWrap
            }
        }
    }
    Words {
        color: Theme.ink
        font.pixelSize: Theme.small
        text: qsTr("设备都正常")
        visible: root.allWell && !Theme.roomy
        wrapMode: Text.NoWrap
    }
}
