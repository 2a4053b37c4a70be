"""One search interface with two engines behind it; knows schemas, no database, no web."""
