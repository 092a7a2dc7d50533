pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// One question with the control that fits it: large choices, the keyboard, or our own digit pad.
ColumnLayout {
    id: root

    required property string key
    required property string title
    required property string note
    required property string widget
    required property string value
    required property string shown
    required property string placeholder
    required property string fault
    required property bool optional
    required property int mostDigits
    required property var options
    required property var suggestions
    property bool alone: false
    readonly property bool byPad: root.mostDigits > 0

    signal edited(string text)
    signal entered(Item item)

    Layout.fillWidth: true
    objectName: "field-" + root.key
    spacing: 20

    Words {
        Layout.fillWidth: true
        font.bold: true
        font.pixelSize: Theme.title
        text: root.title
        visible: !root.alone
    }
    Words {
        Layout.fillWidth: true
        color: Theme.soft
        text: root.note
        visible: !root.alone && text !== ""
    }
    FaultLine {
        Layout.fillWidth: true
        name: "fault-" + root.key
        text: root.byPad ? "" : root.fault
    }
    Suggestions {
        Layout.fillWidth: true
        entries: root.widget === "choice" ? root.suggestions : []
        fieldKey: root.key

        onPicked: value => root.edited(value)
    }
    Loader {
        Layout.fillWidth: true
        active: root.widget === "choice"
        visible: active

        sourceComponent: ChoiceGrid {
            alone: root.alone
            chosen: root.value
            fieldKey: root.key
            options: root.options

            onPicked: code => root.edited(code)
        }
    }
    Loader {
        Layout.fillWidth: true
        active: root.byPad
        visible: active

        sourceComponent: DigitEntry {
            allowed: root.mostDigits
            digits: root.value.replace(/[^0-9]/g, "")
            fault: root.fault
            fieldKey: root.key
            placeholder: root.placeholder
            shown: root.shown
            suggestions: root.suggestions
            title: root.title

            onEdited: text => root.edited(text)
        }
    }
    Loader {
        Layout.fillWidth: true
        active: root.widget === "text" || root.widget === "address"
        visible: active

        sourceComponent: TextEntry {
            fieldKey: root.key
            multiline: root.widget === "address"
            placeholder: root.placeholder
            title: root.title
            value: root.value
            wrong: root.fault !== ""

            onEdited: text => root.edited(text)
            onEntered: root.entered(root)
        }
    }
    Suggestions {
        Layout.fillWidth: true
        entries: root.byPad || root.widget === "choice" ? [] : root.suggestions
        fieldKey: root.key

        onPicked: value => root.edited(value)
    }
}
