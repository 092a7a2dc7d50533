pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// A label over or beside its value.
GridLayout {
    id: root

    required property string label
    required property string value
    property string source: ""
    property bool beside: Theme.roomy
    property int labelWidth: 190
    property int size: Theme.body

    Layout.fillWidth: true
    columnSpacing: 24
    columns: root.beside ? 2 : 1
    rowSpacing: 2

    Words {
        Layout.alignment: Qt.AlignTop
        Layout.fillWidth: !root.beside
        Layout.maximumWidth: root.beside ? root.labelWidth : -1
        Layout.preferredWidth: root.beside ? root.labelWidth : -1
        color: Theme.soft
        font.pixelSize: root.size
        text: root.label
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: 16

        Words {
            Layout.alignment: Qt.AlignTop
            Layout.fillWidth: true
            font.bold: true
            font.pixelSize: root.size
            text: root.value
        }
        Words {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: 4
            color: Theme.brand
            font.pixelSize: Theme.small
            text: root.source
            visible: root.source !== ""
            wrapMode: Text.NoWrap
        }
    }
}
