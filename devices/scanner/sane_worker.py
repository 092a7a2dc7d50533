"""The child process that alone loads the SANE library; speaks devices.scanner.protocol on its standard streams.

Backends hang, crash and are not thread-safe, and python-sane dies when a progress callback raises. Here the worst that
can happen is that this process is killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np

from devices.scanner.protocol import NO_DOCUMENTS, Phase
from devices.scanner.sources import Source, source_named

_PROGRESS_STEPS = 50
# SANE standard, sections 4.2.9.3 and 4.2.9.4: SANE_TYPE_INT, SANE_UNIT_PIXEL.
_TYPE_INT = 1
_UNIT_PIXEL = 1


class _Traced:
    """A SANE device whose calls are told before they are made, where somebody listens."""

    def __init__(self, device: Any, answers: BinaryIO) -> None:
        object.__setattr__(self, "_device", device)
        object.__setattr__(self, "_answers", answers)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._device, name)

    def __getitem__(self, name: str) -> Any:
        return self._device[name]

    def __setattr__(self, name: str, value: Any) -> None:
        _write(self._answers, {"call": "set_option", "option": name, "value": value})
        setattr(self._device, name, value)

    def start(self) -> None:
        _write(self._answers, {"call": "start"})
        self._device.start()

    def cancel(self) -> None:
        _write(self._answers, {"call": "cancel"})
        self._device.cancel()

    def get_parameters(self) -> Any:
        """Tell what came: format, last frame, pixels a line, lines, depth, bytes a line."""
        parameters = self._device.get_parameters()
        frame, is_last, (pixels, lines), depth, line_bytes = parameters
        told = {"format": frame, "last": is_last, "pixels": pixels, "lines": lines, "depth": depth, "bytes": line_bytes}
        _write(self._answers, {"call": "get_parameters", **told})
        return parameters


class _PhaseError(Exception):
    def __init__(self, phase: Phase, text: str) -> None:
        super().__init__(text)
        self.phase = phase
        self.text = text


def main() -> int:
    """Serve one request from standard input."""
    # What a backend prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        request = json.loads(sys.stdin.buffer.readline())
        _serve(request, answers)
    except _PhaseError as error:
        _write(answers, {"error": error.text, "phase": error.phase.value})
    answers.flush()
    # A backend's exit handler may hang; nothing is left to do.
    os._exit(0)


def _serve(request: Mapping[str, Any], answers: BinaryIO) -> None:
    sane = _load()
    if request["operation"] == "list":
        _write(answers, {"devices": [list(device) for device in sane.get_devices()]})
        return
    try:
        device = sane.open(request["device"])
    except sane._sane.error as error:  # noqa: SLF001  python-sane gives its error type no public name
        raise _PhaseError(Phase.OPEN, str(error)) from error
    opened = device
    if request.get("traced"):
        _write(answers, {"call": "open"})
        device = _Traced(opened, answers)
    finished = threading.Event()
    try:
        if request["operation"] == "open":
            _write(answers, {"opened": True})
        else:
            # Not told: another thread may be writing a picture.
            threading.Thread(target=_cancel_on_request, args=(opened, finished), daemon=True).start()
            _scan_with_options(sane, device, request, answers, finished)
    except _PhaseError as error:
        # Told before the device is closed, which may take as long as the head's way home.
        _write(answers, {"error": error.text, "phase": error.phase.value})
    finally:
        finished.set()
        device.close()


def _scan_with_options(
    sane: Any, device: Any, request: Mapping[str, Any], answers: BinaryIO, finished: threading.Event
) -> None:
    try:
        _set_options(device, request)
    except (sane._sane.error, AttributeError, TypeError, ValueError) as error:  # noqa: SLF001
        raise _PhaseError(Phase.OPTIONS, str(error)) from error
    scanned = 0
    try:
        while scanned < request["pages"] and not finished.is_set():
            _scan(device, answers)
            scanned += 1
    except (sane._sane.error, RuntimeError) as error:  # noqa: SLF001
        # A feeder says that it is empty when it is asked for the page after the last.
        if not (scanned and str(error) == NO_DOCUMENTS):
            raise _PhaseError(Phase.SCAN, str(error)) from error
    device.cancel()
    _write(answers, {"end": scanned})


def _load() -> Any:
    try:
        import sane
    except ImportError as error:
        raise _PhaseError(Phase.LIBRARY, str(error)) from error
    try:
        sane.init()
    except sane._sane.error as error:  # noqa: SLF001
        raise _PhaseError(Phase.LIBRARY, str(error)) from error
    return sane


def _cancel_on_request(device: Any, finished: threading.Event) -> None:
    # An end of file means that the asking process is gone; the head must go home all the same.
    sys.stdin.buffer.readline()
    if not finished.is_set():
        finished.set()
        device.cancel()


def _set_options(device: Any, request: Mapping[str, Any]) -> None:
    if request["source"] is not None and "source" in device.opt:
        _set_source(device, request["source"])
    if "mode" in device.opt:
        device.mode = _choice(device, "mode", request["mode"])
    if "depth" in device.opt and device["depth"].is_active() and device["depth"].is_settable():
        device.depth = 8
    _set_number(device, "resolution", request["resolution"])
    for name, value in request["options"].items():
        setattr(device, name.replace("-", "_"), value)
    for name, value in (("tl_x", 0.0), ("tl_y", 0.0), ("br_x", request["width_mm"]), ("br_y", request["height_mm"])):
        _set_number(device, name, value)


def _set_number(device: Any, name: str, wanted: float) -> None:
    option = device.opt.get(name)
    if option is None or not (option.is_active() and option.is_settable()):
        return
    if option.unit == _UNIT_PIXEL:
        wanted = wanted / 25.4 * float(device.resolution)
    value = _nearest(option.constraint, wanted)
    setattr(device, name, round(value) if option.type == _TYPE_INT else value)


def _set_source(device: Any, wanted: str) -> None:
    choices = device["source"].constraint
    try:
        kind = Source(wanted)
    except ValueError:
        device.source = _choice(device, "source", wanted)
        return
    named = source_named(kind, [str(choice) for choice in choices] if isinstance(choices, list) else [])
    if named is not None:
        device.source = named
    elif kind is not Source.AUTO:
        text = f"no {kind.value} among {choices}"
        raise ValueError(text)


def _choice(device: Any, name: str, wanted: str) -> str:
    """Return the device's own spelling of a value: backends say Color, 24bit Color, color."""
    choices = device[name].constraint
    if not isinstance(choices, list) or wanted in choices:
        return wanted
    matches = [choice for choice in choices if wanted.lower() in str(choice).lower()]
    if not matches:
        text = f"{name} has no {wanted}"
        raise ValueError(text)
    return str(matches[0])


