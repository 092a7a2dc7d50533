pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Kiosk.Style

// Lay the card, start at once. When the reader is out it says so instead.
T.AbstractButton {
    id: root

    required property string cardState
    required property string note
    readonly property bool out: root.cardState === "out"

    bottomPadding: 36
    enabled: !root.out
    focusPolicy: Qt.StrongFocus
    implicitHeight: Math.max(Theme.portrait ? 236 : 240, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: 48
    rightPadding: 40
    topPadding: 36

    Accessible.description: root.note
    Accessible.name: root.text
    Accessible.role: Accessible.Button

    background: Rectangle {
        border.color: root.out ? Theme.warn : root.visualFocus ? Theme.ink : Theme.line
        border.width: root.visualFocus ? 5 : Theme.strongContrast ? Theme.hairline : 0
        color: root.out ? Theme.warnTint : Theme.brand
        opacity: root.down ? 0.85 : 1
        radius: 28
    }
    contentItem: RowLayout {
        spacing: 32

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 12

            Words {
                Layout.fillWidth: true
                color: root.out ? Theme.warn : Theme.onBrand
                font.bold: true
                font.pixelSize: Math.round(Theme.title * 1.15)
                text: root.text
            }
            Words {
                Layout.fillWidth: true
                color: root.out ? Theme.ink : Theme.onBrandSoft
                font.pixelSize: Theme.body
                text: root.note
            }
        }
        CardPicture {
            Layout.preferredHeight: 142
            Layout.preferredWidth: 224
            rotation: -5
            visible: !root.out
        }
    }
}
