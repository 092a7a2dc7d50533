pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Style

// Values on offer, one touch away.
Flow {
    id: root

    required property string fieldKey
    required property var entries

    signal picked(string value)

    spacing: 16
    visible: root.entries.length > 0

    Repeater {
        model: root.entries

        KioskButton {
            required property var modelData

            implicitHeight: Math.max(92, implicitContentHeight + 24)
            leftPadding: 36
            objectName: "suggest-" + root.fieldKey + "-" + modelData.key
            text: modelData.label
            textSize: Theme.body
            tone: "line"
            width: Math.min(implicitWidth, root.width)

            onClicked: root.picked(modelData.value)
        }
    }
}
