"""Writes the .qmltypes and qmldir files that let qmllint check QML against the Python types.

`python -m kiosk_app.qml_types` after a property, signal or slot changed; a test holds the files equal to the code.
Format: Qt's qmltypes, as qmltyperegistrar writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QByteArray, QMetaMethod, QMetaObject, QMetaProperty, QObject

from kiosk_app.live_picture import LivePicture
from kiosk_app.viewmodels.confirm import ConfirmViewModel
from kiosk_app.viewmodels.form import FormViewModel
from kiosk_app.viewmodels.home import HomeViewModel
from kiosk_app.viewmodels.identify import IdentifyViewModel
from kiosk_app.viewmodels.item import ItemViewModel
from kiosk_app.viewmodels.keep import KeepViewModel
from kiosk_app.viewmodels.materials import MaterialsViewModel
from kiosk_app.viewmodels.papers import PapersViewModel
from kiosk_app.viewmodels.pause import PauseViewModel
from kiosk_app.viewmodels.receipt import GoodbyeViewModel, ReceiptViewModel
from kiosk_app.viewmodels.resume import ResumeViewModel
from kiosk_app.viewmodels.review import ReviewViewModel
from kiosk_app.viewmodels.shell import ShellViewModel
from shared.qt.qml_theme import Theme

QML_FOLDER = Path(__file__).parent / "qml"
VIEW_MODELS: tuple[type[QObject], ...] = (
    ConfirmViewModel,
    FormViewModel,
    GoodbyeViewModel,
    HomeViewModel,
    IdentifyViewModel,
    ItemViewModel,
    KeepViewModel,
    MaterialsViewModel,
    PapersViewModel,
    PauseViewModel,
    ReceiptViewModel,
    ResumeViewModel,
    ReviewViewModel,
    ShellViewModel,
)


def files() -> dict[Path, str]:
    """Return each file's path and content."""
    return {
        **_module("Kiosk.Models", (*VIEW_MODELS, LivePicture), singletons=False),
        **_module("Kiosk.Style", (Theme,), singletons=True),
    }


def _module(name: str, types: tuple[type[QObject], ...], *, singletons: bool) -> dict[Path, str]:
    folder = QML_FOLDER.joinpath(*name.split("."))
    components = "".join(line + "\n" for kind in types for line in _component(name, kind, singleton=singletons))
    return {
        folder / "qmldir": f"module {name}\ntypeinfo python.qmltypes\ndepends QtQuick\n",
        folder / "python.qmltypes": f"import QtQuick.tooling 1.2\n\nModule {{\n{components}}}\n",
    }


def _component(module: str, kind: type[QObject], *, singleton: bool) -> Iterator[str]:
    meta: QMetaObject = getattr(kind, "staticMetaObject")  # noqa: B009 - the stubs do not know it
    name = meta.className()
    yield "    Component {"
    yield f'        name: "{name}"'
    yield '        accessSemantics: "reference"'
    yield f'        prototype: "{_prototype(meta)}"'
    yield f'        exports: ["{module}/{name} 1.0"]'
    if _prototype(meta) == "QObject":
        yield "        isCreatable: false"
    if singleton:
        yield "        isSingleton: true"
    yield "        exportMetaObjectRevisions: [256]"
    for place in range(meta.propertyOffset(), meta.propertyCount()):
        yield _property(meta.property(place))
    for place in range(meta.methodOffset(), meta.methodCount()):
        yield _method(meta.method(place))
    yield "    }"


def _prototype(meta: QMetaObject) -> str:
    above = meta.superClass()
    name = str(above.className()) if above is not None else "QObject"
    return name if name.startswith("QQuick") else "QObject"


def _property(entry: QMetaProperty) -> str:
    kind = str(entry.typeName())
    parts = [f'name: "{entry.name()!s}"', f'type: "{kind.rstrip("*")}"']
    if kind.endswith("*"):
        parts.append("isPointer: true")
    if entry.hasNotifySignal():
        parts.append(f'notify: "{_text(entry.notifySignal().name())}"')
    if not entry.isWritable():
        parts.append("isReadonly: true")
    if entry.isConstant():
        parts.append("isConstant: true")
    return f"        Property {{ {'; '.join(parts)} }}"


def _method(entry: QMetaMethod) -> str:
    kind = "Signal" if entry.methodType() == QMetaMethod.MethodType.Signal else "Method"
    parameters = "".join(
        f'            Parameter {{ name: "a{place}"; type: "{_text(name)}" }}\n'
        for place, name in enumerate(entry.parameterTypes(), start=1)
    )
    head = f'        {kind} {{ name: "{_text(entry.name())}"'
    return (
        f'        {kind} {{\n            name: "{_text(entry.name())}"\n{parameters}        }}'
        if parameters
        else head + " }"
    )


def _text(name: QByteArray) -> str:
    return bytes(name.data()).decode()


def main() -> None:
    """Write the files."""
    for path, content in files().items():
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
