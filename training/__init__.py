"""How the networks that ship with devices/imaging are trained. Needs torch, which nothing else here does."""
