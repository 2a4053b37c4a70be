"""The officers' list of enterprises (企业台账), and what is written to many of them at once."""
