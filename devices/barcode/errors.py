"""What goes wrong with codes that a gun sends."""

from __future__ import annotations

from devices.core.errors import DeviceError


class CodeUndecodableError(DeviceError):
    """The bytes are neither UTF-8 nor GB 18030 text; the gun may be set to another encoding or speed."""

    code = "code_undecodable"


class CodeTooLongError(DeviceError):
    """More came without an end than any code holds: noise, or the wrong speed."""

    code = "code_too_long"
