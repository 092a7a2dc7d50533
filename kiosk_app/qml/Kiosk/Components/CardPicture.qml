pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// An identity card drawn plainly: lines of text and a portrait's place.
Rectangle {
    id: root

    property color shade: Theme.brand

    border.color: Theme.strongContrast ? Theme.line : root.shade
    border.width: Theme.hairline
    color: Theme.strongContrast ? Theme.card : "#E8F1F2"
    implicitHeight: 216
    implicitWidth: 342
    radius: width * 0.06

    Rectangle {
        color: root.shade
        height: root.height * 0.42
        opacity: 0.35
        radius: 8
        width: root.width * 0.24
        x: root.width * 0.68
        y: root.height * 0.16
    }
    Repeater {
        model: [0.36, 0.5, 0.42, 0.3]

        Rectangle {
            required property int index
            required property real modelData

            color: root.shade
            height: root.height * 0.055
            opacity: 0.55
            radius: height / 2
            width: root.width * modelData
            x: root.width * 0.08
            y: root.height * (0.18 + 0.15 * index)
        }
    }
    Rectangle {
        color: root.shade
        height: root.height * 0.065
        opacity: 0.75
        radius: height / 2
        width: root.width * 0.84
        x: root.width * 0.08
        y: root.height * 0.82
    }
}
