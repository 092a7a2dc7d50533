"""Frozen data and pure rules of one-window intake; the standard library only, no input or output, no clock."""
