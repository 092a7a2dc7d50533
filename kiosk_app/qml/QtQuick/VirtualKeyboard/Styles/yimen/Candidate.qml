pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.VirtualKeyboard.Styles
import Kiosk.Style

// One word on offer above the keys.
SelectionListItem {
    id: root

    required property string display

    height: 96
    width: word.implicitWidth + 56

    Text {
        id: word

        anchors.centerIn: parent
        color: Theme.ink
        font.family: Theme.sans
        font.pixelSize: 42
        text: root.display
    }
}
