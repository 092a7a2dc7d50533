pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// A short state on a coloured pill; one that takes several lines is set smaller.
Rectangle {
    id: root

    required property string text
    property string tone: "good"
    readonly property real room: root.parent ? root.parent.width - 176 : whole.advanceWidth
    readonly property bool isLong: whole.advanceWidth > root.room

    color: root.tone === "good" ? Theme.goodShape : root.tone === "warn" ? Theme.warnShape : root.tone === "bad" ? Theme.bad : Theme.brand
    border.color: Theme.onStage
    border.width: Theme.strongContrast ? Theme.hairline : 0
    implicitHeight: words.implicitHeight + 24
    implicitWidth: words.width + 88
    radius: Math.min(height / 2, 40)

    TextMetrics {
        id: whole

        font.family: Theme.sans
        font.pixelSize: Theme.strong
        text: root.text
    }
    Words {
        id: words

        anchors.centerIn: parent
        color: root.tone === "warn" ? Theme.onWarnShape : Theme.onBrand
        font.pixelSize: root.isLong ? Theme.body : Theme.strong
        horizontalAlignment: Text.AlignHCenter
        text: root.text
        width: Math.min(implicitWidth, root.room)

        Accessible.name: text
        Accessible.role: Accessible.StaticText
    }
}
