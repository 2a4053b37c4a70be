"""What a person may say about a file that is read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from importers.correcting import Correction


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may say about a file.

    `profile` names a profile, `sheet` the only sheet to import, `mapping` is {header: "kind.field" or
    None (not imported)}; `saved` are the TOML texts of profiles people made. `sha256` is the file's digest where
    it is known already. `corrections` are cells that a person wrote anew.
    """

    profile: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str | None] | None = None
    saved: tuple[str, ...] = ()
    sha256: str | None = None
    corrections: tuple[Correction, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The options as a JSON object."""
        mapping = dict(self.mapping) if self.mapping is not None else None
        return {
            "profile": self.profile,
            "sheet": self.sheet,
            "mapping": mapping,
            "saved": list(self.saved),
            "sha256": self.sha256,
            "corrections": [asdict(correction) for correction in self.corrections],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Options":
        """Options from their JSON object."""
        return cls(
            data.get("profile"),
            data.get("sheet"),
            data.get("mapping"),
            tuple(data.get("saved", ())),
            data.get("sha256"),
            tuple(Correction(**correction) for correction in data.get("corrections", ())),
        )
