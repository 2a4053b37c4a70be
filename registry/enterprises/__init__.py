"""Room: enterprises."""
