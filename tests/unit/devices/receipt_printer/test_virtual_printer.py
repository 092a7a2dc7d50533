"""The virtual printer: any chunks, any nonsense, other people's streams, and paper that shows what was sent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pyzbar.pyzbar import decode

from devices.core.errors import SimulationForbiddenError
from devices.core.simulation import SimulationPermit
from devices.core.slip import Qr, Slip, Text
from devices.receipt_printer.encoder import SlipEncoder
from devices.receipt_printer.glyphs import Pen
from devices.receipt_printer.layout import lay_out
from devices.receipt_printer.sample import sample_slip
from devices.receipt_printer.simulator import VirtualPrinter
from devices.receipt_printer.simulator.buffer import RealTimeEar, ReceiveBuffer
from devices.receipt_printer.simulator.conditions import PrinterConditions
from devices.receipt_printer.simulator.mechanism import Mechanism
from devices.receipt_printer.simulator.paper import Content

PEN = Pen()
CUT = b"\x1dV\x00"
COMMAND_STARTS = st.sampled_from(
    [b"\x1b", b"\x1d", b"\x1c", b"\x10", b"\x1d(k", b"\x1dv0", b"\x1bD", b"\x1dk", b"\x1b*"]
)


class Bench:
    """The printer's inside without the network."""

    def __init__(self, columns: int = 48) -> None:
        self.slips: list[Content] = []
        self.answers = b""
        self.buffer = ReceiveBuffer()
        self.buffer.begin()
        self.mechanism = Mechanism(
            columns, PEN, answer=self._answer, done=self._answer, paper_sensor=lambda: 0, cut=self._cut
        )

    def feed(self, data: bytes) -> None:
        self.buffer.put(data)
        while (following := self.buffer.next()) is not None:
            self.mechanism.carry_out(following[0])

    def _answer(self, data: bytes) -> None:
        self.answers += data

    def _cut(self) -> None:
        self.slips.append(self.mechanism.paper.cut_off())


@pytest.fixture
def bench() -> Bench:
    return Bench()


def picture(content: Content) -> Image.Image:
    return Image.open(io.BytesIO(content.png))


def encoded(slip: Slip, columns: int = 48) -> bytes:
    return SlipEncoder(columns, PEN).encode(lay_out(slip, columns))


@given(st.data())
def test_chunks_make_no_difference(data: st.DataObject) -> None:
    stream = encoded(Slip("t", (Text("样例 A1", size=2), Text("䶮"), Qr("YM1:A")))) + b"\x1dr\x01"
    bench, rest = Bench(), stream
    while rest:
        size = data.draw(st.integers(1, min(len(rest), 700)))
        bench.feed(rest[:size])
        rest = rest[size:]
    (slip,) = bench.slips
    assert slip.lines == ("样例 A1",)
    assert slip.codes == (b"YM1:A",)
    assert bench.answers == b"\x00"


@given(st.lists(st.one_of(st.binary(max_size=40), COMMAND_STARTS), max_size=12).map(b"".join))
def test_nonsense_never_stops_it(nonsense: bytes) -> None:
    bench = Bench()
    bench.feed(nonsense)
    bench.buffer.end()
    bench.buffer.begin()
    bench.feed(b"\x1b@\x1c&" + "样例".encode("gbk") + b"\n" + CUT)
    assert bench.slips[-1].lines[-1] == "样例"


def test_an_unfinished_command_does_not_swallow_the_next_job(bench: Bench) -> None:
    bench.feed(b"\x1d(k\xff\x001P0half")
    bench.buffer.end()
    bench.buffer.begin()
    bench.feed("样例".encode("gbk") + b"\n" + CUT)
    assert bench.slips[0].lines == ("样例",)


def test_unknown_bytes_are_kept(bench: Bench) -> None:
    bench.feed(b"\x01A\x1bzB\n" + CUT)
    assert bench.slips[0].lines == ("AzB",)
    assert bench.mechanism.take_unknown() == (b"\x01", b"\x1b")
    assert bench.mechanism.take_unknown() == ()


def test_four_byte_characters_fall_apart_as_on_paper(bench: Bench) -> None:
    bench.feed("¥5".encode("gb18030") + b"\n" + CUT)
    assert bench.slips[0].lines == (" 0 65",)
    assert bench.mechanism.take_unknown() == (b"\x81", b"\x84")


def test_chinese_mode_off_prints_the_code_page(bench: Bench) -> None:
    bench.feed(b"\x1c.\x1bt\x10\xe9\n\x1c&" + "样".encode("gbk") + b"\n" + CUT)
    assert bench.slips[0].lines == ("é", "样")


@pytest.mark.parametrize(
    ("command", "hanzi_height"), [(b"\x1b!\x30", 24), (b"\x1d!\x11", 48), (b"\x1c!\x0c", 48), (b"\x1cW\x01", 48)]
)
def test_only_the_right_commands_enlarge_hanzi(bench: Bench, command: bytes, hanzi_height: int) -> None:
    bench.feed(command + "国".encode("gbk") + b"\n" + CUT)
    box = picture(bench.slips[0]).point(lambda value: 255 - value).getbbox()
    assert box is not None
    assert abs(box[3] - box[1] - hanzi_height) <= hanzi_height * 0.2


