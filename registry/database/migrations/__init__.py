"""The history of the tables: one module for each step, in Piccolo's form, with its SQL beside it."""
