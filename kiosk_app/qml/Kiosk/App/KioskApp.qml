pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Models
import Kiosk.Screens
import Kiosk.Style

// The whole face, drawn at 1080 pixels of its short side and scaled to the window.
Item {
    id: root

    required property ShellViewModel shell
    required property HomeViewModel home
    required property ItemViewModel item
    required property IdentifyViewModel identify
    required property FormViewModel form
    required property MaterialsViewModel materials
    required property ReviewViewModel review
    required property ConfirmViewModel confirm
    required property ReceiptViewModel receipt
    required property GoodbyeViewModel goodbye
    required property PauseViewModel pause
    required property PapersViewModel papers
    required property KeepViewModel keep
    required property ResumeViewModel resume
    readonly property real zoom: Math.max(0.1, Math.min(root.width, root.height) / 1080)

    Binding {
        property: "portrait"
        target: Theme
        value: root.width < root.height
    }
    Binding {
        property: "textSize"
        target: Theme
        value: root.shell.textSize
    }
    Binding {
        property: "paletteName"
        target: Theme
        value: root.shell.paletteName
    }
    Binding {
        property: "typing"
        target: Theme
        value: keyboard.height > 0
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }
    Item {
        id: face

        height: root.height / root.zoom
        scale: root.zoom
        transformOrigin: Item.TopLeft
        width: root.width / root.zoom

        DemoStrip {
            id: strip

            visible: root.shell.demo
            width: parent.width
        }
        Item {
            anchors.bottom: keyboard.top
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: strip.visible ? strip.bottom : parent.top

            ScreenSlot {
                current: root.shell.screen
                name: "attract"

                sourceComponent: AttractScreen {
                    shell: root.shell
                    viewModel: root.home
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "home"

                sourceComponent: HomeScreen {
                    shell: root.shell
                    viewModel: root.home
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "item"

                sourceComponent: ItemScreen {
                    papers: root.papers
                    shell: root.shell
                    viewModel: root.item
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "identify"

                sourceComponent: IdentifyScreen {
                    shell: root.shell
                    viewModel: root.identify
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "form"

                sourceComponent: FormScreen {
                    shell: root.shell
                    viewModel: root.form
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "materials"

                sourceComponent: MaterialsScreen {
                    shell: root.shell
                    viewModel: root.materials
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "review"

                sourceComponent: ReviewScreen {
                    papers: root.papers
                    shell: root.shell
                    viewModel: root.review
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "confirm"

                sourceComponent: ConfirmScreen {
                    shell: root.shell
                    viewModel: root.confirm
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "pause"

                sourceComponent: PauseScreen {
                    shell: root.shell
                    viewModel: root.pause
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "receipt"

                sourceComponent: ReceiptScreen {
                    shell: root.shell
                    viewModel: root.receipt
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "keep"

                sourceComponent: KeepScreen {
                    shell: root.shell
                    viewModel: root.keep
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "resume"

                sourceComponent: ResumeScreen {
                    shell: root.shell
                    viewModel: root.resume
                }
            }
            ScreenSlot {
                current: root.shell.screen
                name: "goodbye"

                sourceComponent: GoodbyeScreen {
                    shell: root.shell
                    viewModel: root.goodbye
                }
            }
        }
        KeyboardSlot {
            id: keyboard

            anchors.bottom: parent.bottom
            width: parent.width
        }
        Overlays {
            anchors.fill: parent
            materials: root.materials
            papers: root.papers
            shell: root.shell
        }
    }
}
