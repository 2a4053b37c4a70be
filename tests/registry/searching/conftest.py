"""The site over the invented district, as the tests of pages open it, and questions that tests ask of it."""

from tests.registry.site.conftest import bare, district, inside, site

__all__ = ["bare", "district", "inside", "site"]
