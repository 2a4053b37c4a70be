"""Which candidates a caller sees: the one condition that lists, counts and single records share."""

from registry.accounts.scope import Candidates, Scope
from registry.site.reading import Conditions

FROM = (
    "candidacy c JOIN enterprise e ON e.id = c.enterprise_id JOIN candidate_round r ON r.id = c.round_id"
    " LEFT JOIN account a ON a.id = c.owner_id"
)


def seen(scope: Scope, conditions: Conditions) -> Conditions:
    """Narrow conditions on `enterprise e` to the candidates that the caller sees."""
    if scope.candidates is Candidates.NONE:
        conditions.add("false")
    elif scope.candidates is Candidates.TOWNSHIP:
        conditions.add("e.township = ANY({}::text[])", sorted(scope.townships))
    return conditions
