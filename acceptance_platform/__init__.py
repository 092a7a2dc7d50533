"""Reference acceptance platform: takes sealed submissions from enrolled terminals over HTTP and keeps the cases."""

from typing import Final

VERSION: Final = "0.1.0"
