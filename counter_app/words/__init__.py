"""Sentences for codes: the only place where a code becomes Chinese."""
