"""A bureau, a township and three enterprises for tests of candidates."""

from datetime import date, timedelta

from registry.accounts.caller import Caller
from registry.accounts.permissions import Organisation, Role, granted
from registry.accounts.scope import Scope
from registry.candidates import rounds
from registry.candidates.rounds import RoundForm
from registry.candidates.tagging import Tagging, tag
from registry.database.engine import open_database, transaction
from registry.database.operations import operation
from registry.settings import Settings
from tests.registry.accounts.entering import make_people

DAY = date(2026, 6, 1)
HERE, THERE, NAMELESS = "91371002MA99A00017", "91371002MA99A00025", "id-3"
TOWNSHIP = "张村镇"
ENTERPRISES = (
    ("威海拾浪碳纤维渔具有限公司", HERE, TOWNSHIP, "0631-5200199"),
    ("威海衍力复合材料股份有限公司", THERE, "羊亭镇", "0631-5200188"),
    ('=HYPERLINK("http://x")有限公司', None, TOWNSHIP, None),
)
ACCOUNTS = {Role.OFFICER: 1, Role.REVIEWER: 2, Role.TOWNSHIP_OFFICER: 3}
"""Numbers that `make_people` gives."""


async def fill(settings: Settings) -> None:
    """One person a role, and the enterprises."""
    async with open_database(settings):
        await make_people(settings)
        async with transaction() as connection, operation("edit", "test"):
            await connection.executemany(
                "INSERT INTO enterprise (name, credit_code, township, phone, contact, cluster)"
                " VALUES ($1, $2, $3, $4, '许知夏', '钓具渔具')",
                ENTERPRISES,
            )


def person(*roles: Role, login: str = "", unit: str = "") -> Caller:
    """Somebody with these roles, who has not signed in anywhere."""
    township = Role.TOWNSHIP_OFFICER in roles
    return Caller(
        account=ACCOUNTS.get(roles[0], 9),
        login=login or roles[0].value,
        name="某人",
        organisation=Organisation.TOWNSHIP if township else Organisation.BUREAU,
        unit=unit or (TOWNSHIP if township else ""),
        roles=frozenset(roles),
        permissions=granted(roles),
        session=None,
        whole=True,
    )


OFFICER = person(Role.OFFICER)
REVIEWER = person(Role.REVIEWER)
TOWNSHIP_OFFICER = person(Role.TOWNSHIP_OFFICER)


async def a_round(
    name: str, *, tier: str = "district_advantage", days: int = 30, quota: int | None = None
) -> int:
    """A round whose deadline is so many days after DAY."""
    return await rounds.make(
        OFFICER, RoundForm(tier, name, "区级知识产权优势企业", quota, DAY + timedelta(days=days))
    )


async def a_candidate(name: str, *, by: Caller = OFFICER, key: str = HERE) -> tuple[int, int]:
    """A candidate of a round of its own; numbers of the round and of the candidate."""
    round_ = await a_round(name)
    made = await tag(Scope.of(by), by, Tagging([key], round_, "发明多"), DAY)
    return round_, made.candidacies[0]
