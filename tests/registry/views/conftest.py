"""The office of the tests of candidates: a bureau, a township and three enterprises, with the site over it."""

from tests.registry.candidates.conftest import desk, office, site

__all__ = ["desk", "office", "site"]
