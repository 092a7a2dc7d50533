pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// Holds one screen while it is in front; it comes in from where the way leads.
Loader {
    id: root

    required property string name
    required property string current

    active: root.current === root.name
    anchors.fill: parent
    focus: active

    onLoaded: arrive.start()

    NumberAnimation {
        id: arrive

        duration: Theme.motion
        easing.type: Easing.OutQuad
        from: Theme.motion > 0 ? 0 : 1
        property: "opacity"
        target: root
        to: 1
    }
}
