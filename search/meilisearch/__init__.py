"""The search engine for many users or many machines: a Meilisearch server."""

from search.meilisearch.engine import MeilisearchEngine
from search.meilisearch.keys import Keys, make_keys

__all__ = ["Keys", "MeilisearchEngine", "make_keys"]
