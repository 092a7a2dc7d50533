pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Kiosk.Style

// One page of the material, small; the one on the stage is framed.
T.AbstractButton {
    id: root

    required property string number
    required property string image
    required property bool good
    required property bool shown

    focusPolicy: Qt.StrongFocus
    implicitHeight: 140
    implicitWidth: 108
    text: qsTr("第 %1 页").arg(root.number)

    Accessible.name: root.text
    Accessible.role: Accessible.Button

    background: Rectangle {
        border.color: root.shown ? Theme.brand : Theme.line
        border.width: root.shown ? 6 : Theme.hairline
        color: Theme.card
        radius: 12
    }
    contentItem: Item {
        Image {
            anchors.fill: parent
            anchors.margins: 12
            cache: false
            fillMode: Image.PreserveAspectFit
            mipmap: true
            source: root.image
            sourceSize.height: 320

            Accessible.ignored: true
        }
        Sign {
            anchors.bottom: parent.bottom
            anchors.margins: 8
            anchors.right: parent.right
            color: root.good ? Theme.goodShape : Theme.warnShape
            ink: root.good ? Theme.onBrand : Theme.onWarnShape
            mark: root.good ? "tick" : "alert"
            side: 40
        }
    }
}
