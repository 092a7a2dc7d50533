"""Use cases of an intake, shared by kiosk and counter: begin, identify, fill, attach, check, seal, decide, print."""
