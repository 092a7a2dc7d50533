"""Wire models of the platform API: one source for the terminal's client, the platform and its OpenAPI."""
