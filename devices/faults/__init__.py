"""Fault scripts: readable files that make a simulated device misbehave at a step, for tests, dock and drills alike."""
