pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// What happened, what is kept, what to do now. A code may stand small beneath.
Rectangle {
    id: root

    property string tone: "warn"
    property string title: ""
    property string text: ""
    property string code: ""
    property string number: ""
    default property alias extra: column.data
    readonly property color ink: root.tone === "bad" ? Theme.bad : root.tone === "good" ? Theme.good : root.tone === "warn" ? Theme.warn : Theme.brand

    Layout.fillWidth: true
    border.color: root.ink
    border.width: Theme.strongContrast ? Theme.hairline : 0
    color: root.tone === "bad" ? Theme.badTint : root.tone === "warn" ? Theme.warnTint : Theme.brandTint
    implicitHeight: row.implicitHeight + 56
    radius: Theme.radius

    Accessible.name: root.title + " " + root.text
    Accessible.role: Accessible.AlertMessage

    RowLayout {
        id: row

        anchors.left: parent.left
        anchors.margins: 32
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: 24

        Sign {
            Layout.alignment: Qt.AlignTop
            color: root.tone === "bad" ? Theme.bad : root.tone === "good" ? Theme.goodShape : root.tone === "warn" ? Theme.warnShape : Theme.brand
            ink: root.tone === "warn" ? Theme.onWarnShape : Theme.onBrand
            mark: root.tone === "good" ? "tick" : root.tone === "brand" || root.number !== "" ? "number" : "alert"
            number: root.number !== "" ? root.number : "…"
        }
        ColumnLayout {
            id: column

            Layout.fillWidth: true
            spacing: 8

            Words {
                Layout.fillWidth: true
                color: root.ink
                font.bold: true
                font.pixelSize: Theme.strong
                text: root.title
                visible: root.title !== ""
            }
            Words {
                Layout.fillWidth: true
                text: root.text
                visible: root.text !== ""
            }
            Words {
                Layout.fillWidth: true
                font.pixelSize: Theme.small
                text: root.code
                visible: root.code !== ""
            }
        }
    }
}
