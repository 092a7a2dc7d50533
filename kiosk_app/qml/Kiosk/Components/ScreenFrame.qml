pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Models
import Kiosk.Style

// The composition of every screen. Portrait: lead, body, tail. Landscape: lead and tail on the left, body on the right.
// The acts stand at the bottom right, beneath what they end; what does not fit scrolls, but in landscape the body stays in
// sight beside a longer lead.
Item {
    id: root

    required property ShellViewModel shell
    property alias lead: leadColumn.data
    default property alias body: bodyColumn.data
    property alias tail: tailColumn.data
    property alias acts: actRow.data
    property alias helpFirst: bottomBar.helpFirst
    property alias bodySpacing: bodyColumn.spacing
    property int leadWidth: Theme.roomy ? 600 : 700
    // Acts that find no room beside each other: the last one takes a line of its own.
    readonly property bool actsWrap: Theme.portrait && actRow.wanted > actRow.width
    readonly property bool hasActs: actRow.children.length > 0
    readonly property bool hasLead: leadColumn.children.length > 0
    readonly property bool hasTail: tailColumn.children.length > 0
    readonly property Translate beside: Translate {
        readonly property real unseen: Math.max(0, bodyColumn.height - scroller.viewHeight)

        y: Theme.portrait ? 0 : Math.max(0, Math.min(grid.height - bodyColumn.height, scroller.contentY - unseen))
    }

    function reveal(item: Item): void {
        scroller.reveal(item);
    }
    function toTop(): void {
        scroller.toTop();
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        TopBar {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.margin
            Layout.rightMargin: Theme.margin
            Layout.topMargin: 28
            shell: root.shell
            visible: !Theme.cramped
        }
        Scroller {
            id: scroller

            Layout.bottomMargin: 24
            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.leftMargin: Theme.margin
            Layout.rightMargin: Theme.margin - 28
            Layout.topMargin: Theme.portrait ? 36 : 24

            GridLayout {
                id: grid

                columnSpacing: 64
                columns: Theme.portrait ? 1 : 2
                height: Math.max(scroller.roomHeight, implicitHeight)
                rowSpacing: 32
                width: scroller.width - 28

                ColumnLayout {
                    id: leadColumn

                    Layout.alignment: Qt.AlignTop
                    Layout.column: 0
                    Layout.fillHeight: !Theme.portrait && !root.hasTail
                    Layout.fillWidth: Theme.portrait
                    Layout.maximumWidth: Theme.portrait ? -1 : root.leadWidth
                    Layout.preferredWidth: Theme.portrait ? -1 : root.leadWidth
                    Layout.row: 0
                    spacing: 20
                    visible: root.hasLead
                }
                ColumnLayout {
                    id: bodyColumn

                    Layout.alignment: Qt.AlignTop
                    Layout.column: Theme.portrait ? 0 : 1
                    Layout.fillHeight: true
                    Layout.fillWidth: true
                    Layout.maximumHeight: Theme.portrait ? -1 : Math.max(scroller.viewHeight, implicitHeight)
                    Layout.row: Theme.portrait ? 1 : 0
                    Layout.rowSpan: Theme.portrait ? 1 : 2
                    spacing: Theme.gap
                    transform: root.beside
                }
                ColumnLayout {
                    id: tailColumn

                    Layout.alignment: Qt.AlignTop
                    Layout.column: 0
                    Layout.fillHeight: !Theme.portrait
                    Layout.fillWidth: Theme.portrait
                    Layout.maximumWidth: Theme.portrait ? -1 : root.leadWidth
                    Layout.preferredWidth: Theme.portrait ? -1 : root.leadWidth
                    Layout.row: Theme.portrait ? 2 : 1
                    spacing: 16
                    visible: root.hasTail
                }
            }
        }
        Item {
            id: portraitSlot

            Layout.bottomMargin: 32
            Layout.fillWidth: true
            Layout.leftMargin: Theme.margin
            Layout.rightMargin: Theme.margin
            implicitHeight: actRow.implicitHeight
            visible: Theme.portrait && root.hasActs
        }
        BottomBar {
            id: bottomBar

            Layout.fillWidth: true
            actsHeight: actRow.implicitHeight
            actsWidth: Theme.portrait || !root.hasActs ? 0 : actRow.implicitWidth
            shell: root.shell
            visible: !Theme.cramped
        }
    }
    GridLayout {
        id: actRow

        readonly property var shown: Array.from(actRow.children).filter(act => act.visible)
        readonly property real wanted: actRow.shown.reduce((sum, act) => sum + act.implicitWidth + columnSpacing, -columnSpacing)

        anchors.fill: parent
        columnSpacing: Theme.gap
        columns: !root.actsWrap ? Math.max(1, actRow.children.length) : actRow.shown.length > 2 ? 2 : 1
        parent: Theme.portrait ? portraitSlot : bottomBar.slot
        rowSpacing: 16
    }
}
