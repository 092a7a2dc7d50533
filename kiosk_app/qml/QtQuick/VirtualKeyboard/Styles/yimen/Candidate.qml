pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// One word on offer above the keys. Not a SelectionListItem: that one reads its index from a context that Bound closes.
Item {
    id: root

    required property string display
    required property int index

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
    MouseArea {
        anchors.fill: parent

        onClicked: root.ListView.view.model.selectItem(root.index)
    }
}
