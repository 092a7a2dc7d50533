"""Manifests, opening, commit and reading back."""
