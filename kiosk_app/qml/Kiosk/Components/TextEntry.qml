pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Kiosk.Style

// Words typed on the on-screen keyboard; long ones wrap. What is only shown is no answer until a person changes it.
Rectangle {
    id: root

    required property string fieldKey
    required property string title
    required property string value
    required property string placeholder
    property bool multiline: false
    property bool wrong: false

    signal edited(string text)
    signal entered

    border.color: root.wrong ? Theme.bad : Theme.brand
    border.width: area.activeFocus ? 5 : 3
    color: Theme.card
    implicitHeight: Math.max(root.multiline ? 196 : Theme.control, area.contentHeight + 56)
    radius: Theme.radius

    onValueChanged: area.text = area.text === root.value ? area.text : root.value
    Component.onCompleted: area.text = root.value

    T.TextArea {
        id: area

        anchors.fill: parent
        bottomPadding: 24
        color: Theme.ink
        font.family: Theme.sans
        font.pixelSize: Theme.title
        inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhSensitiveData | (root.multiline ? Qt.ImhNone : Qt.ImhNoAutoUppercase)
        leftPadding: 32
        objectName: "text-" + root.fieldKey
        rightPadding: 32
        selectionColor: Theme.brandTint
        topPadding: 24
        verticalAlignment: root.multiline ? TextEdit.AlignTop : TextEdit.AlignVCenter
        wrapMode: TextEdit.Wrap

        Accessible.name: root.title
        Accessible.role: Accessible.EditableText

        Keys.onReturnPressed: area.focus = false

        onActiveFocusChanged: root.entered()
        onTextChanged: {
            if (text !== root.value)
                root.edited(text);
        }
    }
    Words {
        anchors.fill: parent
        anchors.margins: 24
        anchors.leftMargin: 32
        anchors.rightMargin: 32
        color: Theme.soft
        font.pixelSize: Theme.strong
        text: root.placeholder
        verticalAlignment: root.multiline ? Text.AlignTop : Text.AlignVCenter
        visible: area.text === "" && area.preeditText === ""
    }
}
