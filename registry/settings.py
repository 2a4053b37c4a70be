"""Every setting of the registry: its name in the environment, its default that works, and what it does."""

import errno
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

DatabaseUrl = Annotated[str, StringConstraints(pattern=r"^postgres(ql)?://")]
"""URL of a PostgreSQL database as libpq writes it; a socket folder stands in `?host=`."""


SECRETS = "REGISTRY_SECRETS"
"""Variable that names the folders of secrets: `load` reads it before the settings, which it is not one of."""


class Settings(BaseSettings):
    """Settings read from the environment (`REGISTRY_…`), from a file `.env` in the working folder, and from files."""

    model_config = SettingsConfigDict(
        env_prefix="REGISTRY_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    data: Path = Field(
        Path("data"),
        description="Folder that holds everything kept on disk: the embedded database, imported files.",
    )
    database_url: DatabaseUrl | None = Field(
        None,
        description="URL of a database of PostgreSQL 18 or later. Not set: an embedded one runs in `data`.",
    )
    migration_url: DatabaseUrl | None = Field(
        None,
        description=(
            "URL of the same database for the owner of its tables. Not set: `database_url`; "
            "with it, the role of `database_url` gets no more rights than the application needs."
        ),
    )
    meilisearch_url: Annotated[str, StringConstraints(pattern=r"^https?://")] | None = Field(
        None,
        description="URL of a Meilisearch 1.15 or later that holds the index. Not set: an embedded index in `data`.",
    )
    meilisearch_key: SecretStr | None = Field(
        None,
        description="Key for it: one that may search is enough for web processes, workers need one that may write.",
    )
    pool_size: int = Field(10, ge=2, description="Database connections that one process keeps at most.")
    host: str = Field("127.0.0.1", description="Address on which the site listens.")
    port: int = Field(8000, ge=0, le=65535, description="Port on which the site listens; 0 takes a free one.")
    workers: int = Field(1, ge=1, description="Processes that serve the site.")
    hosts: str = Field(
        "",
        description="Host names under which the site is asked for, with commas between. Not set: under any.",
    )
    trusted_proxies: str = Field(
        "127.0.0.1,::1",
        description=(
            "Addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, with commas between."
        ),
    )
    connections: int = Field(
        1000, ge=10, description="Connections that one web process keeps at most; further ones are told 503."
    )
    shutdown_seconds: int = Field(
        20,
        ge=1,
        description="Seconds that requests being answered may still take when a web process is to end.",
    )
    log_format: Literal["plain", "json"] = Field(
        "plain", description="Form of the log on standard error: for people, or one JSON object a line."
    )
    log_queries: bool = Field(False, description="Write into the log what visitors search for.")
    metrics_token: SecretStr | None = Field(
        None,
        min_length=16,
        description="What a program has to show (Authorization: Bearer …) to read /metrics. Not set: nobody may.",
    )
    district: str = Field("示例区", min_length=1, description="Name of the 区县 whose registry this is.")
    bureau: str = Field(
        "示例区知识产权局", min_length=1, description="Name of the bureau, shown on every page."
    )
    demo: bool = Field(False, description="Say on every page that all records are invented.")
    public_address: Annotated[str, StringConstraints(pattern=r"^(https?://[^/\s]+)?$")] = Field(
        "",
        description=(
            "Address of the site, such as https://ip.example.cn, as letters, feeds and sitemaps give it. "
            "Not set: letters give that of `host` and `port`, the others the one asked for."
        ),
    )
    smtp_url: SecretStr | None = Field(
        None,
        description=(
            "Mail server: smtp://, smtps:// or smtp+starttls://name:password@host:port. "
            "Not set: letters are written as files into `data`/mail."
        ),
    )
    mail_from: str = Field("registry@localhost", min_length=3, description="Sender of letters.")
    secret_key: SecretStr | None = Field(
        None,
        min_length=44,
        max_length=44,
        description=(
            "Key under which secrets of the second step lie in the database: 32 bytes in URL-safe base64. "
            "Not set: made and kept in `data`/keys."
        ),
    )
    session_idle_minutes: int = Field(
        60, ge=1, description="Minutes without a request after which a sign-in ends."
    )
    session_hours: int = Field(12, ge=1, description="Hours after which a sign-in ends in any case.")
    import_seconds: int = Field(
        3600, ge=1, description="Seconds that reading one file may take before it is given up."
    )
    import_memory_mib: int = Field(
        1024, ge=128, description="Memory in MiB that reading one file may take before it is given up."
    )
    import_unpacked_mib: int = Field(
        4096, ge=1, description="Size in MiB that a packed file (xlsx, parquet) may have when unpacked."
    )
    upload_mib: int = Field(
        512, ge=1, description="MiB of files that may be handed in on the page at once, together."
    )
    open_data_days: int = Field(
        7, ge=0, description="Days whose open data are kept; one dump is made a day. 0 makes none."
    )
    open_data_licence: str = Field(
        "公开登记的数据，可以自由使用，请注明来源和日期；法律状态以国家知识产权局公告为准。",
        description="On what conditions the open data may be used, as their page and manifest say it.",
    )
    disk_free_mib: int = Field(
        1024, ge=0, description="Free disk space in MiB below which `registry doctor` warns."
    )

    @property
    def embedded(self) -> bool:
        """True if the registry runs its own PostgreSQL inside `data`."""
        return self.database_url is None

    @property
    def postgres_folder(self) -> Path:
        """Folder of the embedded PostgreSQL."""
        return self.data.expanduser().resolve() / "postgres"

    @property
    def files_folder(self) -> Path:
        """Folder in which imported files are kept."""
        return self.data.expanduser().resolve() / "files"

    @property
    def spool_folder(self) -> Path:
        """Folder in which checked rows wait for being written."""
        return self.data.expanduser().resolve() / "spool"

    @property
    def keys_folder(self) -> Path:
        """Folder of what must not be lost, nor lie beside a backup: keys."""
        return self.data.expanduser().resolve() / "keys"

    @property
    def mail_folder(self) -> Path:
        """Folder into which letters are written where there is no mail server."""
        return self.data.expanduser().resolve() / "mail"

    @property
    def open_data_folder(self) -> Path:
        """Folder of the open data, one folder a day."""
        return self.data.expanduser().resolve() / "open-data"

    @property
    def address(self) -> str:
        """Address of the site, without a slash at its end."""
        return self.public_address or f"http://{self.host}:{self.port}"

    @property
    def index_folder(self) -> Path:
        """Folder of the embedded search index."""
        return self.data.expanduser().resolve() / "index"


def load() -> Settings:
    """Read the settings from the environment; what is not there, from files named like the variable (`registry_port`)
    in the folders that `REGISTRY_SECRETS` names, with `:` between.

    Raises pydantic.ValidationError, which names every setting that cannot be used; NotADirectoryError.
    """
    folders = [Path(folder) for folder in os.environ.get(SECRETS, "").split(os.pathsep) if folder]
    for folder in folders:
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{SECRETS} 指向的不是文件夹", str(folder))
    return Settings(_secrets_dir=folders or None)
