pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Kiosk.Style

// A line of a checklist: done, now, or to come.
T.AbstractButton {
    id: root

    required property string phase
    required property string order
    required property string name
    required property string note
    readonly property bool oneLine: Theme.portrait && Theme.roomy

    Layout.fillWidth: true
    bottomPadding: root.oneLine ? 12 : 16
    focusPolicy: Qt.NoFocus
    implicitHeight: Math.max(88, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: 28
    rightPadding: 28
    text: root.name
    topPadding: bottomPadding

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
        spacing: 24

        Sign {
            color: root.phase === "done" ? Theme.goodShape : root.phase === "now" ? Theme.brand : Theme.quiet
            ink: root.phase === "todo" ? Theme.ink : Theme.onBrand
            mark: root.phase === "done" ? "tick" : "number"
            number: root.order
            side: 52
        }
        GridLayout {
            Layout.fillWidth: true
            columnSpacing: 24
            columns: root.oneLine ? 2 : 1
            rowSpacing: 0

            Words {
                Layout.fillWidth: true
                Layout.preferredWidth: 10
                font.bold: true
                font.pixelSize: Theme.strong
                text: root.name
            }
            Words {
                Layout.fillWidth: true
                Layout.preferredWidth: 9
                color: Theme.soft
                font.pixelSize: Theme.small
                horizontalAlignment: root.oneLine ? Text.AlignRight : Text.AlignLeft
                text: root.note
                visible: text !== ""
            }
        }
    }
}
