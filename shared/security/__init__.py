"""Keys, sealing, signing and receipts that prove themselves."""
