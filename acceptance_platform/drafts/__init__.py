"""Drafts that go on elsewhere: kept sealed, with one owner each, and handed over (ARCHITECTURE §3)."""
