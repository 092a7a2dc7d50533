"""The citizen's touch application: a supervisor, and one process per citizen session."""
