"""The state file: what is read is what was written, and what is wrong is told by place."""

from __future__ import annotations

import contextlib
import json
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from demo.dock.state import (
    STATE_FILE,
    BenchState,
    DockState,
    DockStateError,
    PaperRoll,
    edit_state,
    read_state,
    write_state,
)
from demo.specimen_pages import page_labels
from devices.id_card.specimens import SPECIMENS

BENCHES = st.builds(
    BenchState,
    card=st.none() | st.sampled_from(sorted(SPECIMENS)),
    page=st.none() | st.sampled_from(sorted(page_labels())),
    paper=st.sampled_from(PaperRoll),
    cover_open=st.booleans(),
)
STATES = st.builds(
    DockState,
    benches=st.dictionaries(st.sampled_from(["kiosk", "counter"]), BENCHES),
    network=st.booleans(),
    network_bytes_per_s=st.none() | st.integers(256, 10**9),
)


@given(state=STATES)
def test_a_state_survives_its_json(state: DockState) -> None:
    assert DockState.model_validate_json(state.model_dump_json()) == state


def test_a_missing_file_is_an_empty_dock(tmp_path: Path) -> None:
    assert read_state(tmp_path / STATE_FILE) == DockState()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", ""),
        (b"\xff\xfe", ""),
        (b"[]", ""),
        (b'{"network": "perhaps"}', "network"),
        (b'{"benches": {"kiosk": {"card": "nobody"}}}', "benches.kiosk.card"),
        (b'{"benches": {"kiosk": {"page": "treasure_map"}}}', "benches.kiosk.page"),
        (b'{"benches": {"kiosk": {"paper": "none"}}}', "benches.kiosk.paper"),
        (b'{"benches": {"kiosk": {"papper": "ok"}}}', "benches.kiosk.papper"),
        (b'{"network_bytes_per_s": 1}', "network_bytes_per_s"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(tmp_path: Path, content: bytes, place: str) -> None:
    path = tmp_path / STATE_FILE
    path.write_bytes(content)
    with pytest.raises(DockStateError) as caught:
        read_state(path)
    assert caught.value.place == place
    assert caught.value.problem


@given(content=st.binary(max_size=200))
def test_nonsense_is_a_named_problem(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("nonsense") / STATE_FILE
    path.write_bytes(content)
    with contextlib.suppress(DockStateError):
        read_state(path)


def test_a_folder_in_the_place_of_the_file_is_a_named_problem(tmp_path: Path) -> None:
    with pytest.raises(DockStateError):
        read_state(tmp_path)


def test_a_change_of_one_bench_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / STATE_FILE
    write_state(path, DockState(benches={"counter": BenchState(card="ouyang")}, network=False))
    edit_state(path, lambda state: state.with_bench("kiosk", card="chen", paper="low"))
    written = json.loads(path.read_text())
    assert written["benches"]["counter"]["card"] == "ouyang"
    assert written["benches"]["kiosk"] == {**json.loads(BenchState().model_dump_json()), "card": "chen", "paper": "low"}
    assert written["network"] is False


def test_a_wrong_change_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / STATE_FILE
    write_state(path, DockState())
    before = path.read_bytes()
    with pytest.raises(ValidationError):
        edit_state(path, lambda state: state.with_bench("kiosk", card="nobody"))
    assert path.read_bytes() == before


def test_edits_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / STATE_FILE
    changes: list[tuple[str, dict[str, object]]] = [
        ("kiosk", {"card": "chen"}),
        ("kiosk", {"paper": "low"}),
        ("kiosk", {"cover_open": True}),
        ("counter", {"card": "ouyang"}),
        ("counter", {"page": "housing_proof"}),
    ]
    threads = [
        threading.Thread(target=edit_state, args=(path, lambda state, n=name, c=change: state.with_bench(n, **c)))
        for name, change in changes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = read_state(path)
    assert state.bench("kiosk") == BenchState(card="chen", paper=PaperRoll.LOW, cover_open=True)
    assert state.bench("counter") == BenchState(card="ouyang", page="housing_proof")
