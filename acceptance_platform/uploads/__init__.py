"""A tus 1.0 server for the parts of submissions (https://tus.io/protocols/resumable-upload)."""
