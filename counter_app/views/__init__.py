"""Widgets. A view shows what it is given and says what was done to it; it decides nothing."""
