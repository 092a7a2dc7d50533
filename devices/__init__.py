"""Readers, printers and scanners of a service hall: a Qt-free library that knows nothing of the rest of Yimen."""
