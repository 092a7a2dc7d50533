pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// What is wrong with an answer and how to mend it, right where the eye is.
RowLayout {
    id: root

    required property string text
    property string name: ""

    spacing: 16
    visible: root.text !== ""

    Sign {
        Layout.alignment: Qt.AlignTop
        color: Theme.bad
        mark: "alert"
        side: 44
    }
    Words {
        Layout.fillWidth: true
        color: Theme.bad
        font.bold: true
        objectName: root.name
        text: root.text
    }
}
