"""What reads of candidates and rounds give: one line of a list, one step, one file, one round, one candidate whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from registry.candidates.results import Results
from registry.candidates.rules import COUNTED, Places, Round, Standing, State, places


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One line of the list. `missing` and `unknown` count criteria as they were on the day of tagging."""

    id: int
    version: int
    key: str
    enterprise: str
    township: str | None
    cluster: str | None
    round: int
    round_name: str
    tier: str
    tier_title: str
    state: State
    owner: str | None
    proposed_by: str
    proposer: str
    missing: int
    unknown: int
    deadline: date
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a candidate, or a note where the state stays. `actor` and `undone_by` are names of people."""

    id: int
    source: State | None
    target: State
    on_day: date
    note: str
    document_number: str | None
    actor: str
    login: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None
    undone_reason: str | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept with a candidate."""

    id: int
    file_name: str
    media_type: str
    size: int
    added_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round with how many candidates there are by state, of those the caller sees."""

    id: int
    tier: str
    tier_title: str
    name: str
    title: str
    quota: int | None
    deadline: date
    note: str
    closed_on: date | None
    version: int
    counts: Mapping[State, int]

    @property
    def total(self) -> int:
        """All candidates."""
        return sum(self.counts.values())

    @property
    def taken(self) -> int:
        """Those that take up a place of the quota."""
        return sum(self.counts.get(state, 0) for state in COUNTED)

    @property
    def places(self) -> Places:
        """How those compare with the quota."""
        return places(self.taken, self.quota)

    @property
    def rules(self) -> Round:
        """What the rules need of it."""
        return Round(self.deadline, self.closed_on, self.quota)


@dataclass(frozen=True, slots=True)
class CandidateDetail:
    """Everything on one candidate; `then`: how it met the criteria when it was tagged."""

    line: CandidateLine
    enterprise_id: int
    reason: str
    owner_id: int | None
    round: RoundLine
    then: Results
    steps: list[Step]
    attachments: list[Attachment]

    @property
    def last(self) -> Step:
        """The last step that was not undone."""
        return [step for step in self.steps if step.undone_at is None][-1]

    @property
    def standing(self) -> Standing:
        """What the rules need of it."""
        return Standing(self.line.state, self.line.proposed_by, self.last.on_day, self.round.rules)
