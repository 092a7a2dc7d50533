pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Kiosk.Style

// One line of words to look for; a cross empties it. It opens with what is looked for already.
FocusScope {
    id: root

    property string placeholder: ""
    property string searched: ""

    signal edited(string words)

    implicitHeight: Math.max(Theme.control, hint.implicitHeight + 32)

    Component.onCompleted: field.text = root.searched

    Rectangle {
        anchors.fill: parent
        border.color: Theme.brand
        border.width: field.activeFocus ? 5 : 3
        color: Theme.card
        radius: Theme.radius
    }
    // Of rectangles: the software renderer draws a Shape also where its screen is out of sight.
    Item {
        anchors.left: parent.left
        anchors.leftMargin: 36
        anchors.verticalCenter: parent.verticalCenter
        height: 52
        width: 52

        Rectangle {
            border.color: Theme.brand
            border.width: 6
            color: "transparent"
            height: 40
            radius: 20
            width: 40
        }
        Rectangle {
            antialiasing: true
            color: Theme.brand
            height: 6
            radius: 3
            rotation: 45
            transformOrigin: Item.Left
            width: 22
            x: 34
            y: 31
        }
    }
    T.TextField {
        id: field

        anchors.fill: parent
        anchors.leftMargin: 108
        anchors.rightMargin: 120
        color: Theme.ink
        focus: true
        font.family: Theme.sans
        font.pixelSize: Theme.strong
        inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
        maximumLength: 40
        objectName: "searchText"
        selectByMouse: true
        selectionColor: Theme.brandTint
        verticalAlignment: TextInput.AlignVCenter

        Accessible.name: root.placeholder
        Accessible.role: Accessible.EditableText

        onTextChanged: root.edited(text)
    }
    Words {
        id: hint

        anchors.fill: field
        color: Theme.soft
        font.pixelSize: Theme.strong
        text: root.placeholder
        verticalAlignment: Text.AlignVCenter
        visible: field.text === "" && field.preeditText === ""
    }
    KioskButton {
        anchors.right: parent.right
        anchors.rightMargin: 16
        anchors.verticalCenter: parent.verticalCenter
        height: parent.height - 24
        implicitWidth: Math.max(96, implicitContentWidth + 40)
        leftPadding: 20
        objectName: "clearSearch"
        text: "✕"
        tone: "plain"
        visible: field.text !== ""

        Accessible.name: qsTr("清空")

        onClicked: field.clear()
    }
}
