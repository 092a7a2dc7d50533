"""What can stop a command of the operator, or be wrong with what the platform holds."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class FaultCode(StrEnum):
    """Stable codes; docs/error-codes.md explains each."""

    ADDRESS_UNAVAILABLE = "address_unavailable"
    BACKUP_INCOMPLETE = "backup_incomplete"
    BACKUP_UNSUPPORTED = "backup_unsupported"
    BACKUP_DAMAGED = "backup_damaged"
    CASE_NUMBER_INVALID = "case_number_invalid"
    CATALOGUE_REFUSED = "catalogue_refused"
    CERTIFICATE_INVALID = "certificate_invalid"
    CLERK_EXISTS = "clerk_exists"
    CLERK_INVALID = "clerk_invalid"
    DATA_DIR_BUSY = "data_dir_busy"
    DATA_DIR_TAKEN = "data_dir_taken"
    DATA_DIR_MISSING = "data_dir_missing"
    DATABASE_UNSUPPORTED = "database_unsupported"
    ENROLMENT_TAKEN = "enrolment_taken"
    FILE_EXISTS = "file_exists"
    FILE_REFUSED = "file_refused"
    FILE_UNREADABLE = "file_unreadable"
    INDEX_MISMATCH = "index_mismatch"
    KEY_REVOKED = "key_revoked"
    KEYS_DIFFER = "keys_differ"
    KEYS_EXIST = "keys_exist"
    KEYS_MISSING = "keys_missing"
    KEYS_UNREADABLE = "keys_unreadable"
    NOT_FOUND = "not_found"
    NOT_RETURNED = "not_returned"
    PART_DAMAGED = "part_damaged"
    PART_NOT_TOLD = "part_not_told"
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 - a code, not a secret
    REASON_MISSING = "reason_missing"
    ROOT_MISMATCH = "root_mismatch"
    SCHEMA_TOO_NEW = "schema_too_new"
    SHARES_INVALID = "shares_invalid"
    SHARES_TOO_FEW = "shares_too_few"
    SUITE_UNAVAILABLE = "suite_unavailable"
    TERMINAL_UNKNOWN = "terminal_unknown"
    TIME_IN_FUTURE = "time_in_future"
    STILL_REFUSED = "still_refused"
    VERSION_TAKEN = "version_taken"


class PlatformError(Exception):
    """A command can't be done, or something held is not as it should be.

    Attributes:
        code: stable machine word.
        detail: what it is about; no personal data, no secrets.
    """

    def __init__(self, code: FaultCode, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail
