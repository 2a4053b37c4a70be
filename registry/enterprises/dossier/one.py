"""The file of one enterprise (企业档案): what officers see of it beside its public page, in one read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.accounts.scope import Scope
from registry.enterprises.dossier.entries import Entry, entries, shows, subject
from registry.enterprises.dossier.rights import OwnOffer, OwnPledge, own_offers, own_pledges, own_projects
from registry.enterprises.dossier.sheets import SHEETS, Sheet
from registry.enterprises.dossier.timeline import DatedEntry, TimelineQuery, timeline
from registry.enterprises.ladder.criteria import Ladder
from registry.enterprises.ladder.one import OnLadder, on_ladder
from registry.enterprises.queries import EnterpriseDetail, by_key
from registry.navigation.queries import ProjectSummary
from registry.patents.valuing import ValuedInventions, valued_inventions
from registry.site.paging import Page

ENTRIES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Dossier:
    """What belongs to the file of an enterprise, ready to be shown."""

    place: OnLadder
    valued: ValuedInventions
    offers: Sequence[OwnOffer]
    pledges: Sequence[OwnPledge]
    projects: Sequence[ProjectSummary]
    timeline: Page[DatedEntry]
    sheets: Sequence[tuple[Sheet, Sequence[Entry]]]


async def dossier(scope: Scope, ladder: Ladder, found: EnterpriseDetail, today: date) -> Dossier | None:
    """The file of an enterprise; None for whom it does not concern."""
    place = await on_ladder(scope, ladder, found.key, today)
    rows = await by_key(found.key)
    if place is None or not rows:
        return None
    names, code = found.names, rows[0]["credit_code"]
    of = await subject(scope, found.key)
    seen = [sheet for sheet in SHEETS.values() if of and shows(scope, sheet, of)]
    return Dossier(
        place=place,
        valued=await valued_inventions(scope, names, code, today),
        offers=await own_offers(scope, names, code),
        pledges=await own_pledges(scope, names, code),
        projects=await own_projects(scope, names),
        timeline=await timeline(scope, rows[0], names, TimelineQuery(size=ENTRIES_SHOWN)),
        sheets=[(sheet, await entries(scope, sheet, of)) for sheet in seen if of],
    )
