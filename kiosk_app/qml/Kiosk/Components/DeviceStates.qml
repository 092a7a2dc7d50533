pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// The honest state of each device: a dot, and its word.
Flow {
    id: root

    required property QtObject entries

    spacing: 12

    Repeater {
        model: root.entries

        Row {
            id: device

            required property string label
            required property string tone

            rightPadding: 24
            spacing: 12

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
                color: Theme.soft
                font.pixelSize: Theme.small
                text: device.label
                wrapMode: Text.NoWrap
            }
        }
    }
}