def test_alignment_and_margins(bench: Bench) -> None:
    def edges(data: bytes) -> tuple[int, int]:
        bench.feed(data + CUT)
        box = picture(bench.slips[-1]).point(lambda value: 255 - value).getbbox()
        assert box is not None
        return box[0] - 32, 608 - box[2]

    left, right = edges(b"\x1ba\x02HHHH\n")
    assert right <= 3
    assert left > 500
    left, right = edges(b"\x1ba\x01HHHH\n")
    assert abs(left - right) <= 3
    left, right = edges(b"\x1ba\x00\x1dL\x60\x00HHHH\n")
    assert 96 <= left <= 99


def test_a_line_too_long_wraps_as_in_a_printer(bench: Bench) -> None:
    bench.feed(b"A" * 50 + b"\n" + CUT)
    assert bench.slips[0].lines == ("A" * 48, "AA")


@pytest.mark.parametrize("columns", [32, 48])
def test_the_sample_is_whole_and_its_code_scans(columns: int) -> None:
    bench = Bench(columns)
    bench.feed(encoded(sample_slip(), columns))
    (slip,) = bench.slips
    image = picture(slip)
    assert image.width == {32: 464, 48: 640}[columns]
    (code,) = decode(image)
    assert code.data == slip.codes[0]
    edge = {32: 40, 48: 32}[columns]
    assert image.crop((0, 0, edge, image.height)).getextrema() == (255, 255)
    assert image.crop((image.width - edge, 0, image.width, image.height)).getextrema() == (255, 255)


def test_a_code_sent_as_dots_scans_too(bench: Bench) -> None:
    rows = lay_out(sample_slip())
    bench.feed(SlipEncoder(48, PEN, native_qr=False).encode(rows))
    (slip,) = bench.slips
    assert slip.codes == ()
    (code,) = decode(picture(slip))
    assert code.data.startswith(b"YM1:")


@pytest.fixture
def peer() -> Iterator[Dummy]:
    printer = Dummy()
    yield printer
    printer.close()


def test_reads_what_python_escpos_writes(bench: Bench, peer: Dummy) -> None:
    peer.set(align="center", bold=True, underline=1, invert=True, double_height=True, double_width=True)
    peer.text("收件凭证\n")
    peer.set_with_default()
    peer.line_spacing(40)
    peer.ln(2)
    peer.qr("YM1:A", native=True, size=6)
    peer.barcode("4006381333931", "EAN13", function_type="B")
    peer.control("HT")
    peer.cashdraw(2)
    peer.buzzer()
    peer.hw("INIT")
    peer.cut()
    bench.feed(peer.output)
    (slip,) = bench.slips
    assert slip.lines[0] == "收件凭证"
    assert slip.codes == (b"YM1:A",)
    assert bench.mechanism.take_unknown() == ()


@pytest.mark.parametrize("way", ["bitImageRaster", "graphics", "bitImageColumn"])
def test_draws_pictures_however_they_are_sent(bench: Bench, peer: Dummy, way: str) -> None:
    source = Image.new("1", (48, 48), 1)
    source.paste(0, (8, 8, 40, 40))
    peer.image(source, impl=way)
    peer.cut()
    bench.feed(peer.output)
    box = picture(bench.slips[0]).point(lambda value: 255 - value).getbbox()
    assert box is not None
    assert (box[0] - 32, box[2] - box[0], box[3] - box[1]) == (8, 32, 32)


@given(st.binary(max_size=50), st.integers(0, 50))
def test_real_time_questions_are_heard_across_chunks(data: bytes, at: int) -> None:
    whole, parted = RealTimeEar(), RealTimeEar()
    data = data[:25] + b"\x10\x04\x02" + data[25:]
    assert whole.listen(data) == parted.listen(data[:at]) + parted.listen(data[at:])


def test_status_bytes_of_each_condition() -> None:
    assert [PrinterConditions().real_time(question) for question in (1, 2, 3, 4)] == [0x16, 0x12, 0x12, 0x12]
    out = PrinterConditions(paper_out=True)
    assert [out.real_time(question) for question in (1, 2, 3, 4)] == [0x1E, 0x32, 0x12, 0x7E]
    assert PrinterConditions(cover_open=True).real_time(2) == 0x16
    assert PrinterConditions(cutter_jammed=True).real_time(3) == 0x1A
    assert PrinterConditions(paper_low=True).in_order() == 0x03


def test_can_not_start_on_an_installed_terminal(tmp_path: Path) -> None:
    marker = tmp_path / "installed"
    marker.touch()
    with pytest.raises(SimulationForbiddenError):
        VirtualPrinter(SimulationPermit.for_development(marker))
