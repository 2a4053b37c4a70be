"""Room: database."""
