"""Benchmarks: each module is a command, `./run bench NAME`, that prints ours beside the peer's and the limit."""
