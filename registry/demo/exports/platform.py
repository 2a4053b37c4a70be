"""The monthly export of the operator platform, sheet 专利清单, with the rows of the import design."""

from collections.abc import Callable
from datetime import date

from registry.demo.chance import stream
from registry.demo.exports import wording
from registry.demo.exports.table import Cell, Table, dashed, serial
from registry.demo.model import District, Offer, Patent

ROWS = 1284
HEADERS = [
    "专利名称", "申请号", "类型", "申请日", "专利权人", "经办人", "授权日", "法律状态",
    "许可期限届满日", "许可费", "备注（内部）",
]  # fmt: skip
BLANK_OWNER, NO_SUCH_DAY, NEGATIVE_FEE, NO_BASE, WRONG_KIND = 208, 112, 611, 874, 1102
_PLACES = {
    2: "202129900104.0",
    37: "202119903127.1",
    57: "202119907741.5",
    141: "202029903318.9",
    349: "202229904415.9",
}


def platform(district: District) -> Table:
    """Return the export: a third of its rows carry an offer, 186 patents are in no other file."""
    offers = {offer.patent.number: offer for offer in district.offers if offer.state == "已公告"}
    chance = stream("platform")
    chosen = _chosen(district, offers)
    rows = [_row(patent, offers.get(patent.number), chance.random()) for patent in chosen]
    return Table(list(HEADERS), rows)


def _chosen(district: District, offers: dict[str, Offer]) -> list[Patent]:
    """Return the patents row by row, those that the design names on the rows it names."""
    chance = stream("platform rows")
    by_number = {patent.number: patent for patent in district.patents}
    fixed = {row: by_number[number] for row, number in _PLACES.items()}
    # The row below the sea-cucumber equipment repeats it with another fee; the fault puts that in.
    fixed[350] = fixed[349]
    only = [p for p in district.patents if not district.sources[p.number]]
    common = [
        p for p in district.patents if district.sources[p.number] and p.granted and p not in fixed.values()
    ]
    chance.shuffle(common)
    for row, fits in _wanted(offers).items():
        fixed[row] = next(p for p in common if fits(p) and p not in fixed.values())
    rest = [p for p in common if p not in fixed.values()][: ROWS - len(only) - len(fixed)]
    # Rows to be refused for their number must be known elsewhere; 186 new ones stand between them.
    places = [row for row in range(2, ROWS + 2) if row not in fixed]
    new_places = set(chance.sample([row for row in places if row % 25 != 0], len(only)))
    fillers = {True: iter(only), False: iter(rest)}
    filled = {row: next(fillers[row in new_places]) for row in places}
    return [{**filled, **fixed}[row] for row in range(2, ROWS + 2)]


def _wanted(offers: dict[str, Offer]) -> dict[int, Callable[[Patent], bool]]:
    def offered(patent: Patent, mode: str) -> bool:
        return patent.number in offers and offers[patent.number].fee.mode == mode

    return {
        NO_SUCH_DAY: lambda p: p.granted is not None and (p.granted.year, p.granted.month) == (2023, 2),
        BLANK_OWNER: lambda p: len(p.owners) == 1,
        NEGATIVE_FEE: lambda p: offered(p, "lump") and offers[p.number].fee.amount == 20000,
        NO_BASE: lambda p: offered(p, "sales") and offers[p.number].fee.rate == 3,
        WRONG_KIND: lambda p: p.kind == "2",
    }


def _row(patent: Patent, offer: Offer | None, lot: float) -> list[Cell]:
    return [
        patent.title,
        patent.number.replace(".", "") if lot < 0.3 or patent.number == "202129900104.0" else patent.number,
        wording.KINDS[patent.kind],
        dashed(patent.filed),
        "；".join(wording.owner_names(patent)),
        "",
        _grant_day(patent.granted, lot, patent.number),
        wording.CASE_FILE[patent.standing],
        dashed(offer.until) if offer else "",
        wording.fee_short(offer.fee) if offer else "",
        "",
    ]


def _grant_day(day: date | None, lot: float, number: str) -> Cell:
    return serial(day) if lot < 0.25 or number == "202129900104.0" else dashed(day)
