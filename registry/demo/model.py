"""What the invented district is made of. Every name, number and text in it is made up."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from schemas.terms import anniversary


class Standing(StrEnum):
    """Where a patent or application stands on the day of the demo (法律状态)."""

    IN_FORCE = "in_force"
    GRACE = "grace"
    RECOVERABLE = "recoverable"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    ABANDONED = "abandoned"
    INVALID = "invalid"
    PARTLY_INVALID = "partly_invalid"
    EXAMINATION = "examination"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


ALIVE = frozenset({Standing.IN_FORCE, Standing.GRACE, Standing.PARTLY_INVALID})


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who may own patents: an enterprise, an institution or a person (权利人)."""

    name: str
    code: str
    owner_type: str
    cluster: str
    township: str
    address: str
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enterprise(Holder):
    """企业 as the register of enterprises and the bureau's own ledger know it."""

    company_type: str = ""
    established: date = date(2010, 1, 1)
    representative: str = ""
    capital: int = 0
    paid_in: int = 0
    status: str = "在营（开业）企业"
    industry: str = ""
    size: str = ""
    scope: str = ""
    tags: tuple[str, ...] = ()
    iso_level: int | None = None
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Patent:
    """专利 with everything the search platforms export about it."""

    number: str
    kind: str
    title: str
    abstract: str
    claim: str
    cluster: str
    strategic: str
    owners: tuple[Holder, ...]
    inventors: tuple[str, ...]
    filed: date
    published: date | None
    publication: str
    granted: date | None
    grant: str
    ipc: tuple[str, ...]
    locarno: str
    standing: Standing
    standing_on: date
    agency: str
    agents: tuple[str, ...]
    cites: int
    cited: int
    claims: int

    @property
    def term_end(self) -> date:
        """Last day of protection plus one (期限届满日), Patent Law art. 42."""
        years = {"1": 20, "8": 20, "2": 10, "9": 10}.get(self.kind)
        if years is None:
            years = 15 if self.filed >= date(2021, 6, 1) else 10
        return anniversary(self.filed, years)

    @property
    def alive(self) -> bool:
        """Whether the right is granted and stands."""
        return self.granted is not None and self.standing in ALIVE


@dataclass(frozen=True, slots=True)
class Fee:
    """许可费: the mode with what it needs; money in yuan, rates in percent."""

    mode: str
    amount: Decimal = Decimal(0)
    rate: Decimal = Decimal(0)
    entry: Decimal = Decimal(0)
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """开放许可声明 of one patent."""

    patent: Patent
    fee: Fee
    declared: date
    until: date
    state: str
    announced: bool
    area: str = "中国境内"


@dataclass(frozen=True, slots=True)
class Licence:
    """许可合同备案, as the gazette prints it under EE01."""

    patent: Patent
    number: str
    licensee: str
    licence_kind: str
    filed_on: date


@dataclass(frozen=True, slots=True)
class Pledge:
    """质押登记, as the gazette prints it under PE01; the amount in yuan."""

    patent: Patent
    number: str
    pledgee: str
    registered: date
    released: date | None
    amount: int


@dataclass(frozen=True, slots=True)
class Review:
    """存量专利盘点 of one idle patent of the university."""

    patent: Patent
    unit: str
    funded: bool
    exploitation: str
    willingness: tuple[str, ...]
    maturity: str
    rating: str
    scenario: str
    state: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """称号 of an enterprise in one round; document numbers are invented."""

    enterprise: Enterprise
    title: str
    level: str
    batch: str
    document: str
    certificate: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Project:
    """专利导航项目 with the agency that carries it."""

    number: str
    title: str
    project_type: str
    level: str
    agency: str
    client: str
    field: str
    ipc: tuple[str, ...]
    cluster: str
    state: str
    approved: date
    accepted: date | None
    filing: str
    summary: str


@dataclass(frozen=True, slots=True)
class District:
    """The whole invented district on one day."""

    today: date
    enterprises: tuple[Enterprise, ...]
    institutions: tuple[Holder, ...]
    patents: tuple[Patent, ...]
    offers: tuple[Offer, ...]
    licences: tuple[Licence, ...]
    pledges: tuple[Pledge, ...]
    reviews: tuple[Review, ...]
    recognitions: tuple[Recognition, ...]
    projects: tuple[Project, ...]
    sources: dict[str, frozenset[str]] = field(default_factory=dict)
