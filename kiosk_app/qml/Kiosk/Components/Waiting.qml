pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// Three dots that take turns; still ones when motion is off.
Row {
    id: root

    property int turn: 0

    spacing: 36

    Repeater {
        model: 3

        Rectangle {
            required property int index

            border.color: Theme.brand
            border.width: 4
            color: index === root.turn || Theme.motion === 0 ? Theme.brand : Theme.brandTint
            height: 64
            radius: 32
            width: 64

            Behavior on color {
                ColorAnimation {
                    duration: Theme.motion
                }
            }
        }
    }
    Timer {
        interval: 450
        repeat: true
        running: root.visible && Theme.motion > 0

        onTriggered: root.turn = (root.turn + 1) % 3
    }
}
