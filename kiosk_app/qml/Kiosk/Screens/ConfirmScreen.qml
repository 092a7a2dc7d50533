pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Models
import Kiosk.Style

// The declaration and what becomes of the data; one touch agrees, the next hands in.
ScreenFrame {
    id: root

    required property ConfirmViewModel viewModel

    acts: [
        KioskButton {
            Layout.fillWidth: true
            Layout.preferredWidth: Math.max(380, implicitWidth)
            enabled: root.viewModel.agreed && !root.viewModel.sealing
            objectName: "submit"
            text: qsTr("确认提交")
            textSize: Theme.title
            tone: "brand"

            onClicked: root.viewModel.submit()
        }
    ]
    lead: [
        BrushTitle {
            Layout.fillWidth: true
            text: root.viewModel.title
        },
        Words {
            Layout.fillWidth: true
            font.bold: true
            font.pixelSize: Theme.strong
            text: root.viewModel.summary
        },
        Words {
            Layout.fillWidth: true
            color: Theme.soft
            font.pixelSize: Theme.strong
            text: root.viewModel.who
        }
    ]
    tail: [
        Item {
            Layout.fillHeight: !Theme.portrait
        },
        AgreeBox {
            Layout.fillWidth: true
            agreed: root.viewModel.agreed
            objectName: "agree"
            text: root.viewModel.agreeLabel

            onClicked: root.viewModel.toggleAgreed()
        }
    ]

    Statement {
        entries: root.viewModel.promises
        title: qsTr("我声明")
    }
    Statement {
        entries: root.viewModel.privacy
        title: qsTr("您的信息怎么用")
    }
    Item {
        Layout.fillHeight: true
    }
}
