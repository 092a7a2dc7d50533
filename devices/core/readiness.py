"""Checks for `doctor`: one question about a device or a prerequisite, answered with a verdict and a remedy."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum, unique

from devices.core.deadline import Deadline
from devices.core.errors import DeviceError

_LOG = logging.getLogger(__name__)


@unique
class Readiness(StrEnum):
    """OK: works. WARN: works, but somebody should look. FAIL: does not work. UNKNOWN: can't be told here."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check found.

    Attributes:
        detail: what was seen, for a technician; never personal data.
        remedy: what to do, as an order a clerk or technician can follow; empty for OK.
    """

    verdict: Readiness
    detail: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One question.

    Attributes:
        name: stable word such as `sane.library`; the part before the first dot groups checks.
        title: what is asked, in Chinese, for the report.
        act: answers it before the deadline; raises DeviceError where it can't.
        is_slow: it asks buses or the network for seconds; left out where somebody is in a hurry.
    """

    name: str
    title: str
    act: Callable[[Deadline], CheckOutcome]
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check and what it found."""

    name: str
    title: str
    outcome: CheckOutcome

    def to_json(self) -> dict[str, str]:
        """Return the result as `doctor --json` prints it."""
        return {
            "name": self.name,
            "title": self.title,
            "verdict": self.outcome.verdict.value,
            "detail": self.outcome.detail,
            "remedy": self.outcome.remedy,
        }


def ok(detail: str = "") -> CheckOutcome:
    """Return the outcome of what works."""
    return CheckOutcome(Readiness.OK, detail)


def warn(detail: str, remedy: str) -> CheckOutcome:
    """Return the outcome of what works, but somebody should look."""
    return CheckOutcome(Readiness.WARN, detail, remedy)


def fail(detail: str, remedy: str) -> CheckOutcome:
    """Return the outcome of what does not work."""
    return CheckOutcome(Readiness.FAIL, detail, remedy)


def unknown(detail: str, remedy: str = "") -> CheckOutcome:
    """Return the outcome of what can't be told."""
    return CheckOutcome(Readiness.UNKNOWN, detail, remedy)


def run_checks(checks: Iterable[Check], each_s: float, sentence: Callable[[str], str] = str) -> tuple[CheckResult, ...]:
    """Ask all at once and return the answers in order; one that hangs or breaks is UNKNOWN and holds up no other.

    Args:
        sentence: what an error's code means and how it is mended, for people.
    """
    asked = [_Asked(check, each_s, sentence) for check in checks]
    return tuple(one.result() for one in asked)


class _Asked:
    def __init__(self, check: Check, each_s: float, sentence: Callable[[str], str]) -> None:
        self._check = check
        self._sentence = sentence
        self._deadline = Deadline(each_s)
        self._outcome: CheckOutcome | None = None
        self._thread = threading.Thread(target=self._ask, name=f"check-{check.name}", daemon=True)
        self._thread.start()

    def result(self) -> CheckResult:
        self._thread.join(self._deadline.remaining)
        outcome = self._outcome or unknown("没有在时限内回答", "请稍后再试；若仍如此，请检查这项设备或服务是否卡住。")
        return CheckResult(self._check.name, self._check.title, outcome)

    def _ask(self) -> None:
        try:
            self._outcome = self._check.act(self._deadline)
        except DeviceError as error:
            self._outcome = fail(error.detail or error.code, self._sentence(error.code))
        except Exception as error:  # a check's defect must not end the report
            _LOG.exception("the check %s broke", self._check.name)
            self._outcome = unknown(type(error).__name__, "检查程序出错，请报告给开发者。")
