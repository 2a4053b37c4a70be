"""Room: indexing."""
