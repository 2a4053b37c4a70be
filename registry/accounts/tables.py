"""账户: people, their roles and what lets them in. No secret is here in clear: hashes, and what is encrypted."""

from enum import StrEnum

from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.permissions import Organisation, Role
from registry.database.columns import (
    Identity,
    document,
    flag,
    integer,
    key_text,
    medium,
    moment,
    one_of,
    parent,
    text,
    texts,
)


class AccountState(StrEnum):
    """Whether an account can be used: invited and without a password yet, in use, or not any more."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class LinkPurpose(StrEnum):
    """What a one-time link lets a person do."""

    INVITE = "invite"
    RESET = "reset"


class RequestState(StrEnum):
    """How far a request for an account has come."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"


class Account(Table, tablename="account"):
    """One person. `login` is written as `registry.accounts.names.login_name` makes it."""

    id = Identity()
    login = text(required=True)
    name = text(required=True)
    email = text()
    state = text(required=True)
    organisation_kind = text(required=True)
    organisation = key_text()
    password_hash = text()
    totp_secret = text()
    totp_step = integer()
    created_at = moment()
    updated_at = moment()

    account_login_key = Unique([login])
    account_login_check = Check("login <> ''")
    account_name_check = Check("name <> ''")
    account_state_check = one_of("state", AccountState)
    account_organisation_kind_check = one_of("organisation_kind", Organisation)


class RoleGrant(Table, tablename="role_grant"):
    """One role of one person."""

    id = Identity()
    account_id = parent(Account, index=False)
    role = text(required=True)
    granted_by = text(required=True)
    granted_at = moment()

    role_grant_key = Unique(["account_id", "role"])
    role_grant_role_check = one_of("role", Role)


class AccountSession(Table, tablename="account_session"):
    """One sign-in on one device. `whole`: the second factor was shown, or is not needed."""

    id = Identity()
    account_id = parent(Account)
    token_hash = text(required=True)
    whole = flag()
    created_at = moment()
    seen_at = moment()
    expires_at = moment()
    user_agent = key_text()
    network = key_text()

    account_session_token_hash_key = Unique([token_hash])


class OneTimeLink(Table, tablename="one_time_link"):
    """A link by which a person sets a password, once."""

    id = Identity()
    account_id = parent(Account)
    purpose = text(required=True)
    token_hash = text(required=True)
    made_by = text(required=True)
    created_at = moment()
    expires_at = moment()
    used_at = moment(required=False)

    one_time_link_token_hash_key = Unique([token_hash])
    one_time_link_purpose_check = one_of("purpose", LinkPurpose)


class RecoveryCode(Table, tablename="recovery_code"):
    """A code that stands in once for the second factor."""

    id = Identity()
    account_id = parent(Account)
    code_hash = text(required=True)
    used_at = moment(required=False)


class ApiToken(Table, tablename="api_token"):
    """What a program shows to act for a person, with some of that person's permissions."""

    id = Identity()
    account_id = parent(Account)
    name = text(required=True)
    token_hash = text(required=True)
    prefix = text(required=True)
    permissions = texts()
    created_at = moment()
    expires_at = moment()
    used_at = moment(required=False)
    revoked_at = moment(required=False)

    api_token_token_hash_key = Unique([token_hash])


class Attempt(Table, tablename="attempt"):
    """Failures by key (account, network, both), so that limits hold across restarts and processes."""

    id = Identity()
    key = text(required=True)
    failures = medium(required=True)
    last_at = moment()
    blocked_until = moment(required=False)

    attempt_key_key = Unique([key])


class AccountRequest(Table, tablename="account_request"):
    """An enterprise or agency asks for an account; an officer decides."""

    id = Identity()
    name = text(required=True)
    email = text(required=True)
    phone = key_text()
    organisation_kind = text(required=True)
    organisation = text(required=True)
    organisation_name = text(required=True)
    note = key_text()
    state = text(required=True)
    created_at = moment()
    decided_by = text()
    decided_at = moment(required=False)
    reason = text()

    account_request_state_check = one_of("state", RequestState)
    account_request_organisation_kind_check = Check("organisation_kind IN ('enterprise', 'agency')")


class AuditEvent(Table, tablename="audit_event"):
    """操作记录: what people did beside changing records, such as signing in. Append-only."""

    id = Identity()
    at = moment()
    event = text(required=True)
    actor = text(required=True)
    account_id = integer()
    network = key_text()
    subject = key_text()
    details = document()

    audit_event_event_check = Check("event <> ''")
    audit_event_actor_check = Check("actor <> ''")


class AuditSeal(Table, tablename="audit_seal"):
    """A hash over all entries of the logs up to these numbers, and over the seal before. Append-only."""

    id = Identity()
    change_to = integer(required=True)
    event_to = integer(required=True)
    operation_to = integer(required=True)
    entries = integer(required=True)
    hash = text(required=True)
    at = moment()
