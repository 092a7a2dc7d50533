pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// Tiles in equal columns that share the height there is.
GridLayout {
    id: root

    required property QtObject entries
    property string prefix: "matter"
    property int emblemSide: 108
    property int tallest: 220
    readonly property int count: repeater.count

    signal chosen(string code)

    columnSpacing: Theme.portrait ? Theme.gap : 20
    columns: Theme.roomy ? 2 : 1
    rowSpacing: columnSpacing
    uniformCellWidths: true

    Repeater {
        id: repeater

        model: root.entries

        Tile {
            required property string key

            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.maximumHeight: Math.max(root.tallest, implicitHeight)
            emblemSide: root.emblemSide
            objectName: root.prefix + "-" + key

            onClicked: root.chosen(key)
        }
    }
}
