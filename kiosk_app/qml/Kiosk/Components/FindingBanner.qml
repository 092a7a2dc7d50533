pragma ComponentBehavior: Bound
import QtQuick

// One thing that is wrong with a page, with what mends it.
Banner {
    id: root

    required property int index
    required property string mark
    required property string what
    required property string remedy

    number: root.mark
    objectName: "finding-" + root.index
    text: root.remedy
    title: root.what
}
