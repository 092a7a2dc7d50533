pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// What would you like to do: search, the card, and every matter as a tile.
ScreenFrame {
    id: root

    required property HomeViewModel viewModel
    readonly property bool showsAll: !root.viewModel.searching || results.count === 0

    bodySpacing: Theme.portrait ? 24 : 16
    leadWidth: Theme.roomy ? 700 : 760

    lead: [
        BrushTitle {
            Layout.fillWidth: true
            font.pixelSize: Theme.portrait ? Theme.greeting : Math.round(Theme.greeting * 0.85)
            text: root.viewModel.greeting
        },
        SearchField {
            Layout.fillWidth: true
            Layout.topMargin: 12
            objectName: "search"
            placeholder: qsTr("要办的事，拼音首字母都行")
            searched: root.viewModel.searched

            onEdited: words => root.viewModel.search(words)
        },
        CardInvitation {
            Layout.fillHeight: !Theme.portrait
            Layout.fillWidth: true
            Layout.maximumHeight: Theme.portrait ? -1 : 560
            Layout.topMargin: 8
            cardState: root.viewModel.cardState
            note: root.viewModel.cardNote
            objectName: "startWithCard"
            text: root.viewModel.cardTitle
            visible: !root.viewModel.searching || !Theme.portrait

            onClicked: root.viewModel.showWhereTheCardGoes()
        },
        KioskButton {
            Layout.fillWidth: true
            objectName: "resumeDraft"
            text: qsTr("有草稿条？继续办理")
            tone: "line"
            visible: !root.viewModel.searching || !Theme.portrait

            onClicked: root.shell.resumeDraft()
        },
        Banner {
            text: root.viewModel.notice
            visible: text !== "" && (!root.viewModel.searching || !Theme.portrait)
        }
    ]

    SectionTitle {
        text: root.viewModel.resultsTitle
        visible: root.viewModel.searching
    }
    TileGrid {
        id: results

        Layout.fillWidth: true
        columns: 1
        emblemSide: 96
        prefix: "result"
        entries: root.viewModel.results
        visible: root.viewModel.searching && count > 0

        onChosen: code => root.viewModel.choose(code)
    }
    SectionTitle {
        text: qsTr("一件事一次办")
        visible: services.count > 0 && root.showsAll
    }
    TileGrid {
        id: services

        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Math.max(implicitHeight, Math.ceil(count / columns) * 240)
        emblemSide: Theme.portrait ? 124 : 92
        entries: root.viewModel.services
        tallest: 240
        visible: count > 0 && root.showsAll

        onChosen: code => root.viewModel.choose(code)
    }
    SectionTitle {
        text: qsTr("单个事项")
        visible: items.count > 0 && root.showsAll
    }
    TileGrid {
        id: items

        Layout.fillHeight: true
        Layout.fillWidth: true
        emblemSide: Theme.portrait ? 96 : 84
        entries: root.viewModel.items
        tallest: 210
        visible: count > 0 && root.showsAll

        onChosen: code => root.viewModel.choose(code)
    }
    Item {
        Layout.fillHeight: true
        visible: !root.showsAll
    }
}
