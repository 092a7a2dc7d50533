pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Settings
import Kiosk.Style

// Qt Virtual Keyboard: Pinyin first, then Latin; as wide as hands reach.
Item {
    id: root

    readonly property bool shown: panel.active

    implicitHeight: root.shown ? panel.height : 0
    visible: root.shown

    Component.onCompleted: {
        VirtualKeyboardSettings.activeLocales = ["zh_CN", "en_US"];
        VirtualKeyboardSettings.locale = "zh_CN";
        VirtualKeyboardSettings.styleName = "yimen";
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.footer
    }
    InputPanel {
        id: panel

        anchors.horizontalCenter: parent.horizontalCenter
        objectName: "keyboard"
        width: Math.min(root.width, Theme.portrait ? 1280 : 1120)
    }
}
