"""One data dictionary, one form for many items, and the check of what was filled in (REQUIREMENTS A13, C2)."""
