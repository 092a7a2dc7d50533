"""Starts the processes of a demonstration and plays it."""
