"""A collaborative that is called by the area which it is named after: 'phone for Lower Pioneer Valley'."""

import re
from dataclasses import replace

from assistant import cues
from assistant.asked import Asked, Need
from corpus.directory import Directory

_BARE = (
    "a address an and are at call can contact could director do email for get give have head how i in info is it lead "
    "leads main me my name number of on phone please reach run runs s site talk tel telephone that the there they to "
    "town up web website we what where who with you"
)
"""Words of a message that asks how somebody is reached, or who leads it, and nothing else."""


def called_by_its_area(asked: Asked, directory: Directory) -> Asked:
    """How an area is reached, or who leads it, as asked of the collaborative of that name; else as it is."""
    place = asked.place
    if asked.organizations or place is None or place.kind != "area" or not cues.CONTACT.search(asked.text):
        return asked
    rest = asked.whole.lower().replace(place.said.lower(), " ")
    named = [org for org in directory.active if _plain(org.name).startswith(_plain(place.name))]
    if len(named) != 1 or not set(re.findall(r"[a-z]+", rest)) <= set(_BARE.split()):
        return asked
    text = asked.text.replace("my town", named[0].name)
    return replace(asked, text=text, organizations=(named[0],), places=(), need=Need(), intent="profile")


def _plain(name: str) -> str:
    """A name in small letters without spaces."""
    return re.sub(r"[^a-z]+", "", name.lower())
