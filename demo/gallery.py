"""`./run gallery kiosk|counter|notices --out DIR`: pictures of every screen, PDF and slip of every notice.

The kiosk speaks Simplified Chinese, with `--language en` or `zh-Hant` another language.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from shared.command_line import Parser

_LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")
_QT: Final = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw one face's gallery and print the files."""
    parser = Parser(prog="./run gallery", description=__doc__)
    parser.add_argument("face", choices=sorted(_RENDERERS))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--language", choices=_LANGUAGES, default=_LANGUAGES[0], help="of the kiosk")
    options = parser.parse_args(arguments)
    for name, value in _QT.items():
        os.environ.setdefault(name, value)
    files = list(_RENDERERS[options.face](options.out, options.language))
    for file in files:
        print(file)
    return 0 if files else 1


def _kiosk(out: Path, language: str) -> Iterable[Path]:
    from demo.gallery_kiosk import render_kiosk_gallery
    from shared.qt.languages import Language

    return render_kiosk_gallery(out, languages=(Language(language),))


def _counter(out: Path, _language: str) -> Iterable[Path]:
    from demo.gallery_counter import render_counter_gallery

    return render_counter_gallery(out)


def _notices(out: Path, _language: str) -> Iterable[Path]:
    from demo.gallery_notices import render_notice_gallery

    return render_notice_gallery(out)


_RENDERERS: Final[dict[str, Callable[[Path, str], Iterable[Path]]]] = {
    "kiosk": _kiosk,
    "counter": _counter,
    "notices": _notices,
}


if __name__ == "__main__":
    sys.exit(main())
