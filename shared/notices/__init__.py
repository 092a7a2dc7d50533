"""Receipts on slips and notices on A4, composed from plain data; whoever prints them is elsewhere."""
