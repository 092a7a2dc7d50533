"""One file for each schema, oldest first; a released one is never changed."""
