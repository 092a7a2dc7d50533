"""The commands of the platform's operator."""
