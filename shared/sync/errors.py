"""What can go wrong between a terminal and its platform; codes are stable and listed in docs/error-codes.md."""

from __future__ import annotations

from enum import StrEnum, unique
from typing import ClassVar, Final

from shared.contract.problems import ProblemCode


class SyncError(Exception):
    """Base of this package's errors."""

    code: ClassVar[str] = "sync_error"

    @property
    def reason(self) -> str:
        """The code to show and to keep beside a row; more exact than `code` where there is more to say."""
        return self.code

    @property
    def detail(self) -> str:
        """More for whoever looks into it, such as a status; no personal data."""
        return str(self) if str(self) != self.reason else ""


@unique
class OfflineReason(StrEnum):
    """Why the platform could not be reached."""

    NO_CONNECTION = "no_connection"
    TIMED_OUT = "timed_out"
    CONNECTION_CUT = "connection_cut"
    TLS_UNTRUSTED = "tls_untrusted"


class OfflineError(SyncError):
    """No answer came."""

    code = "offline"

    def __init__(self, kind: OfflineReason) -> None:
        super().__init__(kind.value)
        self.kind = kind

    @property
    def reason(self) -> str:
        return self.kind.value


class NotOurPlatformError(SyncError):
    """Somebody else answered, a captive portal say: the platform's header is missing."""

    code = "not_our_platform"

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class GatewayError(SyncError):
    """A proxy on the way answered in the platform's place: 408, 413, 425, 429 or 5xx without the platform's header."""

    code = "gateway_error"

    def __init__(self, status: int, retry_after_s: float | None) -> None:
        super().__init__(str(status))
        self.status = status
        self.retry_after_s = retry_after_s


class SignInRefusedError(SyncError):
    """The platform doesn't let this terminal in; `problem` says why."""

    code = "sign_in_refused"

    def __init__(self, problem: ProblemCode) -> None:
        super().__init__(problem.value)
        self.problem = problem


class RefusedError(SyncError):
    """The platform refuses this request, and will again."""

    code = "refused"

    def __init__(self, problem: ProblemCode, status: int, detail: str = "", *, offset: int | None = None) -> None:
        super().__init__(detail)
        self.problem = problem
        self.status = status
        self.offset = offset
        """Where the upload stands, when the refusal says so."""

    @property
    def reason(self) -> str:
        return self.problem.value


class BusyError(SyncError):
    """The platform asks to come again later.

    `problem` says why; where it is more than being busy, that is the reason.
    """

    code = "platform_busy"

    def __init__(self, retry_after_s: float | None, problem: ProblemCode | None = None) -> None:
        super().__init__("" if retry_after_s is None else f"Retry-After: {retry_after_s:.0f}")
        self.retry_after_s = retry_after_s
        self.problem = problem

    @property
    def reason(self) -> str:
        return self.code if self.problem in {None, ProblemCode.TOO_BUSY} else str(self.problem)


class ServerFaultError(SyncError):
    """The platform failed at this request: a 5xx or 408 of its own."""

    code = "platform_fault"

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class MalformedAnswerError(SyncError):
    """The platform's answer is not what the contract says; `what` names the step."""

    code = "malformed_answer"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class TransferDamagedError(SyncError):
    """What arrived is not what was sent, though the file here is right."""

    code = "transfer_damaged"


class StoppedError(SyncError):
    """The agent is asked to end; what was begun goes on at the next start."""

    code = "stopped"


@unique
class LocalReason(StrEnum):
    """Why a row can't go on that lies at this terminal."""

    PART_MISSING_HERE = "part_missing_here"
    PART_DAMAGED_HERE = "part_damaged_here"
    AGENT_FAULT = "agent_fault"


class LocalPartError(SyncError):
    """A sealed part is missing here, or is not what was sealed: only another copy can deliver it."""

    code = "part_damaged_here"

    def __init__(self, kind: LocalReason, position: int) -> None:
        super().__init__(f"part {position}")
        self.kind = kind

    @property
    def reason(self) -> str:
        return self.kind.value


class UntrustedDownloadError(SyncError):
    """A download is not signed by the platform's root or is faulty; `what` names it. What was known stays."""

    code = "untrusted_download"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class InsecureUrlError(SyncError):
    """The platform's address is not https, and not on this machine either."""

    code = "insecure_url"


@unique
class EnrolmentProblem(StrEnum):
    """Why an enrolment was stopped on this side."""

    TOKEN_MALFORMED = "token_malformed"  # noqa: S105 - a code, not a secret
    ALREADY_ENROLLED = "already_enrolled"
    ROOT_MISMATCH = "root_mismatch"
    CERTIFICATE_INVALID = "certificate_invalid"
    OTHER_TERMINAL = "other_terminal"
    TERMINAL_FORGOTTEN = "terminal_forgotten"


class EnrolmentError(SyncError):
    """Enrolment was stopped: the profile is taken, or what came back can't be trusted."""

    code = "enrolment_failed"

    def __init__(self, problem: EnrolmentProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem

    @property
    def reason(self) -> str:
        return self.problem.value


class TerminalForgottenError(EnrolmentError):
    """The platform forgot this terminal: let it in there first (acceptance_platform readmit-terminal)."""

    def __init__(self) -> None:
        super().__init__(EnrolmentProblem.TERMINAL_FORGOTTEN)


class AgentStartError(SyncError):
    """No agent could be started; `problem` is the code that it ended with."""

    code = "agent_not_started"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


NOT_REACHED: Final = (OfflineError, NotOurPlatformError, GatewayError, SignInRefusedError)
"""After these the platform may be out of reach altogether; the others are answers of its own."""
