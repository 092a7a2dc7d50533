pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// A sheet over the screen; what lies beneath can't be touched. At the bottom where thumbs are, centred when wide.
Item {
    id: root

    default property alias content: column.data
    property alias acts: actRow.data
    property string title: ""
    property string tone: "brand"

    signal dismissed

    Rectangle {
        anchors.fill: parent
        color: "#000000"
        opacity: 0.5
    }
    MouseArea {
        anchors.fill: parent

        onClicked: root.dismissed()
    }
    Rectangle {
        id: panel

        anchors.bottom: Theme.portrait ? parent.bottom : undefined
        anchors.bottomMargin: Theme.portrait ? 32 : 0
        anchors.centerIn: Theme.portrait ? undefined : parent
        anchors.horizontalCenter: Theme.portrait ? parent.horizontalCenter : undefined
        border.color: Theme.line
        border.width: Theme.hairline
        color: Theme.paper
        height: Math.min(root.height - 64, inside.implicitHeight + 104)
        radius: 32
        width: Math.min(root.width - 64, 1180)

        MouseArea {
            anchors.fill: parent
        }
        ColumnLayout {
            id: inside

            anchors.fill: parent
            anchors.margins: 52
            spacing: 28

            BrushTitle {
                Layout.fillWidth: true
                color: root.tone === "bad" ? Theme.bad : Theme.brand
                objectName: "sheetTitle"
                text: root.title
            }
            Scroller {
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.rightMargin: -28 // the bar that tells of more stands beside the content
                implicitHeight: column.implicitHeight

                ColumnLayout {
                    id: column

                    spacing: Theme.gap
                    width: panel.width - 104
                }
            }
            // Beside each other where each stays on one line, else beneath each other.
            GridLayout {
                id: actRow

                readonly property var shown: Array.from(actRow.children).filter(act => act.visible)
                readonly property real wanted: actRow.shown.reduce((sum, act) => sum + act.implicitWidth + columnSpacing, -columnSpacing)

                Layout.fillWidth: true
                columnSpacing: Theme.gap
                columns: actRow.wanted <= inside.width ? Math.max(1, actRow.children.length) : actRow.shown.length > 2 ? 2 : 1
                rowSpacing: 16
            }
        }
    }
}
