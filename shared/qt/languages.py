"""The language of a face at run time: Qt's translations from resources/translations, swapped while it runs."""

from __future__ import annotations

from enum import StrEnum, unique
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QTranslator

import resources

FOLDER: Final = Path(resources.__file__).parent / "translations"


@unique
class Language(StrEnum):
    """What a face speaks; the source is Simplified Chinese and needs no translation."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


class TranslationsMissingError(RuntimeError):
    """A language's file is not there or not Qt's: a broken installation."""

    code = "translations_missing"


class Languages:
    """Installs one language at a time into the running application.

    Args:
        name: what the files are called before their language, kiosk for kiosk_en.qm.
    """

    def __init__(self, name: str, folder: Path = FOLDER) -> None:
        self._name = name
        self._folder = folder
        self._translator: QTranslator | None = None

    def speak(self, language: Language) -> None:
        """Say everything in a language from now on; texts already set must be set anew by whoever set them.

        Raises:
            TranslationsMissingError: the language stays as it was.
        """
        new = self._loaded(language)
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
        self._translator = new
        if new is not None:
            QCoreApplication.installTranslator(new)

    def _loaded(self, language: Language) -> QTranslator | None:
        if language is Language.SIMPLIFIED:
            return None
        translator = QTranslator()
        if not translator.load(str(self._folder / f"{self._name}_{language.value}.qm")):
            raise TranslationsMissingError(language.value)
        return translator
