"""The readiness report: every device and prerequisite of a terminal, for a technician and for the paper to sign."""
