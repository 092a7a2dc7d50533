pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// Take your card and papers; then everything is wiped.
ScreenFrame {
    id: root

    required property GoodbyeViewModel viewModel

    Item {
        Layout.fillHeight: true
        Layout.preferredHeight: 1
    }
    Item {
        Layout.alignment: Qt.AlignHCenter
        Layout.preferredHeight: 330 * picture.scale
        Layout.preferredWidth: 560 * picture.scale

        Item {
            id: picture

            height: 330
            scale: Theme.portrait ? 1.5 : 1
            transformOrigin: Item.TopLeft
            width: 560

            Rectangle {
                border.color: Theme.line
                border.width: Theme.hairline
                color: Theme.card
                height: 290
                radius: 12
                rotation: 7
                visible: !root.viewModel.cardLeft
                width: 190
                x: 330
                y: 10

                Column {
                    anchors.fill: parent
                    anchors.margins: 24
                    spacing: 16

                    Repeater {
                        model: [1, 0.7, 0.9, 0.5, 0.8]

                        Rectangle {
                            required property real modelData

                            color: Theme.line
                            height: 10
                            radius: 5
                            width: 142 * modelData
                        }
                    }
                }
            }
            CardPicture {
                height: 240
                rotation: -6
                width: 380
                x: root.viewModel.cardLeft ? 90 : 30
                y: 50
            }
        }
    }
    BrushTitle {
        Layout.fillWidth: true
        Layout.topMargin: 32
        color: root.viewModel.cardLeft ? Theme.bad : Theme.brand
        font.pixelSize: Math.round(Theme.page * 1.3)
        horizontalAlignment: Text.AlignHCenter
        objectName: "goodbyeTitle"
        text: root.viewModel.title
    }
    Words {
        Layout.fillWidth: true
        Layout.topMargin: 16
        font.pixelSize: Theme.strong
        horizontalAlignment: Text.AlignHCenter
        text: root.viewModel.text
    }
    Item {
        Layout.fillHeight: true
        Layout.preferredHeight: Theme.portrait ? 1.4 : 1
    }
}
