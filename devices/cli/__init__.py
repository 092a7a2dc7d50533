"""The command line of the devices, for technicians, scripts and tests: `python -m devices VERB`."""
