"""CPS Desktop: run an improvement or co-production session where there is no signal."""

__version__ = "0.1.0"
