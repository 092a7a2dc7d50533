pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

Words {
    Layout.fillWidth: true
    font.bold: true
    font.pixelSize: Theme.title

    Accessible.name: text
    Accessible.role: Accessible.Heading
}
