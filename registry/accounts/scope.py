"""Who may see what: every read takes a `Scope`, and this is the one place that defines it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from registry.accounts.caller import Caller
from registry.accounts.permissions import Organisation, Permission
from search.requests import Filter


class Batches(Enum):
    """Which imports a caller sees."""

    NONE = "none"
    OWN = "own"
    ALL = "all"


class Candidates(Enum):
    """Which candidates for titles a caller sees: none, those of the enterprises of its townships, or all."""

    NONE = "none"
    TOWNSHIP = "township"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """What the caller may see.

    `personal`: fields marked as personal data (个人信息), such as a telephone, of every record. Otherwise only those of
    records that concern one of `townships`, `enterprises` (credit codes) or `agencies` (names); a read of one
    record asks `about` for the scope that holds for it. `ladder`: where every enterprise stands on the ladder (梯度培育),
    otherwise only of those. `login` names whose own imports are seen, `account` whose own saved views; `bureau`: those
    that are shared with the bureau, too.
    """

    personal: bool
    townships: frozenset[str] = frozenset()
    enterprises: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    ladder: bool = False
    batches: Batches = Batches.NONE
    candidates: Candidates = Candidates.NONE
    login: str = ""
    account: int = 0
    bureau: bool = False

    @classmethod
    def public(cls) -> "Scope":
        """Anyone, not logged in."""
        return cls(personal=False)

    @classmethod
    def system(cls) -> "Scope":
        """The program itself and its operator on the command line."""
        return cls(personal=True, ladder=True, batches=Batches.ALL, candidates=Candidates.ALL)

    @classmethod
    def of(cls, caller: Caller | None) -> "Scope":
        """What this caller sees, by permissions and organisation; anyone for None."""
        if caller is None:
            return cls.public()
        own, unit = caller.may(Permission.SEE_OWN), caller.unit
        return cls(
            personal=caller.may(Permission.SEE_PERSONAL),
            townships=_one(unit, caller.may(Permission.SEE_TOWNSHIP)),
            enterprises=_one(unit, own and caller.organisation is Organisation.ENTERPRISE),
            agencies=_one(unit, own and caller.organisation is Organisation.AGENCY),
            ladder=caller.may(Permission.READ_LADDER) and caller.organisation is Organisation.BUREAU,
            batches=_batches(caller),
            candidates=_candidates(caller),
            login=caller.login,
            account=caller.account if caller.whole else 0,
            bureau=caller.whole and caller.organisation is Organisation.BUREAU,
        )

    @property
    def partial(self) -> bool:
        """Whether personal fields of some records only are seen."""
        return not self.personal and bool(self.townships or self.enterprises or self.agencies)

    def about(
        self,
        *,
        townships: Iterable[str | None] = (),
        enterprises: Iterable[str | None] = (),
        agencies: Iterable[str | None] = (),
    ) -> "Scope":
        """The scope that holds for a record that concerns these."""
        concerned = (
            not self.townships.isdisjoint(townships)
            or not self.enterprises.isdisjoint(enterprises)
            or not self.agencies.isdisjoint(agencies)
        )
        return replace(self, personal=self.personal or concerned)

    def ranks(self, township: str | None, enterprise: str | None) -> bool:
        """Whether the caller sees where the enterprise of this township and credit code stands on the ladder."""
        return self.ladder or township in self.townships or enterprise in self.enterprises

    def owns(self, township: str | None, enterprise: str | None) -> bool:
        """Whether the enterprise of this township and credit code is one that the caller speaks for."""
        return township in self.townships or enterprise in self.enterprises

    def hides(self, personal: bool) -> bool:
        """Whether a field with this mark is left out."""
        return personal and not self.personal

    def filters(self, kind: str) -> tuple[Filter, ...]:
        """What every search of this kind of record is narrowed to: nothing of what is indexed is hidden from anyone."""
        del kind
        return ()


def _one(unit: str, granted: bool) -> frozenset[str]:
    return frozenset((unit,)) if unit and granted else frozenset()


def _batches(caller: Caller) -> Batches:
    if not caller.may(Permission.READ_IMPORTS):
        return Batches.NONE
    return Batches.ALL if caller.organisation is Organisation.BUREAU else Batches.OWN


def _candidates(caller: Caller) -> Candidates:
    if not caller.may(Permission.READ_CANDIDATES):
        return Candidates.NONE
    return Candidates.ALL if caller.organisation is Organisation.BUREAU else Candidates.TOWNSHIP
