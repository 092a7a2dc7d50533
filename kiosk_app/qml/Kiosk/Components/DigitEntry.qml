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
    required property string fault
    required property var suggestions

    signal edited(string text)

    columnSpacing: 32
    columns: Theme.portrait ? 1 : 2
    rowSpacing: 32

    ColumnLayout {
        Layout.alignment: Qt.AlignTop
        Layout.fillWidth: true
        Layout.preferredWidth: 5
        spacing: 24

        Rectangle {
            Layout.fillWidth: true
            border.color: root.fault !== "" ? Theme.bad : Theme.brand
            border.width: 4
            color: Theme.card
            implicitHeight: Math.max(148, number.implicitHeight + 48)
            radius: Theme.radius

            Accessible.name: root.title + " " + root.shown
            Accessible.role: Accessible.EditableText

            Words {
                id: number

                anchors.left: parent.left
                anchors.margins: 32
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                color: root.digits === "" ? Theme.soft : Theme.ink
                font.bold: root.digits !== ""
                font.pixelSize: root.digits === "" ? Theme.strong : Theme.portrait ? Math.min(Theme.page, 80) : Math.min(Theme.title, 50)
                objectName: "digits-" + root.fieldKey
                text: root.digits === "" ? root.placeholder : root.shown
            }
        }
        FaultLine {
            Layout.fillWidth: true
            name: "fault-" + root.fieldKey
            text: root.fault
        }
        Suggestions {
            Layout.fillWidth: true
            entries: root.suggestions
            fieldKey: root.fieldKey

            onPicked: value => root.edited(value)
        }
    }
    DigitPad {
        Layout.fillWidth: true
        Layout.preferredWidth: 4

        full: root.digits.length >= root.allowed

        onCleared: root.edited("")
        onErased: root.edited(root.digits.slice(0, -1))
        onTyped: digit => root.edited(root.digits + digit)
    }
}
