"""One scope decides what is seen, and every surface agrees with it."""

from hypothesis import given
from hypothesis import strategies as some

from registry.accounts.caller import Caller
from registry.accounts.permissions import FITTING, Organisation, Permission, Role, granted
from registry.accounts.scope import Batches, Candidates, Scope

UNITS = ("张村镇", "孙家疃街道", "91371002706087777P", "91371002MA3XH91K03", "甲机构", "乙机构")


@some.composite
def callers(draw: some.DrawFn) -> Caller:
    """Somebody who could have an account."""
    kind = draw(some.sampled_from(Organisation))
    roles = frozenset(draw(some.sets(some.sampled_from(sorted(FITTING[kind])), min_size=1)))
    unit = "" if kind is Organisation.BUREAU else draw(some.sampled_from(UNITS))
    whole = draw(some.booleans())
    permissions = granted(roles) if whole else frozenset((Permission.PUBLIC,))
    return Caller(1, "login", "name", kind, unit, roles, permissions, 1, whole)


def test_anyone_sees_what_is_public() -> None:
    assert Scope.of(None) == Scope.public()


@given(callers(), some.sampled_from(UNITS), some.sampled_from(UNITS), some.sampled_from(UNITS))
def test_personal_fields_are_seen_of_what_concerns_the_caller_and_nothing_else(
    caller: Caller, township: str, code: str, agency: str
) -> None:
    about = Scope.of(caller).about(townships=[township], enterprises=[code], agencies=[agency])
    bureau = bool(caller.roles & {Role.OFFICER, Role.REVIEWER, Role.AUDITOR})
    concerned = {
        Organisation.BUREAU: False,
        Organisation.TOWNSHIP: caller.unit == township,
        Organisation.ENTERPRISE: caller.unit == code,
        Organisation.AGENCY: caller.unit == agency,
    }[caller.organisation]
    assert about.personal == (caller.whole and (bureau or concerned))


@given(callers())
def test_imports_are_seen_by_the_bureau_all_by_townships_their_own(caller: Caller) -> None:
    seen = Scope.of(caller).batches
    if not caller.may(Permission.READ_IMPORTS):
        assert seen is Batches.NONE
    else:
        assert seen is (Batches.ALL if caller.organisation is Organisation.BUREAU else Batches.OWN)


@given(callers())
def test_candidates_are_seen_by_the_bureau_all_by_townships_those_of_their_enterprises(
    caller: Caller,
) -> None:
    seen = Scope.of(caller).candidates
    if caller.may(Permission.READ_CANDIDATES):
        assert seen is (Candidates.ALL if caller.organisation is Organisation.BUREAU else Candidates.TOWNSHIP)
    else:
        assert seen is Candidates.NONE


@given(callers(), some.sampled_from(UNITS), some.sampled_from(UNITS))
def test_corrections_and_places_on_the_ladder_are_those_of_ones_own_enterprises_or_of_all(
    caller: Caller, township: str, code: str
) -> None:
    scope = Scope.of(caller)
    own = caller.whole and {
        Organisation.TOWNSHIP: caller.unit == township,
        Organisation.ENTERPRISE: caller.unit == code,
    }.get(caller.organisation, False)
    assert scope.owns(township, code) == own
    ladder = caller.may(Permission.READ_LADDER) and caller.organisation is Organisation.BUREAU
    assert scope.ranks(township, code) == (own or ladder)


@given(callers())
def test_saved_views_are_ones_own_and_for_the_bureau_those_it_shares(caller: Caller) -> None:
    scope = Scope.of(caller)
    assert scope.account == (caller.account if caller.whole else 0)
    assert scope.bureau == (caller.whole and caller.organisation is Organisation.BUREAU)


@given(callers())
def test_a_record_that_names_nobody_concerns_nobody(caller: Caller) -> None:
    scope = Scope.of(caller)
    assert scope.about(townships=[None, ""], enterprises=[None], agencies=[]).personal == scope.personal
