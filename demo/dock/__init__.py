"""The device dock: plays the hands and cables around simulated devices, by a window or by its state file."""
