pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Styles
import Kiosk.Style

// The on-screen keyboard on our paper: tall keys, ink on white, candidates large enough for a thumb.
KeyboardStyle {
    id: root

    readonly property real grain: root.scaleHint * 1.0

    alternateKeysListBackground: Rectangle {
        border.color: Theme.line
        border.width: 2
        color: Theme.paper
        radius: 12
    }
    alternateKeysListDelegate: Item {
        id: alternate

        required property string text

        height: root.alternateKeysListItemHeight
        width: root.alternateKeysListItemWidth

        Text {
            anchors.centerIn: parent
            color: Theme.ink
            font.family: Theme.sans
            font.pixelSize: 40
            text: alternate.text
        }
    }
    alternateKeysListHighlight: Rectangle {
        color: Theme.brandTint
        radius: 12
    }
    alternateKeysListItemHeight: 96
    alternateKeysListItemWidth: 88
    backspaceKeyPanel: WordKey {
        label: qsTr("删除")
    }
    enterKeyPanel: WordKey {
        filled: true
        label: qsTr("好了")
    }
    handwritingKeyPanel: WordKey {
        label: qsTr("手写")
    }
    hideKeyPanel: WordKey {
        label: qsTr("收起")
    }
    keyPanel: LetterKey {}
    keyboardBackground: Rectangle {
        color: Theme.footer
    }
    keyboardDesignHeight: 1000
    keyboardDesignWidth: 2560
    keyboardRelativeBottomMargin: 0.02
    keyboardRelativeLeftMargin: 0.006
    keyboardRelativeRightMargin: 0.006
    keyboardRelativeTopMargin: 0.02
    languageKeyPanel: WordKey {
        label: qsTr("中/英")
    }
    modeKeyPanel: LetterKey {}
    navigationHighlight: Rectangle {
        border.color: Theme.brand
        border.width: 5
        color: "transparent"
    }
    popupListBackground: Rectangle {
        border.color: Theme.line
        border.width: 2
        color: Theme.card
    }
    popupListDelegate: Candidate {}
    popupListHighlight: Rectangle {
        color: Theme.brandTint
    }
    selectionListBackground: Rectangle {
        color: Theme.card

        Rectangle {
            anchors.bottom: parent.bottom
            color: Theme.line
            height: 2
            width: parent.width
        }
    }
    selectionListDelegate: Candidate {}
    selectionListHeight: 96
    selectionListHighlight: Rectangle {
        color: Theme.brandTint
    }
    shiftKeyPanel: WordKey {
        filled: InputContext.capsLockActive || InputContext.shiftActive
        label: qsTr("大写")
    }
    spaceKeyPanel: WordKey {
        label: control ? control.displayText : ""
        plain: true
    }
    symbolKeyPanel: WordKey {
        label: control ? control.displayText : ""
    }
}
