"""Spreadsheets in, checked rows and a report out; knows schemas, no database, no web."""
