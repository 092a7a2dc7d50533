"""What the presenters share: the open case, signing in, and the doors to devices."""
