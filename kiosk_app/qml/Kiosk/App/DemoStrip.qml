pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Components
import Kiosk.Style

// Keys in plain files: nobody may take this for a real terminal.
Rectangle {
    color: Theme.warnShape
    implicitHeight: words.implicitHeight + 16

    Words {
        id: words

        anchors.centerIn: parent
        color: Theme.onWarnShape
        font.bold: true
        font.pixelSize: Math.min(Theme.small, 32)
        horizontalAlignment: Text.AlignHCenter
        objectName: "demoStrip"
        text: qsTr("演示 · 样例数据，不是真的办件")
        width: parent.width - 48
    }
}
