"""Who may see what: every read takes a `Scope`, and this is the one place that defines it."""

from dataclasses import dataclass

from search.requests import Filter


@dataclass(frozen=True, slots=True)
class Scope:
    """What the caller may see. `personal`: fields marked as personal data (个人信息), such as a telephone."""

    personal: bool

    @classmethod
    def public(cls) -> "Scope":
        """Anyone, not logged in."""
        return cls(personal=False)

    @classmethod
    def system(cls) -> "Scope":
        """The program itself and its operator on the command line."""
        return cls(personal=True)

    def hides(self, personal: bool) -> bool:
        """Whether a field with this mark is left out."""
        return personal and not self.personal

    def filters(self, kind: str) -> tuple[Filter, ...]:
        """What every search of this kind of record is narrowed to: nothing of what is indexed is hidden from anyone."""
        del kind
        return ()
