"""The virtual printer's inside: commands in, paper out."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from devices.core.slip import Align
from devices.receipt_printer.glyphs import CELL_HEIGHT, CELL_WIDTH, Pen
from devices.receipt_printer.simulator.paper import Paper
from devices.receipt_printer.simulator.parser import Characters, Item, Unknown
from devices.receipt_printer.simulator.pictures import QrStore, from_columns, from_graphics, from_raster
from devices.receipt_printer.simulator.typesetter import DEFAULT_PITCH, Typesetter

_ALIGNS = {0: Align.LEFT, 1: Align.CENTER, 2: Align.RIGHT, 48: Align.LEFT, 49: Align.CENTER, 50: Align.RIGHT}
_CODE_PAGES = {2: "cp850", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858"}
_FEEDING_CUTS = frozenset(b"ABabgh")
_STORE_GRAPHICS = 112
_PRINT_GRAPHICS = frozenset({2, 50})
_QR = 49

_SETTINGS: dict[bytes, tuple[str, Callable[[int], object]]] = {
    b"\x1bE": ("bold", lambda n: bool(n & 1)),
    b"\x1bG": ("bold", lambda n: bool(n & 1)),
    b"\x1b-": ("underlined", lambda n: n % 48 > 0),
    b"\x1c-": ("underlined", lambda n: n % 48 > 0),
    b"\x1dB": ("reversed", lambda n: bool(n & 1)),
    b"\x1bt": ("code_page", lambda n: _CODE_PAGES.get(n, "cp437")),
    b"\x1b2": ("pitch", lambda _: DEFAULT_PITCH),
    b"\x1b3": ("pitch", int),
    b"\x1c&": ("chinese", lambda _: True),
    b"\x1c.": ("chinese", lambda _: False),
    b"\x1c!": ("hanzi_size", lambda n: (2 if n & 4 else 1, 2 if n & 8 else 1)),
    b"\x1cW": ("hanzi_size", lambda n: (2, 2) if n & 1 else (1, 1)),
}


class Mechanism:
    """Carry out one command after the other on its paper.

    Attributes:
        paper: what hangs out of the printer.
        auto_status: what GS a asked for; None until it was sent.

    Args:
        answer: called with the bytes for the host, in order.
        done: called with the process ID when all before it is printed.
        paper_sensor: gives the answer to GS r 1.
        cut: called when the paper is cut.
    """

    def __init__(
        self,
        columns: int,
        pen: Pen,
        *,
        answer: Callable[[bytes], None],
        done: Callable[[bytes], None],
        paper_sensor: Callable[[], int],
        cut: Callable[[], None],
    ) -> None:
        self.paper = Paper(columns * CELL_WIDTH, pen)
        self.auto_status: bool | None = None
        self._text = Typesetter(self.paper)
        self._answer = answer
        self._done = done
        self._paper_sensor = paper_sensor
        self._cut = cut
        self._acts: dict[bytes, Callable[[bytes], None]] = {
            b"\n": lambda _: self._text.line_feed(),
            b"\t": lambda _: self._text.tab(),
            b"\x1b@": lambda _: self._text.reset(),
            b"\x1b!": self._latin_modes,
            b"\x1ba": self._align,
            b"\x1bd": lambda arguments: self._feed(arguments[0] * self._text.style.pitch),
            b"\x1bJ": lambda arguments: self._feed(arguments[0]),
            b"\x1b*": self._columns,
            b"\x1bi": self._cut_off,
            b"\x1bm": self._cut_off,
            b"\x1d!": self._size,
            b"\x1dL": self._left_margin,
            b"\x1dW": self._area_width,
            b"\x1dV": self._cut_off,
            b"\x1dv": lambda arguments: self._picture(from_raster(arguments), b"\x1dv"),
            b"\x1d(H": self._process_id,
            b"\x1d(k": self._two_dimensional,
            b"\x1d(L": self._graphics,
            b"\x1dk": self._barcode,
            b"\x1dr": self._ask_sensor,
            b"\x1da": self._set_auto_status,
        }

    def carry_out(self, item: Item) -> None:
        """Carry out one item of the stream. What is known and moves no paper (drawer, buzzer, fonts) is passed over."""
        if isinstance(item, Characters):
            for byte in item.data:
                self._text.character(byte)
            return
        self._text.end_of_characters()
        if isinstance(item, Unknown):
            self._text.unknown.append(item.data)
        elif item.name in _SETTINGS:
            name, value = _SETTINGS[item.name]
            setattr(self._text.style, name, value(item.arguments[0] if item.arguments else 0))
        elif item.name in self._acts:
            self._acts[item.name](item.arguments)

    def reset(self) -> None:
        """Wake up as after a loss of power: unprinted characters and every setting are gone."""
        self._text.reset()
        self.auto_status = None

    def take_unknown(self) -> tuple[bytes, ...]:
        """Return, once, the bytes that no command begins with."""
        unknown = tuple(self._text.unknown)
        self._text.unknown.clear()
        return unknown

    def _latin_modes(self, arguments: bytes) -> None:
        """ESC !: Latin alone, so that whoever relies on it sees small hanzi, as on paper."""
        bits, style = arguments[0], self._text.style
        style.latin_size = (2 if bits & 0x20 else 1, 2 if bits & 0x10 else 1)
        style.bold, style.underlined = bool(bits & 8), bool(bits & 0x80)

    def _size(self, arguments: bytes) -> None:
        times = ((arguments[0] >> 4 & 7) + 1, (arguments[0] & 7) + 1)
        self._text.style.latin_size = self._text.style.hanzi_size = times

    def _align(self, arguments: bytes) -> None:
        """ESC a counts at the beginning of a line only."""
        if self._text.is_at_line_start:
            self._text.style.align = _ALIGNS.get(arguments[0], self._text.style.align)

    def _feed(self, dots: int) -> None:
        self._text.flush()
        self.paper.feed(dots)

    def _cut_off(self, arguments: bytes) -> None:
        self._feed(arguments[1] if arguments and arguments[0] in _FEEDING_CUTS else 0)
        self._cut()

    def _picture(self, picture: Image.Image | None, name: bytes) -> None:
        if picture is None:
            self._text.unknown.append(name)
        else:
            self._text.print_picture(picture)

    def _columns(self, arguments: bytes) -> None:
        picture = from_columns(arguments)
        if picture is not None:
            self._text.add_picture(picture)

    def _two_dimensional(self, arguments: bytes) -> None:
        """GS ( k, of which QR codes are known here."""
        code: QrStore = self._text.style.qr
        if len(arguments) < 2 or arguments[0] != _QR:
            self._text.unknown.append(b"\x1d(k")
        elif not code.prints(arguments[1]):
            if not code.take(arguments[1], arguments[2:]):
                self._text.unknown.append(b"\x1d(k")
        else:
            picture = code.draw()
            if picture is not None:
                self.paper.codes.append(code.payload)
            self._picture(picture, b"\x1d(k")

    def _graphics(self, arguments: bytes) -> None:
        """GS ( L and GS 8 L: store, print."""
        function = arguments[1] if len(arguments) >= 2 else 0
        if function == _STORE_GRAPHICS:
            self._text.style.graphics = from_graphics(arguments)
        else:
            self._picture(self._text.style.graphics if function in _PRINT_GRAPHICS else None, b"\x1d(L")

    def _barcode(self, arguments: bytes) -> None:
        """GS k, drawn as its text between bars."""
        self._text.flush()
        for byte in b"|" + arguments[1:] + b"|":
            self._text.character(byte & 0x7F)
        self._text.line_feed()

    def _left_margin(self, arguments: bytes) -> None:
        style = self._text.style
        style.left = min(int.from_bytes(arguments, "little"), self.paper.dots - CELL_HEIGHT)
        style.width = min(style.width, self.paper.dots - style.left)

    def _area_width(self, arguments: bytes) -> None:
        wanted = max(CELL_HEIGHT, int.from_bytes(arguments, "little"))
        self._text.style.width = min(wanted, self.paper.dots - self._text.style.left)

    def _ask_sensor(self, arguments: bytes) -> None:
        """GS r 1: answered in its turn, which is now."""
        if arguments[0] in {1, 49}:
            self._answer(bytes((self._paper_sensor(),)))

    def _process_id(self, arguments: bytes) -> None:
        """GS ( H 48 48 d1 to d4: told when what stands before it is on paper, which is now."""
        if arguments[:2] == b"00" and len(arguments) == 6:
            self._done(arguments[2:])

    def _set_auto_status(self, arguments: bytes) -> None:
        self.auto_status = bool(arguments[0])
