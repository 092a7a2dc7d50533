pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Kiosk.Style

// Choices as large buttons; the chosen one carries a tick.
GridLayout {
    id: root

    required property string fieldKey
    required property var options
    required property string chosen
    property bool alone: false
    readonly property bool longWords: root.options.some(option => option.label.length > 9)

    signal picked(string code)

    columnSpacing: 24
    columns: !Theme.roomy ? 1 : Theme.portrait ? (root.options.length > 6 && !root.longWords ? 2 : 1) : (root.options.length > 3 ? 2 : 1)
    rowSpacing: 24
    uniformCellWidths: true

    Repeater {
        model: root.options

        T.AbstractButton {
            id: option

            required property var modelData
            readonly property bool picked: option.modelData.value === root.chosen

            Layout.fillWidth: true
            bottomPadding: 20
            focusPolicy: Qt.StrongFocus
            implicitHeight: Math.max(!root.alone ? Theme.control : Math.round(Theme.control * (root.options.length < 4 ? 1.6 : 1.25)), implicitContentHeight + topPadding + bottomPadding)
            leftPadding: 32
            objectName: "choice-" + root.fieldKey + "-" + option.modelData.value
            rightPadding: 28
            text: option.modelData.label
            topPadding: 20

            Accessible.checkable: true
            Accessible.checked: option.picked
            Accessible.name: option.text
            Accessible.role: Accessible.RadioButton

            background: Rectangle {
                border.color: option.picked || option.visualFocus ? Theme.brand : Theme.line
                border.width: option.picked || option.visualFocus ? 5 : Theme.hairline
                color: option.picked || option.down ? Theme.brandTint : Theme.card
                radius: Theme.radius
            }
            contentItem: RowLayout {
                spacing: 20

                Words {
                    Layout.fillWidth: true
                    font.bold: option.picked
                    font.pixelSize: root.alone ? Math.round(Theme.strong * 1.1) : Theme.strong
                    text: option.text
                }
                Sign {
                    color: Theme.brand
                    opacity: option.picked ? 1 : 0
                    side: 48
                }
            }

            onClicked: root.picked(option.modelData.value)
        }
    }
}
