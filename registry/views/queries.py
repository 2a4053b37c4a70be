"""Reads of saved views: one's own, and those shared with the bureau."""

from dataclasses import dataclass
from datetime import datetime

from registry.accounts.scope import Scope
from registry.site.reading import Conditions, Row, fetch
from registry.views.tables import SavedView

_VIEW = (
    "SELECT v.id, v.place, v.name, v.query, v.shared, v.account_id, a.name AS owner, v.created_at, v.removed_at"
    " FROM saved_view v JOIN account a ON a.id = v.account_id"
)


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as its reader sees it; `own`: it is the reader's, who alone may change it."""

    id: int
    place: str
    name: str
    query: str
    shared: bool
    owner: str
    own: bool
    created_at: datetime
    removed_at: datetime | None


def _seen(scope: Scope) -> Conditions:
    conditions = Conditions()
    conditions.add(
        "(v.account_id = {} OR ({}::boolean AND v.shared AND v.removed_at IS NULL))",
        scope.account,
        scope.bureau,
    )
    return conditions


async def views(scope: Scope) -> list[View]:
    """The views that the caller sees, one's own first; those one took away are among them."""
    conditions = _seen(scope)
    rows = await fetch(
        SavedView,
        f"{_VIEW} {conditions.where} ORDER BY v.place, v.account_id <> {{}}, v.name, v.id",
        *conditions.values,
        scope.account,
    )
    return [_view(row, scope) for row in rows]


async def view(scope: Scope, number: int) -> View | None:
    """One view, None where there is none of this number that the caller sees."""
    conditions = _seen(scope)
    conditions.add("v.id = {}", number)
    rows = await fetch(SavedView, f"{_VIEW} {conditions.where}", *conditions.values)
    return _view(rows[0], scope) if rows else None


def _view(row: Row, scope: Scope) -> View:
    return View(own=row.pop("account_id") == scope.account, **row)
