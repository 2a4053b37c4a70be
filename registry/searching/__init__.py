"""Room: searching."""
