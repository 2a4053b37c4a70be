"""Reads of the enterprises that can be tagged: those chosen already, and those a search offers."""

from dataclasses import dataclass

from registry.accounts.scope import Candidates, Scope
from registry.candidates.tables import Candidacy
from registry.site.reading import Conditions, containing, fetch


@dataclass(frozen=True, slots=True)
class Chosen:
    """An enterprise to be tagged. `name` None: the register has none of this key."""

    key: str
    name: str | None
    township: str | None
    cluster: str | None


FOUND = 50
"""Enterprises offered for tagging at a time."""


async def findable_enterprises(scope: Scope, text: str, township: str, without: list[str]) -> list[Chosen]:
    """Enterprises whose name or credit code contains all words, for tagging; a township is offered its own only."""
    conditions = Conditions()
    if scope.candidates is not Candidates.ALL:
        conditions.add("e.township = ANY({}::text[])", sorted(scope.townships))
    if township:
        conditions.add("e.township = {}", township)
    for word in text.split():
        pattern = containing(word)
        conditions.add(
            "(e.name ILIKE {} OR e.credit_code ILIKE {} OR array_to_string(e.former_names, ' ') ILIKE {})",
            pattern,
            pattern,
            pattern,
        )
    conditions.add("coalesce(e.credit_code, 'id-' || e.id) <> ALL({}::text[])", without)
    rows = await fetch(
        Candidacy,
        "SELECT coalesce(e.credit_code, 'id-' || e.id) AS key, e.name, e.township, e.cluster FROM enterprise e"
        f" {conditions.where} ORDER BY e.name, e.id LIMIT {FOUND}",
        *conditions.values,
    )
    return [Chosen(**row) for row in rows]


async def townships(scope: Scope) -> list[str]:
    """The townships whose enterprises the caller may tag."""
    if scope.candidates is not Candidates.ALL:
        return sorted(scope.townships)
    rows = await fetch(
        Candidacy, "SELECT DISTINCT e.township FROM enterprise e WHERE e.township <> '' ORDER BY 1"
    )
    return [row["township"] for row in rows]


async def chosen_enterprises(scope: Scope, keys: list[str]) -> list[Chosen]:
    """The enterprises of these keys, each once, in their order."""
    del scope  # names and places of enterprises are public
    rows = await fetch(
        Candidacy,
        "SELECT asked.key, e.name, e.township, e.cluster FROM unnest({}::text[]) WITH ORDINALITY AS asked (key, place)"
        " LEFT JOIN enterprise e ON e.credit_code = asked.key OR (e.credit_code IS NULL AND 'id-' || e.id = asked.key)"
        " ORDER BY asked.place",
        list(dict.fromkeys(keys)),
    )
    return [Chosen(**row) for row in rows]
