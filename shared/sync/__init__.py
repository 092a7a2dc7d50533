"""Syncing with the acceptance platform: the agent that delivers the outbox, enrolment, and the client for both."""
