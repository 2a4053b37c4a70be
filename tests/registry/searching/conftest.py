"""The site over the invented district, as the tests of pages open it, and questions that tests ask of it."""

from tests.registry.site.conftest import application, bare, district, inside, officer, site

__all__ = ["application", "bare", "district", "inside", "officer", "site"]
