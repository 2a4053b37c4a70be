"""Room: the fictitious district of the demonstration, written as the files that real platforms export.

Nothing in it is real: enterprises, persons, agencies, banks, patents and all numbers are invented, and
numbers lie in ranges that no office has reached. A likeness to a real name is a coincidence.
"""

from registry.demo.district import TODAY, build_district
from registry.demo.exports.writing import write_files
from registry.demo.words import demo_synonyms

__all__ = ["TODAY", "build_district", "demo_synonyms", "write_files"]
