"""Keys that allow no more than is needed."""

import uuid
from dataclasses import dataclass

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError

SEARCHING = ["search"]
WRITING = [
    *SEARCHING,
    "documents.add",
    "documents.delete",
    "indexes.create",
    "indexes.delete",
    "indexes.get",
    "indexes.swap",
    "settings.update",
    "stats.get",
    "tasks.get",
]
_NAMESPACE = uuid.UUID("a1b2b6d5-6a1d-4f0c-9a53-8e5f1f0f7c54")


@dataclass(frozen=True, slots=True)
class Keys:
    """`searching` for web processes, `writing` for workers."""

    searching: str
    writing: str


def make_keys(url: str, master_key: str, prefix: str = "registry") -> Keys:
    """The two keys for the indexes of a prefix, made where they are not there yet. Raises MeilisearchError."""
    client = Client(url, master_key, timeout=5)
    return Keys(
        _key(client, prefix, "searching", SEARCHING),
        _key(client, prefix, "writing", WRITING),
    )


def _key(client: Client, prefix: str, purpose: str, actions: list[str]) -> str:
    uid = str(uuid.uuid5(_NAMESPACE, f"{prefix} {purpose} {' '.join(actions)}"))
    wanted = {
        "uid": uid,
        "name": f"{prefix} {purpose}",
        "actions": actions,
        "indexes": [f"{prefix}-*"],
        "expiresAt": None,
    }
    try:
        return client.create_key(wanted).key
    except MeilisearchApiError as error:
        if error.code != "api_key_already_exists":
            raise
    return client.get_key(uid).key
