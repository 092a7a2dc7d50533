"""The HTTP API: routes, sign-in gate, limits and problem answers."""
