"""The invented titles of the enterprises (称号) and the navigation projects (专利导航项目).

Batches and document numbers say of themselves that they belong to the demonstration.
"""

import random
import tomllib
from datetime import date, timedelta
from pathlib import Path

from registry.demo.chance import stream
from registry.demo.enterprises import known
from registry.demo.model import Enterprise, Project, Recognition
from schemas.terms import anniversary

LADDER = (
    ("区级培育", "区级知识产权优势培育企业", "区", 86),
    ("省级优势", "省级知识产权优势企业", "省", 23),
    ("省级示范", "省级知识产权示范企业", "省", 9),
    ("国家优势", "国家知识产权优势企业", "国家", 5),
    ("国家示范", "国家知识产权示范企业", "国家", 1),
)
"""Rungs from low to high with the number of enterprises that stand on each, as the candidates page counts."""

_OTHERS = (
    ("高新技术企业", "国家", 118),
    ("专精特新中小企业", "省", 64),
    ("专精特新小巨人企业", "国家", 9),
    ("市级知识产权优势企业", "市", 30),
    ("市级知识产权示范企业", "市", 11),
)
_FIRST_DAYS = {
    "区级知识产权优势培育企业": (date(2020, 6, 18), date(2022, 6, 20), date(2024, 5, 31)),
    "省级知识产权优势企业": (date(2021, 11, 12), date(2022, 11, 18)),
    "省级知识产权示范企业": (date(2022, 12, 9), date(2023, 12, 8)),
    "国家知识产权优势企业": (date(2019, 12, 20), date(2022, 11, 30)),
    "国家知识产权示范企业": (date(2022, 11, 30),),
    "高新技术企业": (date(2021, 12, 7), date(2022, 12, 12), date(2023, 11, 29)),
    "专精特新中小企业": (date(2022, 6, 30), date(2023, 6, 30)),
    "专精特新小巨人企业": (date(2021, 7, 19), date(2022, 8, 8), date(2023, 7, 14)),
    "市级知识产权优势企业": (date(2021, 9, 30), date(2023, 9, 28)),
    "市级知识产权示范企业": (date(2022, 9, 30),),
}


def build_recognitions(enterprises: tuple[Enterprise, ...], later: int = 0) -> tuple[Recognition, ...]:
    """Return all titles, so many years later; who stands on a rung holds the titles of the rungs below it too."""
    chance = stream("recognitions")
    found: list[Recognition] = []
    for enterprise, rung in _standing(enterprises, chance).items():
        for step, (_, title, level, _) in enumerate(LADDER[: rung + 1]):
            day = anniversary(_ladder_day(enterprise, title, step, chance), later)
            found.append(_recognition(enterprise, title, level, day, len(found)))
    named = {
        title: [e for e in enterprises if tag in e.tags]
        for title, tag in (
            ("高新技术企业", "高新技术企业"),
            ("专精特新中小企业", "专精特新"),
            ("专精特新小巨人企业", "小巨人"),
        )
    }
    for title, level, count in _OTHERS:
        holders = named.get(title, [])
        rest = [e for e in enterprises[16:] if e.status.startswith(("在营", "存续"))]
        holders = holders + chance.sample(rest, count - len(holders))
        for enterprise in holders:
            day = anniversary(chance.choice(_FIRST_DAYS[title]), later)
            found.append(_recognition(enterprise, title, level, day, len(found)))
    return tuple(found)


def _standing(enterprises: tuple[Enterprise, ...], chance: random.Random) -> dict[Enterprise, int]:
    """Return the highest rung of every enterprise on the ladder."""
    names = [rung[0] for rung in LADDER]
    wanted = {entry["name"]: names.index(entry["rung"]) for entry in known()["enterprise"] if entry["rung"]}
    standing = {e: wanted[e.name] for e in enterprises if e.name in wanted}
    others = [e for e in enterprises[16:] if e.status.startswith(("在营", "存续"))]
    chance.shuffle(others)
    for rung, (_, _, _, count) in enumerate(LADDER):
        for _ in range(count - list(standing.values()).count(rung)):
            standing[others.pop()] = rung
    return standing


def _ladder_day(enterprise: Enterprise, title: str, step: int, chance: random.Random) -> date:
    days = _FIRST_DAYS[title]
    if enterprise.name == "威海拾浪碳纤维渔具有限公司":
        return (date(2020, 6, 18), date(2021, 11, 12), date(2023, 12, 8))[step]
    return days[0] if step == 0 and chance.random() < 0.5 else chance.choice(days)


def _recognition(enterprise: Enterprise, title: str, level: str, day: date, index: int) -> Recognition:
    years = 3
    return Recognition(
        enterprise=enterprise,
        title=title,
        level=level,
        batch=f"{day.year}年演示批次",
        document=f"演示文〔{day.year}〕第99{day.month:02d}号",
        certificate=f"GR{day.year}3799{index:04d}"
        if title == "高新技术企业"
        else f"DEMO-{day.year}-{index:04d}",
        start=day,
        end=anniversary(day, years) - timedelta(days=1),
    )


def build_projects() -> tuple[Project, ...]:
    """Return the navigation projects of `projects.toml`."""
    text = (Path(__file__).parent / "projects.toml").read_text("utf-8")
    return tuple(
        Project(
            number=entry["number"],
            title=entry["title"],
            project_type=entry["type"],
            level=entry["level"],
            agency=entry["agency"],
            client=entry["client"],
            field=entry["field"],
            ipc=tuple(entry["ipc"]),
            cluster=entry["cluster"],
            state=entry["state"],
            approved=entry["approved"],
            accepted=entry.get("accepted"),
            filing=entry.get("filing", ""),
            summary=entry["summary"],
        )
        for entry in tomllib.loads(text)["project"]
    )
