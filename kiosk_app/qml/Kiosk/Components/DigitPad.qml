pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// Ten digits, clear and erase, large enough for any finger; a full number takes no more digits.
GridLayout {
    id: root

    property bool full: false
    // A wide screen is low: all four rows are in sight at every text size.
    readonly property int figure: Theme.portrait ? Theme.page : Math.min(Theme.page, 60)

    signal typed(string digit)
    signal erased
    signal cleared

    columnSpacing: 20
    columns: 3
    rowSpacing: Theme.portrait ? 20 : 16
    uniformCellWidths: true

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

        KioskButton {
            required property string modelData

            Layout.fillWidth: true
            enabled: !root.full
            implicitHeight: Math.max(Theme.portrait ? 148 : 112, implicitContentHeight + 24)
            objectName: "digit-" + modelData
            text: modelData
            textSize: root.figure
            tone: "quiet"

            onClicked: root.typed(modelData)
        }
    }
    KioskButton {
        Layout.fillWidth: true
        implicitHeight: Math.max(Theme.portrait ? 148 : 112, implicitContentHeight + 24)
        leftPadding: 8
        objectName: "digitsClear"
        text: qsTr("清空")
        textSize: Theme.portrait ? Theme.strong : Theme.roomy ? Theme.body : Theme.small

        onClicked: root.cleared()
    }
    KioskButton {
        Layout.fillWidth: true
        enabled: !root.full
        implicitHeight: Math.max(Theme.portrait ? 148 : 112, implicitContentHeight + 24)
        objectName: "digit-0"
        text: "0"
        textSize: root.figure

        onClicked: root.typed("0")
    }
    KioskButton {
        Layout.fillWidth: true
        implicitHeight: Math.max(Theme.portrait ? 148 : 112, implicitContentHeight + 24)
        leftPadding: 8
        objectName: "digitsErase"
        text: qsTr("删除")
        textSize: Theme.portrait ? Theme.strong : Theme.roomy ? Theme.body : Theme.small

        onClicked: root.erased()
    }
}
