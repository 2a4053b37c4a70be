"""Room: saved views. What somebody keeps of a list at work, its filter, order and columns, under a name (视图)."""
