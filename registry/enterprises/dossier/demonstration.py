"""Files of enterprises in the demonstration: products, training and contacts of those that hold titles."""

from collections.abc import Mapping
from datetime import date, timedelta

from registry.accounts.demonstration import person
from registry.accounts.permissions import Role
from registry.accounts.scope import Scope
from registry.enterprises.dossier import keeping
from registry.enterprises.dossier.entries import Subject, entries, subject
from registry.enterprises.dossier.sheets import CONTACTS, PRODUCTS, TRAININGS, Sheet
from registry.enterprises.queries import EnterpriseQuery, enterprises
from registry.patents.owned import patents_of

ENTERPRISES, ACTOR = 12, "jingban"
PEOPLE = ("许知夏", "陆清和", "沈亦舟", "唐予安", "江晚照", "秦若谷")
DUTIES = ("知识产权主管", "研发中心主任", "法务专员")
COURSES = ("企业知识产权管理实务", "专利导航与研发立项", "专利开放许可政策解读")


async def make(today: date) -> None:
    """Fill the files of some enterprises that have none yet."""
    scope = Scope.system()
    listed = await enterprises(scope, EnterpriseQuery(titled=True, size=ENTERPRISES))
    own = (await person(Role.ENTERPRISE)).unit
    for place, key in enumerate(dict.fromkeys((own, *(one.key for one in listed.items)))):
        of = await subject(scope, key)
        if of and not await entries(scope, CONTACTS, of):
            for sheet, form in await _forms(scope, of, place, today):
                await keeping.add(sheet, of, form, ACTOR)


async def _forms(scope: Scope, of: Subject, place: int, today: date) -> list[tuple[Sheet, Mapping[str, str]]]:
    year, held = today.year, await patents_of(scope, [of.name], of.credit_code, 2)
    course = COURSES[place % len(COURSES)]
    made: list[tuple[Sheet, Mapping[str, str]]] = [
        (
            CONTACTS,
            {
                "name": PEOPLE[place % len(PEOPLE)],
                "duty": DUTIES[place % len(DUTIES)],
                "phone": f"0631-55501{place:02d}",
                "email": f"ip{place:02d}@example.cn",
            },
        ),
        (
            TRAININGS,
            {
                "title": course,
                "held_on": (today - timedelta(days=40 + 17 * place)).isoformat(),
                "organiser": "示例区知识产权局",
                "attendees": str(2 + place % 5),
                "hours": "8",
            },
        ),
    ]
    if held and held[0].title:
        made.append(
            (
                PRODUCTS,
                {
                    "name": held[0].title.removeprefix("一种"),
                    "filing_number": f"ZLCP{year}-{place + 1:04d}",
                    "filed_on": (today - timedelta(days=90 + 9 * place)).isoformat(),
                    "state": ("filed", "applied", "recognised")[place % 3],
                    "standing": "owner",
                    "patents": "；".join(one.application_number for one in held),
                    "sales_year": str(year - 1),
                    "sales_revenue": str(3_600_000 + 450_000 * place),
                },
            )
        )
    return made
