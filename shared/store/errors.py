"""What can go wrong with a profile and its store; text for people is made at the faces."""

from __future__ import annotations

from typing import ClassVar


class StoreError(Exception):
    """Base of this package's errors; `code` is stable and listed in docs/error-codes.md."""

    code: ClassVar[str] = "store_error"


class ConfigError(StoreError):
    """terminal.toml is missing, unreadable or wrong at one key.

    Attributes:
        file: its path.
        key: dotted key, empty for the file as a whole.
        problem: what is wrong, in words for an administrator.
    """

    code = "config_invalid"

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem


class KeyMissingError(StoreError):
    """A key of this terminal isn't where it should be; `name` says which."""

    code = "terminal_key_missing"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class KeyMalformedError(StoreError):
    """A key of this terminal can't be read; `name` says which."""

    code = "terminal_key_malformed"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AnchorUntrustedError(StoreError):
    """The audit anchor is damaged, another terminal's, or not signed by the platform's root."""

    code = "anchor_untrusted"


class KeyUnavailableError(StoreError):
    """The TPM that holds this terminal's keys does not answer. Nothing was changed; try again."""

    code = "terminal_key_unavailable"


class StoreMissingError(StoreError):
    """There is no store in the profile; one is made by enrolment alone."""

    code = "store_missing"


class StoreKeyWrongError(StoreError):
    """The key is not the one that the store was made with. Nothing was changed."""

    code = "store_key_wrong"


class StoreDamagedError(StoreError):
    """The key is right, but the database's pages don't open. Nothing was changed."""

    code = "store_damaged"


class RecordDamagedError(StoreError):
    """The record beside a submission's ciphertexts is not one that this store's key wrote."""

    code = "record_damaged"


class SchemaTooNewError(StoreError):
    """The store was written by a newer version of this program. Nothing was changed."""

    code = "schema_too_new"

    def __init__(self, found: str, known: str) -> None:
        super().__init__(f"schema {found}, this build knows {known}")
        self.found = found
        self.known = known


class StoreBusyError(StoreError):
    """Another process held the store for longer than the busy timeout."""

    code = "store_busy"


class DiskFullError(StoreError):
    """No room is left for what had to be written; what was there before is whole."""

    code = "disk_full"


class ReadOnlyError(StoreError):
    """The profile can't be written to."""

    code = "read_only"


class StoreFileError(StoreError):
    """The operating system refused a read or write of the store's files."""

    code = "store_file_error"


class DraftMissingError(StoreError):
    """No draft of that case is here: never begun, discarded, or sealed already."""

    code = "draft_missing"


class DraftHandedOverError(StoreError):
    """The draft is another terminal's by now: what lies here can be looked at and taken back, not changed or sealed."""

    code = "draft_handed_over"


class DraftLeavingError(StoreError):
    """Another terminal fetches the draft just now: take it back to go on here."""

    code = "draft_leaving"


class DraftPageMissingError(StoreError):
    """The draft has no page of that id."""

    code = "draft_page_missing"


class DraftDamagedError(StoreError):
    """A draft's form or page is not what was put there."""

    code = "draft_damaged"


class AlreadySealedError(StoreError):
    """A submission of that id is sealed already."""

    code = "already_sealed"


class CaseUnknownError(StoreError):
    """The case is not in this terminal's index."""

    code = "case_unknown"


class CaseMovedOnError(StoreError):
    """Another submission of the case was sealed here since it was looked at: look again before adding to it."""

    code = "case_moved_on"


class CloseRefusedError(StoreError):
    """Only a returned submission can be closed, by a named person with a reason and another submission in its place."""

    code = "close_refused"


class SubmissionUnknownError(StoreError):
    """No submission of that id is in this terminal's store."""

    code = "submission_unknown"


class SequenceExhaustedError(StoreError):
    """All 999,999 sequences of this enrolment are used; the terminal must be enrolled again."""

    code = "sequence_exhausted"


class EnrolmentSpentError(StoreError):
    """The store was rebuilt or put back: enrol the terminal again before it takes cases. What is sealed still goes."""

    code = "enrolment_spent"


class NotEnrolledError(StoreError):
    """The profile belongs to no terminal yet."""

    code = "not_enrolled"


class CatalogueMissingError(StoreError):
    """No catalogue package has been downloaded yet."""

    code = "catalogue_missing"


class SealingKeyMissingError(StoreError):
    """No valid sealing key of the platform is known here."""

    code = "sealing_key_missing"


class AgentRunningError(StoreError):
    """Another agent serves the profile already."""

    code = "agent_running"


class NotTheAgentError(StoreError):
    """Only the process that holds the agent's lock may change the outbox."""

    code = "not_the_agent"


class MediumError(StoreError):
    """The folder or removable disk can't be written to."""

    code = "medium_refused"


class MediumFullError(StoreError):
    """No room is left on the removable disk; what was written to it before is whole."""

    code = "medium_full"
