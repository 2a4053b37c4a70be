"""Room: site."""
