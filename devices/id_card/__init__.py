"""Second-generation ID-card readers that speak SAM-V over a serial line or USB."""
