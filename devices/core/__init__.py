"""What every device kind shares: errors, states, the wire seam and the slip that a receipt printer prints."""
