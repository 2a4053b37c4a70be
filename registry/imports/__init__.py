"""Room: imports."""
