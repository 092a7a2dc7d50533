"""Network scanners that speak eSCL (AirScan), without SANE between."""
