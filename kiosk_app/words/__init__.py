"""Codes made into sentences: what happened, what is kept, what to do now."""
