"""Plays the real apps as a person would: finds controls by name, presses them, waits for what comes, takes pictures."""
