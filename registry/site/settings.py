"""The settings that only pages know."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class PageSettings(BaseSettings):
    """Settings of the pages, read from the environment (`REGISTRY_…`) like all others."""

    model_config = SettingsConfigDict(env_prefix="REGISTRY_", env_file=".env", extra="ignore", frozen=True)

    demo: bool = Field(False, description="Say on every page that all records are invented.")
    internal_pages: bool = Field(
        False,
        description="Serve the pages of imports to everyone who reaches the site. Meant for a demonstration.",
    )
