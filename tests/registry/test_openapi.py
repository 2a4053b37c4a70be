"""The API keeps what its OpenAPI document promises, whatever is asked of it: schemathesis draws the requests."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as property_of
from hypothesis.errors import Unsatisfiable
from litestar.testing import TestClient
from schemathesis import GenerationMode
from schemathesis.schemas import APIOperation

from registry.app import create_app
from registry.settings import Settings
from tests.registry.site.district import build_index, fill

DOCUMENT = "/api/v1/openapi.json"
EXAMPLES = 10


@pytest.fixture(scope="module")
def client(make_settings: Callable[[], Settings]) -> Iterator[TestClient[Any]]:
    """The invented district, served."""
    settings = make_settings()
    asyncio.run(fill(settings))
    asyncio.run(build_index(settings))
    with TestClient(create_app(settings), raise_server_exceptions=False) as opened:
        yield opened


def operations(client: TestClient[Any]) -> list[APIOperation]:
    """Everything that the document says can be asked for."""
    document = schemathesis.openapi.from_dict(client.get(DOCUMENT).json())
    return [found.ok() for found in document.get_all_operations()]


@pytest.mark.parametrize("mode", GenerationMode)
def test_nothing_that_the_document_allows_or_forbids_breaks_the_api(
    client: TestClient[Any], mode: GenerationMode
) -> None:
    broken: list[str] = []
    asked: list[int] = []
    for operation in operations(client):
        if mode is GenerationMode.POSITIVE or len(operation.query):
            with suppress(Unsatisfiable):  # where every text is allowed there is nothing to get wrong
                asked.append(ask(client, operation, mode, broken))
    assert broken == []
    assert sum(asked) > 5 * EXAMPLES


def ask(
    client: TestClient[Any],
    operation: APIOperation,
    mode: GenerationMode,
    broken: list[str],
) -> int:
    """Ask for what schemathesis draws of an operation; add what broke, or was not as promised. Returns how often."""
    times = 0

    @property_of(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def asked(case: schemathesis.Case) -> None:
        nonlocal times
        times += 1
        answer = client.request(
            case.method, case.formatted_path, params=dict(case.query or {}), headers=dict(case.headers or {})
        )
        if answer.status_code >= 500 or str(answer.status_code) not in declared(operation):
            broken.append(f"{case.method} {case.formatted_path} {case.query}: {answer.status_code}")

    asked()
    return times


def declared(operation: APIOperation) -> set[str]:
    """The statuses that the document promises, and what any request of a stranger may get."""
    return {str(status) for status in operation.definition.raw["responses"]} | {"400", "401", "404", "414"}
