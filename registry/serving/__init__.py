"""Room: serving. How web processes listen, what they bear, and how they end."""
