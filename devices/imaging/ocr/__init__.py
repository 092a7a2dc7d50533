"""Reading print on documents: lines with places, and the fields of known kinds of documents as suggestions."""
