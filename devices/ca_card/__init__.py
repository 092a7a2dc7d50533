"""CA cards and UKeys: PIV cards over PC/SC, tokens behind a PKCS#11 module or an SKF library."""
