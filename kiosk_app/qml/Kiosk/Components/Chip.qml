pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// A short state on a coloured pill.
Rectangle {
    id: root

    required property string text
    property string tone: "good"

    color: root.tone === "good" ? Theme.goodShape : root.tone === "warn" ? Theme.warnShape : root.tone === "bad" ? Theme.bad : Theme.brand
    border.color: Theme.onStage
    border.width: Theme.strongContrast ? Theme.hairline : 0
    implicitHeight: words.implicitHeight + 24
    implicitWidth: words.implicitWidth + 88
    radius: Math.min(height / 2, 40)

    Words {
        id: words

        anchors.centerIn: parent
        color: root.tone === "warn" ? Theme.onWarnShape : Theme.onBrand
        font.pixelSize: Theme.strong
        horizontalAlignment: Text.AlignHCenter
        text: root.text
        width: Math.min(implicitWidth, root.parent ? root.parent.width - 176 : implicitWidth)

        Accessible.name: text
        Accessible.role: Accessible.StaticText
    }
}
