"""Smart cards behind the PC/SC service: APDUs, a card's session, the watch over all readers."""
