"""What the OpenAPI promises, tried with generated requests over real HTTP."""

import threading
from collections.abc import Callable, Iterator

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck
from hypothesis import settings as examples
from schemathesis.specs.openapi.checks import positive_data_acceptance

from assistant.settings import Settings, load_settings
from tests.web.conftest import open_library
from web.app import create_app

pytestmark = pytest.mark.integration

# What a schema cannot say is refused as well: blank questions, audiences that the FAQ does not declare,
# answers that were never told.
NOT_SAID = [positive_data_acceptance]


schema = schemathesis.openapi.from_dict(create_app(load_settings()).openapi())


@pytest.fixture
def url(settings_of: Callable[..., Settings]) -> Iterator[str]:
    app = create_app(settings_of(), open_assistant=open_library)
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    app.state.loading.result()
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@schema.parametrize()
@examples(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)
def test_every_response_is_as_the_openapi_says(case: schemathesis.Case, url: str) -> None:
    case.call_and_validate(base_url=url, excluded_checks=NOT_SAID)
