"""账户申请: an enterprise or agency asks for an account, an officer approves or refuses."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from registry.accounts import actions, attempts
from registry.accounts.actions import AccountRefused, NewAccount
from registry.accounts.caller import Caller
from registry.accounts.links import letter
from registry.accounts.mail import Letter
from registry.accounts.permissions import Organisation, Role
from registry.accounts.tables import LinkPurpose, RequestState
from registry.database.engine import transaction
from registry.database.operations import operation
from registry.enterprises.merging.tables import BY_CODE
from registry.settings import Settings
from registry.site.texts import Text, marked

ROLE = {Organisation.ENTERPRISE: Role.ENTERPRISE, Organisation.AGENCY: Role.AGENCY}
PER_NETWORK = 5
"""Requests that one network may make before it has to wait."""
SHOWN = 200
_COLUMNS = (
    "id, name, email, phone, organisation_kind, organisation, organisation_name, note, state, created_at,"
    " decided_by, decided_at, reason, CASE organisation_kind"
    f" WHEN 'enterprise' THEN (SELECT e.name FROM enterprise e WHERE e.id IN ({BY_CODE.format(code='organisation')}) LIMIT 1)"
    " ELSE (SELECT a.name FROM agency a WHERE a.name = organisation LIMIT 1) END AS registered"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says. `unit`: credit code of the enterprise, name of the agency."""

    name: str
    email: str
    phone: str
    organisation: Organisation
    unit: str
    unit_name: str
    note: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request as officers see it. `registered`: what the register calls the unit, None where it has none such."""

    id: int
    name: str
    email: str
    phone: str
    organisation_kind: str
    organisation: str
    organisation_name: str
    note: str
    state: str
    created_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    registered: str | None


async def ask(asked: Asked, network: str, now: datetime) -> None:
    """Leave a request. Raises TooManyAttempts."""
    await attempts.charge({f"request from {network}": PER_NETWORK}, now)
    async with transaction() as connection, operation("account request", "-"):
        await connection.execute(
            "INSERT INTO account_request"
            " (name, email, phone, organisation_kind, organisation, organisation_name, note, state)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, 'open')",
            asked.name,
            asked.email,
            asked.phone,
            asked.organisation.value,
            asked.unit,
            asked.unit_name,
            asked.note,
        )


async def requests() -> list[Request]:
    """The requests, those to decide first."""
    async with transaction() as connection:
        rows = await connection.fetch(
            f"SELECT {_COLUMNS} FROM account_request ORDER BY state = 'open' DESC, id DESC LIMIT {SHOWN}"
        )
    return [Request(**row) for row in rows]


async def approve(settings: Settings, request: int, login: str, caller: Caller, now: datetime) -> Letter:
    """Make the account that was asked for; returns the letter with the link. Raises AccountRefused, LookupError."""
    async with transaction():
        row = await _decide(request, RequestState.APPROVED, caller, None, now)
        kind = Organisation.of(row["organisation_kind"])
        roles = frozenset((ROLE[kind],))
        new = NewAccount(login, row["name"], row["email"], kind, row["organisation"], roles)
        token = await actions.invite(new, caller.login, now)
    return letter(settings, LinkPurpose.INVITE, row["name"], row["email"], token)


async def refuse(settings: Settings, request: int, reason: str, caller: Caller, now: datetime) -> Letter:
    """Decline a request with a word; returns the letter that says so. Raises AccountRefused, LookupError."""
    if not reason.strip():
        raise AccountRefused(Text(marked("请写明不批准的理由")))
    row = await _decide(request, RequestState.REFUSED, caller, reason.strip(), now)
    text = f"{row['name']}：\n\n您申请的登记簿账户没有批准。理由：{reason.strip()}\n\n{settings.bureau}\n"
    return Letter(row["email"], f"登记簿账户申请的答复（{settings.bureau}）", text)


async def _decide(
    request: int, state: RequestState, caller: Caller, reason: str | None, now: datetime
) -> asyncpg.Record:
    async with transaction() as connection, operation("account request", caller.login, reason):
        row = await connection.fetchrow(
            "UPDATE account_request SET state = $2, decided_by = $3, decided_at = $4, reason = $5"
            " WHERE id = $1 AND state = 'open' RETURNING name, email, organisation_kind, organisation",
            request,
            state.value,
            caller.login,
            now,
            reason,
        )
    if row is None:
        raise LookupError
    return row
