pragma ComponentBehavior: Bound
import QtQuick

// Where something is wrong with a page: a frame, dark under bright so that it shows on paper and on photos.
Item {
    id: root

    required property Item page
    required property string mark
    required property real fromLeft
    required property real fromTop
    required property real wide
    required property real high
    readonly property int least: 48

    height: Math.min(root.page.height, Math.max(root.least, root.high * root.page.height))
    visible: root.wide > 0
    width: Math.min(root.page.width, Math.max(root.least, root.wide * root.page.width))
    x: Math.max(0, Math.min(root.page.width - width, root.fromLeft * root.page.width))
    y: Math.max(0, Math.min(root.page.height - height, root.fromTop * root.page.height))

    Rectangle {
        anchors.fill: parent
        border.color: "#17222B"
        border.width: 9
        color: "transparent"
        radius: 8
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: 2
        border.color: "#E8A33D"
        border.width: 5
        color: "transparent"
        radius: 7
    }
    Sign {
        anchors.horizontalCenter: parent.left
        anchors.verticalCenter: parent.top
        color: "#E8A33D"
        ink: "#17222B"
        mark: "number"
        number: root.mark
        side: 44
        visible: root.mark !== ""
    }
}
