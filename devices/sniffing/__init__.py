"""Shows what goes over a device's wire, personal data masked: between an app and its device, or of one question."""
