"""Keeps the kiosk's translations: `python -m kiosk_app.translations` after a sentence was added or changed.

Qt's lupdate finds the sentences in Python and QML. Traditional Chinese comes from OpenCC (Hong Kong forms, s2hk) in
everyday characters, then from the exceptions that a person settled in kiosk_zh-Hant.yaml; English is written by hand in
kiosk_en.ts. lrelease makes the .qm files that the kiosk loads. A sentence without English is named, and the exit status
is 1.
"""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import PySide6
import yaml

from shared.qt.languages import FOLDER, Language

KIOSK: Final = Path(__file__).parent
LANGUAGES: Final = (Language.ENGLISH, Language.TRADITIONAL)
_TOOLS: Final = Path(PySide6.__file__).parent
_TIMEOUT_S: Final = 60.0
_PLACES: Final = re.compile(r"\{\w+\}|%\d|%n")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_KEPT_IN_ENGLISH: Final = frozenset({"补打", "中文"})
"""What an English sentence quotes because it stands so on paper or on a key."""
EVERYDAY: Final = str.maketrans("户税説脱閲鋭兑羣衞敍牀悦卧峯啓麪齣“”", "戶稅說脫閱銳兌群衛敘床悅臥峰啟麵出「」")
"""What OpenCC's Hong Kong forms write as the school list does, or wrongly, and how every reader types it."""
_TERMS: Final = {"信息": "資料"}
"""Words that readers outside the mainland say otherwise."""


def ts_file(language: Language, folder: Path = FOLDER) -> Path:
    """Return the source of a language's translations."""
    return folder / f"kiosk_{language.value}.ts"


def update(folder: Path = FOLDER, sources: Path = KIOSK) -> None:
    """Bring the .ts files up to the sources: new sentences come in, gone ones go."""
    files = sorted(str(file) for ending in ("*.py", "*.qml") for file in sources.rglob(ending))
    for language in LANGUAGES:
        target = ["-target-language", language.value.replace("-", "_"), "-source-language", "zh_Hans"]
        _run("lupdate", *files, "-no-obsolete", "-locations", "none", *target, "-ts", str(ts_file(language, folder)))


def release(folder: Path = FOLDER) -> None:
    """Make the .qm files."""
    for language in LANGUAGES:
        ts = ts_file(language, folder)
        _run("lrelease", "-silent", str(ts), "-qm", str(ts.with_suffix(".qm")))


def fill(language: Language, words: Mapping[str, str], folder: Path = FOLDER) -> None:
    """Enter translations by their source; what stands there of others stays."""
    file = ts_file(language, folder)
    tree = ET.parse(file)  # noqa: S314 - our own file, from our own tool
    for message in tree.getroot().iter("message"):
        source = message.findtext("source", "")
        target = message.find("translation")
        if target is not None and source in words:
            target.text = words[source]
            target.attrib.pop("type", None)
    _write(tree, file)


def sentences(language: Language, folder: Path = FOLDER) -> Iterator[tuple[str, str]]:
    """Yield each sentence with its translation, empty where there is none."""
    tree = ET.parse(ts_file(language, folder))  # noqa: S314 - our own file, from our own tool
    for message in tree.getroot().iter("message"):
        target = message.find("translation")
        done = target is not None and target.get("type") != "unfinished"
        yield message.findtext("source", ""), (target.text or "") if done and target is not None else ""


def faults(language: Language, folder: Path = FOLDER) -> Iterator[str]:
    """Yield what is wrong with a language's translations, one sentence each."""
    for source, words in sentences(language, folder):
        if not words.strip():
            yield f"{language.value}: no translation of “{source}”"
        elif sorted(_PLACES.findall(source)) != sorted(_PLACES.findall(words)):
            yield f"{language.value}: “{words}” has other places to fill than “{source}”"
        elif language is Language.ENGLISH and set(_HAN.findall(words)) - set("".join(_KEPT_IN_ENGLISH)):
            yield f"{language.value}: “{words}” is not English"


def exceptions(folder: Path = FOLDER) -> Mapping[str, str]:
    """Return the Traditional sentences that a person settled otherwise than OpenCC, by their source."""
    text = (folder / "kiosk_zh-Hant.yaml").read_text(encoding="utf-8")
    return {str(source): str(words) for source, words in (yaml.safe_load(text) or {}).items()}


def traditional(folder: Path = FOLDER) -> Mapping[str, str]:
    """Return every sentence in Traditional Chinese."""
    from opencc import OpenCC

    convert = OpenCC("s2hk").convert
    settled = exceptions(folder)
    return {
        source: settled.get(source) or everyday(convert(source))
        for source, _ in sentences(Language.TRADITIONAL, folder)
    }


def everyday(text: str) -> str:
    """Return Traditional Chinese in the characters, marks and words of everyday."""
    text = text.translate(EVERYDAY)
    for said, meant in _TERMS.items():
        text = text.replace(said, meant)
    return text


def _write(tree: ET.ElementTree[ET.Element], file: Path) -> None:
    body = ET.tostring(tree.getroot(), encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([_TOOLS / tool, *arguments], check=True, capture_output=True, timeout=_TIMEOUT_S)


def main() -> int:
    """Update, fill in Traditional, name what is wrong, and make the .qm files."""
    update()
    fill(Language.TRADITIONAL, traditional())
    wrong = [fault for language in LANGUAGES for fault in faults(language)]
    sys.stdout.writelines(f"{fault}\n" for fault in wrong)
    release()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
