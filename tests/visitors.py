"""Visitors of the application without a browser, and what they might type who do not heed the warning."""

from typing import Any

from starlette.testclient import TestClient

from assistant.server import create_app
from assistant.settings import load_settings
from tests.fakes import FakeAssistant

SITE = "https://www.example.org"
ANSWER = "/api/v1/answer"
SEEDS = (
    "Zebulon Quackenbush", "Ottoline Featherstonehaugh", "Thaddeus Wimbledown", "Persephone Ogglethorpe",
    "Barnaby Crumplehorn", "Wilhelmina Snodgrass-Pike", "Cornelius Vandersloot", "Araminta Plunkettworth",
    "617-555-0147", "(413) 555-0188", "508.555.0122", "978 555 0163", "+1 781 555 0199", "774-555-0135",
    "SASID 1098237465", "student id 77120934", "LASID 0044918", "born 03/17/2014", "SSN 078-05-1120", "IEP no. 20931-Q",
)  # fmt: skip
assert len(SEEDS) == 20


def visitor(assistant: Any = None, **given: Any) -> TestClient:
    """A visitor of an application with some settings."""
    app = create_app(assistant or FakeAssistant(), load_settings(_env_file=None, **given))
    return TestClient(app, raise_server_exceptions=False)


def seeded(seed: str) -> str:
    """A question as somebody might type it who does not heed the warning."""
    return f"My daughter {seed} is 9. Where near Lexington is there a program for her?"
