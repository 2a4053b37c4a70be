"""Tokens of which only a hash is kept, and the key under which secrets lie in the database."""

import os
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe

from cryptography.fernet import Fernet, InvalidToken

from registry.settings import Settings

TOKEN_BYTES = 32


class SecretUnreadableError(Exception):
    """The key is not the one under which the secret was put away."""


def new_token(prefix: str = "") -> str:
    """A token that cannot be guessed: 256 bits."""
    return prefix + token_urlsafe(TOKEN_BYTES)


def fingerprint(token: str) -> str:
    """What is kept of a token. Tokens are random, so a plain hash is enough."""
    return sha256(token.encode()).hexdigest()


def key_path(settings: Settings) -> Path:
    """Where the key lies that encrypts secrets in the database, unless the settings give one."""
    return settings.keys_folder / "secrets.key"


def seal(settings: Settings, secret: str) -> str:
    """Encrypt a secret for the database."""
    return _cipher(settings).encrypt(secret.encode()).decode()


def unseal(settings: Settings, sealed: str) -> str:
    """The secret in clear. Raises SecretUnreadableError under another key."""
    try:
        return _cipher(settings).decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise SecretUnreadableError("第二步验证的密钥无法解开：密钥文件与数据库不是一套。") from problem


def _cipher(settings: Settings) -> Fernet:
    if settings.secret_key is not None:
        return Fernet(settings.secret_key.get_secret_value())
    path = key_path(settings)
    if not path.exists():
        write_once(path, Fernet.generate_key())
    return Fernet(path.read_bytes())


def write_once(path: Path, content: bytes) -> bool:
    """Write a file that only its owner may read, whole or not at all, unless it is there. True if it was written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{token_urlsafe(6)}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
