"""One presenter for each view: facts in, states out, acts passed on."""
