pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Models
import Kiosk.Style

// Always there: a person to ask and honest device states. Landscape keeps a place beside them for the screen's acts.
Rectangle {
    id: root

    required property ShellViewModel shell
    // Help is the next act: nothing goes on without it.
    property bool helpFirst: false
    property real actsWidth: 0
    property real actsHeight: 0
    readonly property Item slot: place

    color: Theme.footer
    implicitHeight: row.implicitHeight + (Theme.portrait ? 40 : 36)

    Rectangle {
        color: Theme.line
        height: Theme.strongContrast ? Theme.hairline : 0
        width: parent.width
    }
    RowLayout {
        id: row

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap

        KioskButton {
            id: help

            implicitHeight: Math.max(88, implicitContentHeight + 24)
            leftPadding: 36
            objectName: "help"
            text: qsTr("请人帮忙")
            textSize: Theme.body
            tone: root.helpFirst ? "brand" : "warn"

            onClicked: root.shell.openOverlay("help")
        }
        DeviceStates {
            Layout.leftMargin: 12
            allWell: root.shell.allWell
            entries: root.shell.devices
            room: place.visible ? row.width - help.implicitWidth - root.actsWidth - 12 - 3 * row.spacing : Infinity
        }
        Item {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
        Words {
            font.pixelSize: Theme.body
            text: qsTr("咨询 %1").arg(root.shell.hotline)
            visible: !place.visible
            wrapMode: Text.NoWrap
        }
        Item {
            id: place

            Layout.fillWidth: true
            Layout.maximumWidth: root.actsWidth
            implicitHeight: root.actsHeight
            implicitWidth: root.actsWidth
            visible: root.actsWidth > 0
        }
    }
}
