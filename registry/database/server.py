"""Which PostgreSQL the registry uses: the one named by a setting, or one embedded in the data folder."""

from urllib.parse import quote

from registry.database.embedded.cluster import APPLICATION, DATABASE, OWNER
from registry.database.embedded.membership import join
from registry.database.embedded.process import socket_folder
from registry.settings import Settings


def database_url(settings: Settings) -> str:
    """URL under which the application reads and writes; starts the embedded server if it is needed.

    Blocks while a server starts. Raises ServerUnavailableError if it cannot.
    """
    return settings.database_url or _embedded_url(settings, APPLICATION)


def migration_url(settings: Settings) -> str:
    """URL of the same database for the owner of its tables."""
    if settings.database_url is None:
        return _embedded_url(settings, OWNER)
    return settings.migration_url or settings.database_url


def _embedded_url(settings: Settings, role: str) -> str:
    cluster = settings.postgres_folder
    join(cluster, {})
    return embedded_url(socket_folder(cluster), role, DATABASE)


def embedded_url(sockets: object, role: str, database: str) -> str:
    """URL of a database of the server whose socket lies in the folder `sockets`."""
    return f"postgresql://{role}@/{quote(database)}?host={quote(str(sockets), safe='')}"
