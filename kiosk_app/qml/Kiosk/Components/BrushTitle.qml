pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

Text {
    color: Theme.brand
    font.bold: true
    font.family: Theme.brush
    font.pixelSize: Theme.page
    lineHeight: 1.1
    textFormat: Text.PlainText
    wrapMode: Text.Wrap

    Accessible.name: text
    Accessible.role: Accessible.Heading
}
