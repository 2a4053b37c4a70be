"""The profiles that people saved, as far as this version can read them: one that it cannot must not stop every import."""

from importers import ProfileError, read_profile
from registry.database.engine import transaction


async def saved_profiles() -> tuple[str, ...]:
    """Their TOML texts, by name."""
    async with transaction() as here:
        rows = await here.fetch("SELECT toml FROM saved_profile ORDER BY name")
    return tuple(row["toml"] for row in rows if _readable(row["toml"]))


def _readable(toml: str) -> bool:
    try:
        read_profile(toml)
    except ProfileError:
        return False
    return True
