pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Kiosk.Style

// A line of a checklist: done, now, or to come.
T.AbstractButton {
    id: root

    required property string phase
    property string order: ""
    property string name: ""
    property string note: ""

    Layout.fillWidth: true
    bottomPadding: 18
    focusPolicy: Qt.NoFocus
    implicitHeight: Math.max(112, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: 28
    rightPadding: 28
    text: root.name
    topPadding: 18

    Accessible.description: root.note
    Accessible.name: root.name
    Accessible.role: Accessible.ListItem

    background: Rectangle {
        border.color: root.phase === "now" ? Theme.brand : Theme.line
        border.width: root.phase === "now" ? 4 : Theme.hairline
        color: root.down ? Theme.brandTint : Theme.card
        radius: 20
    }
    contentItem: RowLayout {
        spacing: 28

        Sign {
            color: root.phase === "done" ? Theme.goodShape : root.phase === "now" ? Theme.brand : Theme.quiet
            ink: root.phase === "todo" ? Theme.ink : Theme.onBrand
            mark: root.phase === "done" ? "tick" : "number"
            number: root.order
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Words {
                Layout.fillWidth: true
                font.bold: true
                font.pixelSize: Theme.strong
                text: root.name
            }
            Words {
                Layout.fillWidth: true
                color: Theme.soft
                font.pixelSize: Theme.small
                text: root.note
                visible: text !== ""
            }
        }
    }
}
