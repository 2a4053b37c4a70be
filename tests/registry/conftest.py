"""What tests of the registry share."""

import pytest


@pytest.fixture
def reading_in_child() -> None:
    """Asked for by tests that read files as the program does, in a child process."""


@pytest.fixture(autouse=True)
def _reading_here(request: pytest.FixtureRequest) -> None:
    if "reading_in_child" not in request.fixturenames:
        request.getfixturevalue("reading_here")
