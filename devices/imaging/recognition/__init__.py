"""Is a page the document, and the side of it, that was asked for: told by what is printed on it."""
