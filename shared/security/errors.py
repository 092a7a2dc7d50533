"""What can go wrong with keys and sealed things."""

from __future__ import annotations

from typing import ClassVar


class SecurityError(Exception):
    """Base of this package's errors; `code` is stable and listed in docs/error-codes.md."""

    code: ClassVar[str] = "security_error"


class KeyFormatError(SecurityError):
    """A key or certificate can't be read or is of the wrong kind."""

    code = "key_format"


class SignatureError(SecurityError):
    """A signature does not fit its message and key."""

    code = "signature_invalid"


class UntrustedDirectoryError(SecurityError):
    """The certificate directory is damaged or not signed by the root; without it no receipt can be judged."""

    code = "directory_untrusted"


class TpmUnavailableError(SecurityError):
    """No TPM answers, or it is held by another program."""

    code = "tpm_unavailable"


class TpmBlobError(SecurityError):
    """A key's blob is damaged, or was made by another TPM, or before this one was cleared."""

    code = "tpm_key_foreign"


class UnsealError(SecurityError):
    """A sealed thing can't be opened: wrong key, wrong place or altered bytes."""

    code = "unseal_failed"


class UnknownSuiteError(SecurityError):
    """The sealing suite is not one this build knows."""

    code = "unknown_suite"


class SuiteUnavailableError(SecurityError):
    """The sealing suite is known, and no library gives what it is made of."""

    code = "suite_unavailable"


class MissingKeyError(SecurityError):
    """No key of that id is known here."""

    code = "missing_key"
