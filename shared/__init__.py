"""What kiosk, counter, agent and platform have in common: domain, use cases, store, sealing, syncing."""
