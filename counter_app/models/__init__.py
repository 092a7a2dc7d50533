"""Item models of the counter's lists and tables."""
