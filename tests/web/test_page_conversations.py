"""Which conversation a page continues, and who can read it."""

import re

import pytest
from fastapi.testclient import TestClient

FILMS = "May films be borrowed?"


@pytest.mark.parametrize(
    ("id", "came_from"),
    [
        ("planted", "same-origin"),
        ("0" * 32, "same-origin"),
        ("page-" + "0" * 32, "cross-site"),
        ("page-" + "0" * 32, "none"),
    ],
)
def test_a_link_from_elsewhere_chooses_no_conversation(
    client: TestClient, id: str, came_from: str
) -> None:
    asked = {"q": FILMS, "c": id, "h": "Planted?"}
    page = client.get("/ask", params=asked, headers={"sec-fetch-site": came_from}).text
    assert 'name="c" value="page-' in page
    assert id not in page
    assert "Planted?" not in page
    assert id not in client.get("/ask", params={"c": id}, headers={"sec-fetch-site": "none"}).text


def test_what_is_asked_on_a_page_is_not_read_through_the_api(client: TestClient) -> None:
    page = client.get("/ask", params={"q": "How many books may be borrowed?"}).text
    found = re.search(r'name="c" value="([^"]+)"', page)
    assert found
    given = {"question": "And films?", "conversation_id": found[1]}
    answer = client.post("/api/v1/ask", json=given).json()
    assert answer["standalone_question"] == "And films?"
    assert answer["conversation_id"] != found[1]
