"""Why an image file or an array of pixels is refused."""

from __future__ import annotations

from devices.core.errors import DeviceError


class ImageError(DeviceError):
    """The bytes are no picture in a format that is read here, or a damaged one."""

    code = "image_unreadable"


class ImageTooLargeError(ImageError):
    """The picture has more pixels or bytes than a scanned page can have."""

    code = "image_too_large"


class ImageTooSmallError(ImageError):
    """The picture has next to no pixels, or is a strip a hundred times as long as wide."""

    code = "image_too_small"


class ImageTruncatedError(ImageError):
    """The file ends before the picture does."""

    code = "image_truncated"


class ImageSeveralFramesError(ImageError):
    """The file holds an animation or several pages where one page is asked for."""

    code = "image_several_frames"


class CornersError(ImageError):
    """Four corners that no flat page can have: crossing, in a line, or far out of the picture."""

    code = "corners_impossible"


class PdfEmptyError(ImageError):
    """A PDF of no pages was asked for."""

    code = "pdf_empty"
