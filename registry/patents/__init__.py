"""Room: patents."""
