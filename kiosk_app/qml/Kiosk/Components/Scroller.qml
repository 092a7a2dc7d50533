pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// Content that scrolls when it must, and then says so: a bar at the side and, below it, a button that goes on.
Item {
    id: root

    default property alias content: holder.data
    readonly property real roomHeight: height
    readonly property real viewHeight: flick.height
    readonly property real contentY: flick.contentY
    readonly property bool scrolls: holder.height > height + 4
    readonly property bool more: flick.interactive && flick.contentY < flick.contentHeight - flick.height - 24

    function reveal(item: Item): void {
        const place = item.mapToItem(holder, 0, 0).y;
        flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height, place - (flick.height - item.height) / 2));
    }
    function toTop(): void {
        flick.contentY = 0;
    }

    clip: true

    Flickable {
        id: flick

        anchors.bottomMargin: root.scrolls ? goOn.height + 12 : 0
        anchors.fill: parent
        boundsBehavior: Flickable.StopAtBounds
        contentHeight: holder.childrenRect.height
        contentWidth: width
        clip: true
        interactive: root.scrolls

        Behavior on contentY {
            enabled: !flick.moving

            NumberAnimation {
                duration: Theme.motion
            }
        }

        Item {
            id: holder

            height: childrenRect.height
            width: flick.width
        }
    }
    Rectangle {
        anchors.right: parent.right
        color: Theme.soft
        height: Math.max(80, flick.height * flick.visibleArea.heightRatio)
        radius: 4
        visible: flick.interactive
        width: 8
        y: flick.visibleArea.yPosition * flick.height
    }
    KioskButton {
        id: goOn

        anchors.bottom: parent.bottom
        anchors.right: parent.right
        anchors.rightMargin: 28
        bottomPadding: 8
        implicitHeight: Math.max(76, implicitContentHeight + 16)
        objectName: "scrollOn"
        text: qsTr("下面还有 ↓")
        textSize: Theme.body
        tone: "line"
        topPadding: 8
        visible: root.more

        onClicked: flick.contentY = Math.min(flick.contentHeight - flick.height, flick.contentY + flick.height * 0.8)
    }
}
