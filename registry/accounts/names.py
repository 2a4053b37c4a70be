"""How a login name and a network are written, so that the same one is written one way only; what a person is called."""

import re
import unicodedata
from ipaddress import IPv4Address, ip_address, ip_network

LONGEST_LOGIN = 64
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{1,60}")


def login_name(text: str) -> str:
    """The one spelling of a login name: compatibility forms and letter case folded, no blanks or invisible characters.

    Empty where nothing is left, or it is too long to be one.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(character for character in folded if character.isprintable() and not character.isspace())
    return kept if len(kept) <= LONGEST_LOGIN else ""


def network_of(address: str) -> str:
    """The network of an address, as far as it tells neighbours apart: /24, or /56 of IPv6. Empty for none."""
    try:
        known = ip_address(address.split("%", 1)[0])
    except ValueError:
        return ""
    length = 24 if isinstance(known, IPv4Address) else 56
    return str(ip_network(f"{known}/{length}", strict=False))


def is_email(text: str) -> bool:
    """Whether a text can be a mail address."""
    return _EMAIL.fullmatch(text) is not None


def named(login: str) -> str:
    """An SQL expression for what the person of a login name is called; the login name where there is none."""
    return f"coalesce((SELECT name FROM account WHERE login = {login}), {login})"
