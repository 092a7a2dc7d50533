pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

Rectangle {
    id: root

    default property alias content: column.data
    property int padding: 36
    property alias spacing: column.spacing

    Layout.fillWidth: true
    border.color: Theme.line
    border.width: Theme.hairline
    color: Theme.card
    implicitHeight: column.implicitHeight + root.padding * 2
    implicitWidth: column.implicitWidth + root.padding * 2
    radius: Theme.radius

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.margins: root.padding
        spacing: 12
    }
}
