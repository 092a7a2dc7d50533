"""What stands against a page job before anything of it is printed."""

from __future__ import annotations

from devices.core.errors import DeviceError


class DocumentUnreadableError(DeviceError):
    """The file can't be read, is no PDF, or is larger than a printer is given."""

    code = "document_unreadable"


class DocumentFormatError(DeviceError):
    """The printer takes no PDF; a queue in between (CUPS) would turn it into what it takes."""

    code = "document_format_unsupported"


class PageOptionError(DeviceError):
    """The printer can't do what was asked: both sides, so many copies, that paper. The detail names the option."""

    code = "page_option_unsupported"


class TlsUntrustedError(DeviceError):
    """The printer's certificate is neither trusted here nor the one that the address names."""

    code = "tls_untrusted"


class PrinterRefusedError(DeviceError):
    """The printer refused the request; the detail is its IPP or HTTP status."""

    code = "ipp_refused"


class JobGoneError(DeviceError):
    """The printer does not know the job any more."""

    code = "job_gone"
