"""The API: records, search, errors, and its specification."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.engine import Assistant
from tests.visitors import ANSWER, SITE, visitor


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A visitor of the application with its default settings but no rates."""
    with visitor(rate_per_address="", rate_total="", allowed_origins=SITE) as client:
        yield client


def test_collaboratives(client: TestClient) -> None:
    """All of today's, those of a region, those that no longer exist."""
    listed = client.get("/api/v1/collaboratives").json()["collaboratives"]
    assert len(listed) == 24
    assert {one["region"] for one in client.get("/api/v1/collaboratives?region=West").json()["collaboratives"]} == {
        "West"
    }
    gone = client.get("/api/v1/collaboratives?status=dissolved").json()["collaboratives"]
    assert {one["slug"] for one in gone} == {"charms", "edco"}


def test_every_collaborative_by_its_slug(client: TestClient) -> None:
    """With members and programs that add up to what the list says."""
    for one in client.get("/api/v1/collaboratives").json()["collaboratives"]:
        whole = client.get(f"/api/v1/collaboratives/{one['slug']}").json()
        assert whole["collaborative"] == one
        assert (len(whole["members"]), len(whole["programs"])) == (one["members"], one["programs"])


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"collaborative": "labbb"}, lambda p: p["slug"] == "labbb"),
        ({"category": "early childhood"}, lambda p: "early childhood" in p["categories"]),
        ({"population": "autism"}, lambda p: "autism" in p["populations"]),
        ({"town": "Lexington"}, lambda p: p["member"] or p["miles"] <= 25),
        ({"town": "02420", "age": 16}, lambda p: p["ages"]),
        ({"region": "West"}, lambda p: p["slug"]),
    ],
)
def test_programs_by_each_filter(client: TestClient, asked: dict[str, Any], holds: Callable[[Any], bool]) -> None:
    """Something is found, all of it fits, and it is less than everything."""
    found = client.get("/api/v1/programs", params=asked | {"limit": 200}).json()
    assert 0 < found["total"] < client.get("/api/v1/programs").json()["total"]
    assert all(holds(program) for program in found["programs"])


def test_programs_by_pages(client: TestClient) -> None:
    """Page after page gives each program once."""
    total, ids = client.get("/api/v1/programs").json()["total"], []
    for offset in range(0, total, 100):
        page = client.get("/api/v1/programs", params={"limit": 100, "offset": offset}).json()["programs"]
        ids += [program["program_id"] for program in page]
    assert len(ids) == len(set(ids)) == total


def test_every_cited_passage_can_be_fetched(client: TestClient) -> None:
    """By the id of its citation; its text holds the quote."""
    answer = client.post(ANSWER, json={"question": "May a board member be treasurer?"}).json()
    for citation in answer["citations"]:
        assert citation["quote"] in client.get(f"/api/v1/passages/{citation['passage_id']}").json()["text"]


def test_search(assistant: Assistant) -> None:
    """Passages best first, never those that only steer the assistant."""
    with visitor(assistant) as client:
        results = client.get("/api/v1/search", params={"q": "cumulative surplus 25 percent", "k": 5}).json()["results"]
        assert len(results) == 5
        assert "surplus" in results[0]["text"]
        assert [r["score"] for r in results] == sorted((r["score"] for r in results), reverse=True)
        assert all(r["kind"] != "limits" for r in results)
        hidden = next(p.id for p in assistant.corpus.passages if p.kind == "limits")
        assert client.get(f"/api/v1/passages/{hidden}").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/collaboratives/nowhere", 404),
        ("/api/v1/passages/nowhere", 404),
        ("/api/v1/nowhere", 404),
        ("/api/v1/answer", 405),
        ("/api/v1/collaboratives?region=Mars", 422),
        ("/api/v1/programs?collaborative=nowhere", 422),
        ("/api/v1/programs?town=Narnia", 422),
        ("/api/v1/programs?age=-1", 422),
        ("/api/v1/programs?limit=1000000", 422),
        ("/api/v1/programs?more=1", 422),
        ("/api/v1/passages/%2e%2e%2f%2e%2e", 404),
    ],
)
def test_errors_are_problem_details(client: TestClient, path: str, status: int) -> None:
    """With their media type, a title and the status, and without what was sent."""
    answer = client.get(path)
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]
    assert "Narnia" not in answer.text


def test_the_specification_is_kept(assistant: Assistant) -> None:
    """Every path of it is there, its examples work, and its errors are problem details."""
    with visitor(assistant, rate_per_address="") as client:
        paths = client.get("/api/openapi.json").json()["paths"]
        assert set(paths) == {
            ANSWER, "/api/v1/search", "/api/v1/collaboratives", "/api/v1/collaboratives/{slug}", "/api/v1/programs",
            "/api/v1/passages/{id}", "/api/v1/feedback",
        }  # fmt: skip
        assert client.post(ANSWER, json={"question": "What is a collaborative?"}).status_code == 200
        for path, methods in paths.items():
            for method, described in methods.items():
                assert list(described["responses"]["422"]["content"]) == ["application/problem+json"]
                if method == "get":
                    values = {p["name"]: p["schema"].get("examples", [None])[0] for p in described["parameters"]}
                    query = {k: v for k, v in values.items() if v and f"{{{k}}}" not in path}
                    assert client.get(path.format_map(values), params=query).status_code == 200, path
