"""A PC/SC service of its own with virtual readers (pcscd and vpcd), and cards that are put into them over TCP."""
