pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// A number, shown large and grouped, with our own pad; the pad stays where it is while one types.
GridLayout {
    id: root

    required property string fieldKey
    required property string title
    required property string digits
    required property string shown
    required property string placeholder
    required property int allowed
    required property bool wrong

    signal edited(string text)

    columnSpacing: 32
    columns: Theme.portrait ? 1 : 2
    rowSpacing: 32

    Rectangle {
        Layout.alignment: Qt.AlignTop
        Layout.fillWidth: true
        Layout.preferredWidth: 2
        border.color: root.wrong ? Theme.bad : Theme.brand
        border.width: 4
        color: Theme.card
        implicitHeight: Math.max(148, text.implicitHeight + 48)
        radius: Theme.radius

        Accessible.name: root.title + " " + root.shown
        Accessible.role: Accessible.EditableText

        Words {
            id: text

            anchors.left: parent.left
            anchors.margins: 32
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            color: root.digits === "" ? Theme.soft : Theme.ink
            font.bold: root.digits !== ""
            font.pixelSize: root.digits === "" ? Theme.strong : Theme.page
            objectName: "digits-" + root.fieldKey
            text: root.digits === "" ? root.placeholder : root.shown
        }
    }
    DigitPad {
        Layout.fillWidth: true
        Layout.preferredWidth: 2

        onCleared: root.edited("")
        onErased: root.edited(root.digits.slice(0, -1))
        onTyped: digit => root.edited((root.digits + digit).slice(0, root.allowed))
    }
}
