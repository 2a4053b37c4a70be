"""The queries that a request is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from search.counting import groups
from search.declaration import Index
from search.meilisearch.filters import all_of, everything, filter_text, without
from search.meilisearch.form import DOCUMENT, KEY, LENGTH, PREFERRED
from search.requests import Filter, SearchRequest

Query = dict[str, Any]
Result = dict[str, Any]

BEST_FIRST = (f"{PREFERRED}:desc", f"{LENGTH}:asc")


@dataclass(frozen=True, slots=True)
class Queries:
    """Makes the queries of one request. `refused`: documents left out besides those that the request names."""

    index: Index
    request: SearchRequest
    refused: tuple[str, ...] = ()

    def counting(self, fitting: str, limit: int, *, whole: bool) -> list[Query]:
        """The first documents that fit and all that is counted under the same filters; then one for each other group
        of fields that are counted together.
        """
        asked = {self.request.filters: [], **groups(self.request)}
        first, *others = [
            self._query(fitting, filters, limit=0, facets=names) for filters, names in asked.items()
        ]
        return [first | self.listing(fitting, limit, whole=whole), *others]

    def listing(self, wanted: str, limit: int, *, whole: bool = True) -> Query:
        """The first documents that a filter holds for, or just their keys."""
        sort = self.request.sort
        order = [f"{sort.field}:{'desc' if sort.descending else 'asc'}"] if sort else []
        retrieved = [KEY, DOCUMENT] if whole else [KEY]
        return self._query(
            wanted,
            self.request.filters,
            limit=limit,
            sort=[*order, *BEST_FIRST],
            attributesToRetrieve=retrieved,
        )

    def _query(self, wanted: str, filters: Iterable[Filter], **more: Any) -> Query:
        left_out = (*self.request.without, *self.refused)
        holding = [
            everything(self.index),
            *(filter_text(one, self.index) for one in filters),
            *([without(left_out)] if left_out else []),
            wanted,
        ]
        return {"filter": all_of(holding), **more}
