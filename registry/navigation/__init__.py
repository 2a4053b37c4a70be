"""Room: navigation."""
