"""The dock's window: everything that its state file says, as things to press."""
