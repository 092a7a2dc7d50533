"""The catalogue: items, guides, materials and forms as signed data, its checker and its search (ARCHITECTURE §4)."""
