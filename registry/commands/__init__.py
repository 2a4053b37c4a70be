"""The parts of the `registry` command, one module a group of sub-commands."""
