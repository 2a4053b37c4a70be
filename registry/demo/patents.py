"""The invented patents: who owns them, when they were filed, and the texts of the grammar."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from registry.demo import people
from registry.demo.chance import day_between, gazette_day, heavy_tail, stream, weighted
from registry.demo.enterprises import build_individuals, build_outsiders, known
from registry.demo.grammar import Draft, clusters, compose
from registry.demo.lifecycle import Life, live
from registry.demo.model import Enterprise, Holder, Patent, Standing
from registry.demo.numbers import application_number, publication_number

COUNT = 3906
AGENCIES = (
    "威海衡尺专利代理事务所（普通合伙）",
    "青岛砚田知识产权代理有限公司",
    "济南墨规专利代理事务所（特殊普通合伙）",
    "威海知渡知识产权服务有限公司",
)
_KINDS = {
    "高校": {"1": 74, "2": 22, "3": 3, "8": 1},
    "科研院所": {"1": 78, "2": 21, "8": 1},
    "国有企业": {"1": 38, "2": 58, "3": 4},
    "企业": {"1": 29, "2": 54, "3": 16, "8": 1},
    "个人": {"1": 12, "2": 62, "3": 26},
}
_SHARES = {"高校": 336, "科研院所": 96}


def build_patents(
    today: date, enterprises: tuple[Enterprise, ...], institutions: tuple[Holder, ...]
) -> tuple[Patent, ...]:
    """Return all patents: those of the design pages first, then the composed ones."""
    shown = list(_known_patents(today, enterprises, institutions))
    runnings = _runnings({patent.number for patent in shown})
    titles = {patent.title for patent in shown}
    chance = stream("patents")
    composed = []
    for holder, kind in _owners(chance, enterprises, institutions, COUNT - len(shown)):
        cluster = holder.cluster or weighted(chance, {n: w["share"] for n, w in clusters().items()})
        draft = _fresh(cluster, kind, chance, titles)
        composed.append(
            _patent(
                draft,
                cluster,
                kind,
                next(runnings),
                holder,
                chance=chance,
                today=today,
                enterprises=enterprises,
            )
        )
    return tuple(shown + composed)


def _owners(
    chance: random.Random, enterprises: tuple[Enterprise, ...], institutions: tuple[Holder, ...], count: int
) -> list[tuple[Holder, str]]:
    """Return one first owner and kind a patent: design pages, institutions, persons, the rest."""
    quota = {entry["name"]: entry["inventions"] for entry in known()["enterprise"]}
    shown = [patent["owner"] for patent in known()["patent"] if patent["number"][4] == "1"]
    chosen: list[tuple[Holder, str]] = []
    for enterprise in enterprises:
        more = quota.get(enterprise.name, 0) - shown.count(enterprise.name)
        chosen += [(enterprise, "1")] * max(0, more)
    for holder in institutions:
        chosen += [
            (holder, weighted(chance, _KINDS[holder.owner_type])) for _ in range(_SHARES[holder.owner_type])
        ]
    individuals = list(build_individuals(44))
    chosen += [(person, weighted(chance, _KINDS["个人"])) for person in chance.choices(individuals, k=88)]
    active: list[Holder] = [e for e in enterprises if chance.random() < 0.78]
    drawn = chance.choices(active, weights=heavy_tail(chance, active), k=count - len(chosen))
    limited = set(quota)
    for holder in drawn:
        kind = weighted(chance, _KINDS[holder.owner_type])
        chosen.append((holder, "2" if holder.name in limited and kind in "18" else kind))
    return chosen


def _fresh(cluster: str, kind: str, chance: random.Random, titles: set[str]) -> Draft:
    """Return a draft whose title is new; designs may share a title, as real ones do."""
    draft = compose(cluster, kind, chance)
    for _ in range(60):
        if draft.title not in titles or kind == "3":
            break
        draft = compose(cluster, kind, chance)
    titles.add(draft.title)
    return draft


def _runnings(used: set[str]) -> Iterator[int]:
    """Yield the five-digit running parts in a scattered order, without those of the design pages."""
    taken = {int(number[7:12]) for number in used}
    numbers = [number for number in range(100, 99_000) if number not in taken]
    stream("running").shuffle(numbers)
    return iter(numbers)


def _patent(
    draft: Draft,
    cluster: str,
    kind: str,
    running: int,
    holder: Holder,
    *,
    chance: random.Random,
    today: date,
    enterprises: tuple[Enterprise, ...],
) -> Patent:
    filed = _filing_day(kind, chance, today)
    settled = isinstance(holder, Enterprise) and holder.name in {e["name"] for e in known()["enterprise"]}
    life = live(kind, filed, chance, today, steady=settled and kind == "1")
    ending = chance.randint(0, 9)
    first = "B" if kind in "18" else ("U" if kind == "2" else "S")
    return Patent(
        number=application_number(filed.year, kind, running),
        kind=kind,
        title=draft.title,
        abstract=draft.abstract,
        claim=draft.claim,
        cluster=cluster,
        strategic=clusters()[cluster]["strategic"] if kind != "3" and chance.random() < 0.7 else "",
        owners=_co_owners(holder, chance, enterprises),
        inventors=(holder.name,) if holder.owner_type == "个人" else people.people(chance, 6),
        filed=filed,
        published=life.published,
        publication=publication_number(kind, running, ending, "A") if life.published else "",
        granted=life.granted,
        grant=publication_number(kind, running, ending, first) if life.granted else "",
        ipc=draft.ipc,
        locarno=draft.locarno,
        standing=life.standing,
        standing_on=life.since,
        agency=chance.choice(AGENCIES) if chance.random() < 0.86 else "",
        agents=people.people(chance, 2),
        cites=chance.randint(2, 12) if kind in "18" else chance.randint(0, 5),
        cited=int(chance.expovariate(0.35)) if life.granted else 0,
        claims=chance.randint(4, 12) if kind != "3" else 1,
    )


def _filing_day(kind: str, chance: random.Random, today: date) -> date:
    """Return a filing day of the last fifteen years, recent years more often, old enough to be public."""
    youngest = today - timedelta(days=600 if kind in "18" and chance.random() < 0.85 else 260)
    years = int(chance.triangular(0, 15, 0.4))
    last = date(youngest.year - years, 12, 28)
    return min(day_between(chance, date(last.year, 1, 4), last), youngest)


def _co_owners(
    holder: Holder, chance: random.Random, enterprises: tuple[Enterprise, ...]
) -> tuple[Holder, ...]:
    lot = chance.random()
    if holder.owner_type == "个人" or lot > 0.09:
        return (holder,)
    others: list[Holder] = list(build_outsiders()) if lot < 0.015 else list(enterprises)
    other = chance.choice(others)
    return (holder, other) if other.name != holder.name else (holder,)


def _known_patents(
    today: date, enterprises: tuple[Enterprise, ...], institutions: tuple[Holder, ...]
) -> Iterator[Patent]:
    holders: dict[str, Holder] = {holder.name: holder for holder in (*enterprises, *institutions)}
    chance = stream("known")
    for entry in known()["patent"]:
        holder = holders[entry["owner"]]
        yield _known_patent(entry, holder, chance, today)


def _known_patent(entry: Mapping[str, Any], holder: Holder, chance: random.Random, today: date) -> Patent:
    kind, running = entry["number"][4], int(entry["number"][7:12])
    cluster = entry.get("cluster", holder.cluster)
    published = entry.get("published")
    life = Life(published, entry["granted"], Standing.IN_FORCE, entry["granted"])
    return Patent(
        number=entry["number"],
        kind=kind,
        title=entry["title"],
        abstract=entry["abstract"],
        claim=entry["claim"],
        cluster=cluster,
        strategic=clusters()[cluster]["strategic"],
        owners=(holder,),
        inventors=people.people(chance, 5),
        filed=entry["filed"],
        published=published,
        publication=publication_number(kind, running, 0, "A") if published else "",
        granted=life.granted,
        grant=publication_number(kind, running, 0, "B" if kind == "1" else "U"),
        ipc=tuple(entry["ipc"]),
        locarno="",
        standing=life.standing,
        standing_on=gazette_day(min(life.since, today)),
        agency=AGENCIES[0],
        agents=people.people(chance, 2),
        cites=chance.randint(3, 9),
        cited=chance.randint(1, 8),
        claims=chance.randint(6, 10),
    )
