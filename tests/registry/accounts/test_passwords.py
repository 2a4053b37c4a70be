"""How strongly passwords are kept."""

from tests.registry.conftest import STRONG


def test_passwords_are_kept_as_strongly_as_owasp_asks() -> None:
    assert STRONG.hash("mountain-river-7").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
