pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// The honest state of each device: a dot whose shape tells as much as its colour, and its word. Large text names only
// what is not well, and so does a line that is too short for all of them.
GridLayout {
    id: root

    required property QtObject entries
    required property bool allWell
    // What there is room for; nothing where there is always enough.
    property real room: Infinity
    // What all of them take on one line.
    readonly property real whole: {
        let width = -columnSpacing;
        for (let at = 0; at < devices.count; ++at)
            width += ((devices.itemAt(at) as Device)?.wanted ?? 0) + columnSpacing;
        return width;
    }
    readonly property bool brief: !Theme.roomy || root.whole > root.room

    columnSpacing: 36
    columns: Theme.portrait ? (Theme.roomy ? 2 : 1) : (Theme.roomy ? 4 : 3)
    rowSpacing: 4

    Repeater {
        id: devices

        model: root.entries

        Device {
            id: device

            required property string label
            required property string tone

            spacing: 12
            visible: !root.brief || tone !== "good"
            wanted: dot.width + spacing + words.implicitWidth

            Rectangle {
                id: dot

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
                id: words

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
        visible: root.allWell && root.brief
        wrapMode: Text.NoWrap
    }

    component Device: Row {
        property real wanted
    }
}
