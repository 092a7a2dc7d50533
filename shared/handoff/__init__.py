"""Drafts that go on elsewhere: the code in the hand, and what it carries where nothing else can (ARCHITECTURE §3)."""
