pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

Text {
    color: Theme.ink
    font.family: Theme.sans
    font.pixelSize: Theme.body
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
}
