"""What tests of the registry share."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from registry.accounts import passwords

STRONG = passwords._HASHER
"""What keeps the passwords of people; those of tests are kept by something quicker."""


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        passwords._nobody.cache_clear()
        yield


@pytest.fixture
def reading_in_child() -> None:
    """Asked for by tests that read files as the program does, in a child process."""


@pytest.fixture(autouse=True)
def _reading_here(request: pytest.FixtureRequest) -> None:
    if "reading_in_child" not in request.fixturenames:
        request.getfixturevalue("reading_here")
