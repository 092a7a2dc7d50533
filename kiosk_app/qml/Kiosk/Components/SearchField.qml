pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import QtQuick.Templates as T
import Kiosk.Style

// One line of words to look for; a cross empties it.
FocusScope {
    id: root

    property string placeholder: ""

    signal edited(string words)

    implicitHeight: Math.max(Theme.control, hint.implicitHeight + 32)

    Rectangle {
        anchors.fill: parent
        border.color: Theme.brand
        border.width: field.activeFocus ? 5 : 3
        color: Theme.card
        radius: Theme.radius
    }
    Shape {
        anchors.left: parent.left
        anchors.leftMargin: 36
        anchors.verticalCenter: parent.verticalCenter
        height: 52
        width: 52

        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            strokeColor: Theme.brand
            strokeWidth: 6

            PathAngleArc {
                centerX: 21
                centerY: 21
                radiusX: 17
                radiusY: 17
                startAngle: 0
                sweepAngle: 360
            }
            PathMove {
                x: 34
                y: 34
            }
            PathLine {
                x: 48
                y: 48
            }
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
