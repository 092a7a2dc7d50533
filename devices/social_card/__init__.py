"""Social security cards, contact chip cards read over PC/SC (LD/T 32)."""
