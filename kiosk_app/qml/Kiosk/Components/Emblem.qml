pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

Rectangle {
    id: root

    required property string hanzi
    property string tone: "teal"
    property int side: 108

    border.color: Theme.line
    border.width: Theme.strongContrast ? Theme.hairline : 0
    color: Theme.emblemTint[root.tone]
    implicitHeight: root.side
    implicitWidth: root.side
    radius: root.side * 0.22

    Text {
        anchors.centerIn: parent
        color: Theme.emblemInk[root.tone]
        font.bold: true
        font.family: Theme.brush
        font.pixelSize: root.side * 0.62
        text: root.hanzi

        Accessible.ignored: true
    }
}
