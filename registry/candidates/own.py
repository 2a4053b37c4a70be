"""What an enterprise sees of its own candidacies: how far they are and since when, and nothing the bureau noted."""

from dataclasses import dataclass
from datetime import date

from registry.accounts.scope import Scope
from registry.candidates.round_queries import tier_titles
from registry.candidates.rules import State
from registry.candidates.tables import Candidacy
from registry.site.reading import fetch


@dataclass(frozen=True, slots=True)
class OwnCandidacy:
    """One candidacy with the days on which it came to each state, the first one first."""

    tier_title: str
    round_name: str
    deadline: date
    state: State
    reached: tuple[tuple[State, date], ...]


async def own_candidacies(scope: Scope, key: str) -> list[OwnCandidacy]:
    """The candidacies of an enterprise that the caller belongs to, the latest first; of any other, none."""
    rows = await fetch(
        Candidacy,
        "SELECT r.tier, r.name, r.deadline, c.state, array_agg(s.to_state ORDER BY s.id) AS states,"
        " array_agg(s.on_day ORDER BY s.id) AS days"
        " FROM candidacy c JOIN enterprise e ON e.id = c.enterprise_id JOIN candidate_round r ON r.id = c.round_id"
        " JOIN candidacy_step s ON s.candidacy_id = c.id"
        " AND s.undone_at IS NULL AND s.from_state IS DISTINCT FROM s.to_state"
        " WHERE e.credit_code = {} AND e.credit_code = ANY({}) GROUP BY c.id, r.id ORDER BY c.id DESC",
        key,
        sorted(scope.enterprises),
    )
    titles = await tier_titles()
    return [
        OwnCandidacy(
            titles.get(row["tier"], row["tier"]),
            row["name"],
            row["deadline"],
            State.of(row["state"]),
            tuple(zip(map(State.of, row["states"]), row["days"], strict=True)),
        )
        for row in rows
    ]
