pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Kiosk.Style

// Tones: brand (the next act), quiet, warn (help), line (beside a brand one), plain (navigation).
T.AbstractButton {
    id: root

    property string tone: "quiet"
    property int textSize: Theme.strong
    property bool emphasized: root.tone === "brand"
    // What is quiet recedes into the page when it can't be pressed, as the digits of a full number do.
    readonly property color fill: !root.enabled ? (root.tone === "quiet" ? "transparent" : Theme.disabled) : root.tone === "brand" ? Theme.brand : root.tone === "warn" ? Theme.warnTint : root.tone === "quiet" ? Theme.quiet : root.tone === "line" ? Theme.card : "transparent"
    readonly property color label: !root.enabled ? (root.tone === "quiet" ? Theme.soft : Theme.onDisabled) : root.tone === "brand" ? Theme.onBrand : root.tone === "warn" ? Theme.warn : root.tone === "quiet" ? Theme.ink : Theme.brand
    // In strong contrast no colour tells that a button can't be pressed.
    readonly property bool fades: !root.enabled && Theme.strongContrast
    readonly property bool outlined: root.tone === "line" || (Theme.strongContrast && root.tone !== "plain")

    bottomPadding: 12
    focusPolicy: Qt.StrongFocus
    implicitHeight: Math.max(Theme.control, implicitContentHeight + topPadding + bottomPadding)
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    leftPadding: root.tone === "plain" ? 12 : Theme.roomy ? 40 : 24
    rightPadding: leftPadding
    topPadding: 12

    Accessible.name: text
    Accessible.role: Accessible.Button

    background: Rectangle {
        border.color: root.visualFocus ? Theme.ink : root.tone === "line" ? Theme.brand : Theme.line
        border.width: root.visualFocus ? 5 : root.fades ? 1 : root.outlined ? Theme.hairline : 0
        color: root.fill
        opacity: root.down ? 0.82 : 1
        radius: Theme.radius
    }
    contentItem: Words {
        color: root.label
        font.bold: root.emphasized
        font.pixelSize: root.textSize
        horizontalAlignment: Text.AlignHCenter
        opacity: root.fades ? 0.6 : 1
        text: root.text
        verticalAlignment: Text.AlignVCenter
        wrapMode: Text.WordWrap
    }
}
