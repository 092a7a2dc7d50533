pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Kiosk.Style

// A large box to tick.
T.AbstractButton {
    id: root

    required property bool agreed

    bottomPadding: 28
    focusPolicy: Qt.StrongFocus
    implicitHeight: Math.max(140, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: 32
    rightPadding: 32
    topPadding: 28

    Accessible.checkable: true
    Accessible.checked: root.agreed
    Accessible.name: root.text
    Accessible.role: Accessible.CheckBox

    background: Rectangle {
        border.color: Theme.brand
        border.width: root.agreed || root.visualFocus ? 5 : 3
        color: root.agreed ? Theme.brandTint : Theme.card
        radius: Theme.radius
    }
    contentItem: RowLayout {
        spacing: 28

        Rectangle {
            Layout.preferredHeight: 72
            Layout.preferredWidth: 72
            border.color: Theme.brand
            border.width: 4
            color: root.agreed ? Theme.brand : Theme.card
            radius: 16

            Sign {
                anchors.centerIn: parent
                border.width: 0
                color: Theme.brand
                side: 60
                visible: root.agreed
            }
        }
        Words {
            Layout.fillWidth: true
            font.bold: true
            font.pixelSize: Theme.strong
            text: root.text
        }
    }
}
