"""Fault scripts: what is read, what is refused with place and mend, and what the player does when."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.faults.errors import FaultScriptError
from devices.faults.library import shipped_scripts
from devices.faults.player import FaultPlayer
from devices.faults.script import check_script, parse_script, read_script
from tests.patience import PATIENCE_S

DRILL = "drill: {task: 做, see: 看, mend: 修}\n"
HEAD = "name: x\ntitle: 样例\ndevice: scanner\nexpect: ok\n"


def script(steps: str, head: str = HEAD, drill: str = DRILL) -> bytes:
    return f"{head}steps:\n{steps}\n{drill}".encode()


class Toy:
    """A simulator that only remembers."""

    role = Role.SCANNER

    def __init__(self) -> None:
        self.moments = Moments(("page", "end"))
        self.done: list[str] = []
        self.fault_actions: Mapping[str, FaultAction] = {
            "jam": FaultAction("卡纸", lambda: self.done.append("jam")),
            "slow": FaultAction("慢", lambda seconds=1.0: self.done.append(f"slow {seconds}"), {"seconds": float}),
            "load": FaultAction("放纸", lambda pages=1: self.done.append(f"load {pages}"), {"pages": int}),
            "break": FaultAction("坏", lambda: self.done.append(str(1 // 0))),
            "restore": FaultAction("恢复", lambda: self.done.append("restore")),
        }


def test_the_shipped_scripts_are_sound() -> None:
    scripts = shipped_scripts()
    assert len(scripts) >= 30
    assert {script.device for script in scripts} >= {Role.ID_CARD, Role.RECEIPT_PRINTER, Role.SCANNER}


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"", "", "dictionary"),
        (b"- a", "", "dictionary"),
        (b"a: [", "line 1", ""),
        (b"\xff", "", "UTF-8"),
        (b"#" * 70_000, "", "longer"),
        (b"a: &x 1\nb: *x", "line 2", "aliases"),
        (b"a: 1\na: 2", "line 2", "twice"),
        (b"a: " + b"[" * 40 + b"]" * 40, "line 1", "deep"),
        (b"!!python/object/apply:os.system ['true']", "line 1", "constructor"),
        (script("  - {after: 1, do: jam}") + b"stepss: 1", "stepss", "did you mean steps"),
        (script("  - {after: 1, do: jam, nht: 2}"), "steps.0.nht", "did you mean nth"),
        (script("  - {after: 1, do: jam, wiht: {}}"), "steps.0.wiht", "did you mean with"),
        (script("  - {do: jam}"), "steps.0", "either at"),
        (script("  - {at: page, after: 1, do: jam}"), "steps.0", "either at"),
        (script("  - {after: -1, do: jam}"), "steps.0.after", ""),
        (script("  - {after: .nan, do: jam}"), "steps.0.after", ""),
        (script("  - {at: page, nth: true, do: jam}"), "steps.0.nth", ""),
        (script("  - {at: page, nth: 0, do: jam}"), "steps.0.nth", ""),
        (script("  []"), "steps", ""),
        (script("  - {after: 1, do: jam}", drill="drill: {task: a, see: b, mnd: c}"), "drill.mend", ""),
        (script("  - {after: 1, do: jam}", HEAD.replace("scanner", "toaster")), "device", ""),
    ],
    ids=range(21),
)
def test_a_faulty_script_is_refused_with_its_place(data: bytes, place: str, words: str) -> None:
    with pytest.raises(FaultScriptError) as failed:
        parse_script(data)
    assert failed.value.place == place
    assert words in str(failed.value)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_script_or_a_typed_error(data: bytes) -> None:
    with pytest.raises(FaultScriptError):
        parse_script(data)


@pytest.mark.parametrize(
    ("step", "place", "words"),
    [
        ("  - {after: 1, do: jamm}", "steps.0.do", "did you mean jam"),
        ("  - {at: pag, do: jam}", "steps.0.at", "did you mean page"),
        ("  - {after: 1, do: slow, with: {secnds: 1}}", "steps.0.with.secnds", "did you mean seconds"),
        ("  - {after: 1, do: slow, with: {seconds: fast}}", "steps.0.with.seconds", "float"),
        ("  - {after: 1, do: load, with: {pages: true}}", "steps.0.with.pages", "int"),
        ("  - {after: 1, do: jam, with: {pages: 1}}", "steps.0.with.pages", "there are none"),
    ],
)
def test_what_a_simulator_has_not_is_refused_with_its_mend(step: str, place: str, words: str) -> None:
    with pytest.raises(FaultScriptError) as failed:
        check_script(parse_script(script(step)), Toy())
    assert failed.value.place == place
    assert words in str(failed.value)


def test_a_script_for_another_device_is_refused() -> None:
    with pytest.raises(FaultScriptError, match="scanner"):
        check_script(parse_script(script("  - {after: 1, do: jam}", HEAD.replace("scanner", "id_card"))), Toy())


def test_a_missing_file_and_a_wrong_name_are_named(tmp_path: Path) -> None:
    with pytest.raises(FaultScriptError, match=r"gone\.yaml"):
        read_script(tmp_path / "gone.yaml")
    (tmp_path / "y.yaml").write_bytes(script("  - {after: 1, do: jam}"))
    with pytest.raises(FaultScriptError, match=r"y\.yaml: name"):
        shipped_scripts(tmp_path)
    (tmp_path / "y.yaml").write_bytes(b"a: [")
    with pytest.raises(FaultScriptError, match=r"y\.yaml: line 1"):
        shipped_scripts(tmp_path)


STEPS = """
  - {at: page, nth: 2, do: jam}
  - {after: 0, do: slow, with: {seconds: 2}}
  - {at: end, do: load, with: {pages: 3}}
"""


def test_steps_are_done_in_order_at_their_moments() -> None:
    toy = Toy()
    player = FaultPlayer(parse_script(script(STEPS)), toy)
    toy.moments.reached("page")
    player.start()
    player.start()
    toy.moments.reached("end")
    toy.moments.reached("page")
    assert toy.done == []
    toy.moments.reached("page")
    # Done on the simulator's thread, before it goes on.
    assert toy.done[0] == "jam"
    assert player.wait_for_steps(2, 10)
    toy.moments.reached("end")
    assert toy.done == ["jam", "slow 2", "load 3"]
    assert player.wait(PATIENCE_S).is_over
    player.stop()
    player.stop()
    assert toy.done[3:] == ["restore"]
    toy.moments.reached("page")
    assert len(toy.done) == 4


def test_stopping_does_not_wait_for_what_is_far() -> None:
    toy = Toy()
    player = FaultPlayer(parse_script(script("  - {after: 3600, do: jam}")), toy)
    player.start()
    player.stop()
    assert toy.done == ["restore"]
    assert not player.progress.is_over


def test_a_simulator_that_breaks_is_no_fault_that_was_meant(expected_warnings: list[str]) -> None:
    expected_warnings.append("x: break broke")
    toy = Toy()
    told = threading.Event()
    player = FaultPlayer(
        parse_script(script("  - {at: page, do: break}\n  - {after: 0, do: jam}")), toy, lambda _progress: told.set()
    )
    player.start()
    toy.moments.reached("page")
    assert told.wait(PATIENCE_S)
    assert player.progress.failed
    assert player.wait(PATIENCE_S).is_over
    player.stop()
    assert toy.done == ["restore"]


def test_an_unknown_moment_is_a_defect_of_the_simulator() -> None:
    with pytest.raises(ValueError, match="moments"):
        Toy().moments.reached("never")
