pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// One field as the page says it: its picture, what was read, and whether it is right.
Card {
    id: root

    required property string key
    required property string label
    required property string words
    required property string note
    required property string crop

    signal taken
    signal refused

    padding: 28

    Accessible.name: root.label + " " + root.words + " " + root.note
    Accessible.role: Accessible.Grouping

    Words {
        Layout.fillWidth: true
        color: Theme.soft
        text: root.label
    }
    Image {
        Layout.maximumWidth: root.width - 2 * root.padding
        Layout.preferredHeight: Math.min(72, implicitHeight)
        Layout.preferredWidth: Math.min(root.width - 2 * root.padding, implicitWidth * 72 / Math.max(1, implicitHeight))
        cache: false
        fillMode: Image.PreserveAspectFit
        horizontalAlignment: Image.AlignLeft
        mipmap: true
        source: root.crop

        Accessible.ignored: true
    }
    Words {
        Layout.fillWidth: true
        font.bold: true
        font.pixelSize: Theme.strong
        text: root.words
    }
    Words {
        Layout.fillWidth: true
        color: Theme.warn
        text: root.note
        visible: text !== ""
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: 20

        KioskButton {
            Layout.fillWidth: true
            implicitHeight: Math.max(92, implicitContentHeight + 24)
            objectName: "refuse-" + root.key
            text: qsTr("不对，不用")
            textSize: Theme.body
            tone: "line"

            onClicked: root.refused()
        }
        KioskButton {
            Layout.fillWidth: true
            implicitHeight: Math.max(92, implicitContentHeight + 24)
            objectName: "take-" + root.key
            text: qsTr("对，填进表里")
            textSize: Theme.body
            tone: "line"

            onClicked: root.taken()
        }
    }
}