def _nearest(constraint: object, wanted: float) -> float:
    """Return the allowed value nearest to the wanted one, rather above than below it in a list."""
    if isinstance(constraint, list) and constraint:
        above = [value for value in constraint if value >= wanted]
        return float(min(above) if above else max(constraint))
    if isinstance(constraint, tuple) and len(constraint) == 3:
        return float(min(max(wanted, constraint[0]), constraint[1]))
    return wanted


def _scan(device: Any, answers: BinaryIO) -> None:
    dpi = round(float(device.resolution)) if "resolution" in device.opt else 0
    device.start()
    expected_rows = device.get_parameters()[2][1]
    last = -1

    def report(line: int, lines: int) -> None:
        nonlocal last
        step = line * _PROGRESS_STEPS // lines if lines > 0 else 0
        if step != last:
            last = step
            # An exception here would bring the library down in mid-scan.
            with contextlib.suppress(OSError):
                _write(answers, {"progress": min(1.0, step / _PROGRESS_STEPS)})

    # Not arr_snap(): it cancels after each page, and a feeder that is cancelled throws out the rest of its stack.
    data, columns, rows, samples, sample_size = device.dev.snap(True, True, report)
    if isinstance(device, _Traced):
        _write(answers, {"call": "read", "bytes": len(data), "lines": rows})
    if not data:
        text = "no data"
        raise RuntimeError(text)
    shape = (rows, columns, samples)
    if sample_size == 1:
        image = np.frombuffer(data, np.uint8).reshape(shape)
    else:
        image = (np.frombuffer(data, np.uint16).reshape(shape) >> 8).astype(np.uint8)
    header = {"rows": rows, "columns": columns, "samples": samples, "expected_rows": expected_rows, "dpi": dpi}
    _write(answers, {"image": header})
    answers.write(np.ascontiguousarray(image).tobytes())
    answers.flush()


def _write(answers: BinaryIO, message: Mapping[str, Any]) -> None:
    answers.write(json.dumps(message).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
