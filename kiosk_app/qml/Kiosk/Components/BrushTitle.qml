pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// A title that is a little too long for its line is set a little smaller: one character on a line of its own reads badly.
// One of several lines is set in two where it can be: it leaves room for what it is the title of.
Text {
    id: root

    property int size: Theme.page
    property int fitted: root.size
    readonly property real lines: root.width > 0 ? whole.advanceWidth / root.width : 1

    function fit(): void {
        const share = root.lines > 1.9 ? Math.max(0.66, 1.8 / root.lines) : root.lines > 1 && root.lines < 1.2 ? 0.98 / root.lines : 1;
        root.fitted = Math.floor(share * root.size);
    }

    color: Theme.brand
    font.bold: true
    font.family: Theme.brush
    font.pixelSize: root.fitted
    lineHeight: 1.1
    textFormat: Text.PlainText
    wrapMode: Text.Wrap

    Accessible.name: text
    Accessible.role: Accessible.Heading

    // Not while a layout still places it.
    onLinesChanged: Qt.callLater(root.fit)
    onSizeChanged: Qt.callLater(root.fit)

    TextMetrics {
        id: whole

        font.bold: true
        font.family: Theme.brush
        font.pixelSize: root.size
        text: root.text
    }
}
