"""The terminal's encrypted database and page files: drafts, sealed submissions, case index, outbox, journals."""
