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
    required property var options
    required property var suggestions
    property bool alone: false
    readonly property bool byPad: root.widget === "phone" || root.widget === "digits" || root.widget === "date"

    signal edited(string text)
    signal entered(Item item)

    Layout.fillWidth: true
    objectName: "field-" + root.key
    spacing: 16

    Words {
        Layout.fillWidth: true
        font.bold: true
        font.pixelSize: Theme.title
        text: root.optional ? qsTr("%1（可不填）").arg(root.title) : root.title
        visible: !root.alone
    }
    Words {
        Layout.fillWidth: true
        color: Theme.soft
        text: root.note
        visible: !root.alone && text !== ""
    }
    Loader {
        Layout.fillWidth: true
        active: root.widget === "choice"
        visible: active

        sourceComponent: ChoiceGrid {
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
            allowed: root.widget === "date" ? 8 : root.widget === "phone" ? 11 : 18
            digits: root.value.replace(/[^0-9]/g, "")
            fieldKey: root.key
            placeholder: root.placeholder
            shown: root.shown
            title: root.title
            wrong: root.fault !== ""

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
    Flow {
        Layout.fillWidth: true
        spacing: 16
        visible: root.suggestions.length > 0

        Repeater {
            model: root.suggestions

            KioskButton {
                required property var modelData

                implicitHeight: Math.max(92, implicitContentHeight + 24)
                leftPadding: 36
                objectName: "suggest-" + root.key + "-" + modelData.key
                text: modelData.label
                textSize: Theme.body
                tone: "line"
                width: Math.min(implicitWidth, root.width)

                onClicked: root.edited(modelData.value)
            }
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: 16
        visible: root.fault !== ""

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
            objectName: "fault-" + root.key
            text: root.fault
        }
    }
}
