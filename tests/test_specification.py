"""The API does what its specification says, whatever is sent: generated requests by schemathesis."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from assistant.engine import Assistant
from assistant.server import create_app
from assistant.settings import load_settings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


OPERATIONS = [
    "POST /api/v1/answer",
    "POST /api/v1/feedback",
    "GET /api/v1/search",
    "GET /api/v1/collaboratives",
    "GET /api/v1/collaboratives/{slug}",
    "GET /api/v1/programs",
    "GET /api/v1/passages/{id}",
]


@pytest.fixture(scope="module")
def operations(assistant: Assistant) -> dict[str, Any]:
    """The operations of the running application over the real index, without rates."""
    app = create_app(assistant, load_settings(_env_file=None, rate_per_address="", rate_total="", interface=False))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    results: list[Any] = list(schema.get_all_operations())
    found = [result.ok() for result in results]
    return {operation.label: operation for operation in found}


def test_no_operation_is_left_out(operations: dict[str, Any]) -> None:
    """What is checked below is all that there is."""
    assert set(operations) == set(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["valid", "invalid"])
@pytest.mark.parametrize("label", OPERATIONS)
def test_the_api_keeps_its_specification(operations: dict[str, Any], label: str, mode: GenerationMode) -> None:
    """No fault, only documented statuses and media types, bodies as described, for right and wrong requests."""

    @given(operations[label].as_strategy(generation_mode=mode))
    @settings(
        max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
    )
    def check(case: Any) -> None:
        """One generated request."""
        case.call_and_validate(checks=CHECKS)

    check()
