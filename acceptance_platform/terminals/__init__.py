"""Enrolment, sign-in, heartbeat and clerks."""
