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
    leftPadding: Theme.portrait ? 48 : 40
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
    contentItem: GridLayout {
        columnSpacing: 24
        columns: Theme.portrait ? 2 : 1
        rowSpacing: 16

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 12

            Words {
                Layout.fillWidth: true
                color: root.out ? Theme.warn : Theme.onBrand
                font.bold: true
                font.pixelSize: Theme.portrait ? Math.round(Theme.title * 1.15) : Theme.title
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
            Layout.alignment: Theme.portrait ? Qt.AlignVCenter : Qt.AlignRight | Qt.AlignBottom
            Layout.preferredHeight: Theme.portrait ? 142 : 186
            Layout.preferredWidth: Theme.portrait ? 224 : 294
            rotation: -5
            visible: !root.out && (Theme.portrait || Theme.roomy)
        }
    }
}
