pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Kiosk.Style

// A matter as a tile: emblem, name, a short line, and where it is done when not here.
T.AbstractButton {
    id: root

    required property string name
    required property string note
    required property string emblem
    required property string colour
    required property string badge
    property int emblemSide: 108
    readonly property bool wide: root.width > 700
    readonly property bool badgeAlone: root.badge !== "" && !root.wide

    bottomPadding: Theme.portrait ? 24 : 12
    focusPolicy: Qt.StrongFocus
    implicitHeight: Math.max(Theme.portrait ? 150 : 118, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: 28
    rightPadding: 24
    text: root.name
    topPadding: bottomPadding

    Accessible.description: root.badge === "" ? root.note : root.note + "，" + root.badge
    Accessible.name: root.name
    Accessible.role: Accessible.Button

    background: Rectangle {
        border.color: root.visualFocus ? Theme.brand : Theme.line
        border.width: root.visualFocus ? 5 : Theme.hairline
        color: root.down ? Theme.brandTint : Theme.card
        radius: Theme.radius
    }
    contentItem: RowLayout {
        spacing: 24

        Emblem {
            hanzi: root.emblem
            side: root.emblemSide
            tone: root.colour
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 4

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
                visible: text !== "" && !root.badgeAlone
            }
            Words {
                Layout.fillWidth: true
                color: Theme.warn
                font.bold: true
                font.pixelSize: Theme.small
                text: root.badge
                visible: root.badgeAlone
            }
        }
        Words {
            color: Theme.warn
            font.bold: true
            font.pixelSize: Theme.body
            text: root.badge
            visible: root.badge !== "" && root.wide
            wrapMode: Text.NoWrap
        }
    }
}
