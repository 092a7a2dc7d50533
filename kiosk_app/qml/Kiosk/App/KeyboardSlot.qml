pragma ComponentBehavior: Bound
import QtQuick

// Room for the on-screen keyboard; without Qt Virtual Keyboard the kiosk still runs.
Item {
    id: root

    height: panel.implicitHeight

    Loader {
        id: panel

        objectName: "keyboardLoader"
        source: "Keyboard.qml"
        width: root.width
    }
}
