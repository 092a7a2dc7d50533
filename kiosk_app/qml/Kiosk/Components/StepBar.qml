pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Style

// How far along: one bar a step, filled as it goes, the present one in bold.
RowLayout {
    id: root

    required property QtObject entries
    readonly property int count: repeater.count

    spacing: 12
    uniformCellSizes: true

    Repeater {
        id: repeater

        model: root.entries

        ColumnLayout {
            id: step

            required property string label
            required property real fill
            required property bool now

            Layout.fillWidth: true
            spacing: 10

            Rectangle {
                Layout.fillWidth: true
                border.color: Theme.line
                border.width: Theme.strongContrast ? Theme.hairline : 0
                color: Theme.strongContrast ? Theme.card : Theme.line
                implicitHeight: 12
                radius: 6

                Rectangle {
                    color: Theme.brand
                    height: parent.height
                    radius: 6
                    width: parent.width * step.fill

                    Behavior on width {
                        NumberAnimation {
                            duration: Theme.motion
                        }
                    }
                }
            }
            Words {
                Layout.fillWidth: true
                color: step.now ? Theme.ink : Theme.soft
                font.bold: step.now
                font.pixelSize: Theme.small
                text: step.label
            }
        }
    }
}
