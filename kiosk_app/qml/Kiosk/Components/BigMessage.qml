pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// One thing to know in the middle of the screen: a mark, what happened, what is kept, what to do now.
ColumnLayout {
    id: root

    property string tone: "warn"
    property string title: ""
    property string text: ""
    property string kept: ""
    property string code: ""
    property bool waiting: false

    spacing: Theme.portrait ? 28 : 16

    Item {
        Layout.fillHeight: true
        Layout.preferredHeight: 1
    }
    Item {
        Layout.alignment: Qt.AlignHCenter
        Layout.preferredHeight: Theme.portrait ? 280 : Theme.roomy ? 180 : 110
        Layout.preferredWidth: Layout.preferredHeight

        Sign {
            anchors.centerIn: parent
            color: root.tone === "good" ? Theme.goodShape : root.tone === "bad" ? Theme.bad : Theme.warnShape
            ink: root.tone === "warn" ? Theme.onWarnShape : Theme.onBrand
            mark: root.tone === "good" ? "tick" : "alert"
            side: Theme.portrait ? 220 : Theme.roomy ? 150 : 100
            visible: !root.waiting
        }
        Waiting {
            anchors.centerIn: parent
            visible: root.waiting
        }
    }
    BrushTitle {
        Layout.fillWidth: true
        horizontalAlignment: Text.AlignHCenter
        objectName: "messageTitle"
        size: Math.round(Theme.page * (Theme.portrait ? 1.2 : 1.1))
        text: root.title
    }
    Words {
        Layout.alignment: Qt.AlignHCenter
        Layout.fillWidth: true
        Layout.maximumWidth: 1240
        font.pixelSize: Theme.strong
        horizontalAlignment: Text.AlignHCenter
        objectName: "messageText"
        text: root.text
        visible: text !== ""
    }
    Words {
        Layout.alignment: Qt.AlignHCenter
        Layout.fillWidth: true
        Layout.maximumWidth: 1240
        color: Theme.good
        font.bold: true
        font.pixelSize: Theme.strong
        horizontalAlignment: Text.AlignHCenter
        text: root.kept
        visible: text !== ""
    }
    Words {
        Layout.alignment: Qt.AlignHCenter
        Layout.fillWidth: true
        color: Theme.soft
        font.pixelSize: Theme.small
        horizontalAlignment: Text.AlignHCenter
        text: root.code
        visible: text !== ""
    }
    Item {
        Layout.fillHeight: true
        Layout.preferredHeight: Theme.portrait ? 1.4 : 1
    }
}
