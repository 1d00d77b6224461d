"""What is asked of a collaborative that has closed: that it is gone, what became of it, and where to turn today."""

import re
from collections.abc import Sequence

from assistant import attributes, cues
from assistant.asked import Asked
from assistant.comparing import Comparisons
from assistant.draft import MARK, Draft, sentences
from assistant.quoting import Found
from assistant.ranking import generated
from assistant.records import reach
from assistant.speaking import BECAME, lead, overlap
from corpus.schema import Organization

GONE = re.compile(r"\b(?:no longer exists|has closed)\b")
OWN_FACT = 0.66
"""Cosine from which a collaborative's own fact answers better than its profile."""
RULE = 0.55
"""Cosine from which a general passage may answer a question on a collaborative."""
_STILL_THERE = re.compile(r"\b(?:around|open|going|running|exists?|alive|active|there)\b", re.I)
"""Whether it is still there, which its end tells."""
KEEPER = "reg-50-11-2-a-3-to-submit-keeper-of-other"
"""The passage on who keeps the records of a collaborative that has ended."""
_PAPERS = re.compile(r"\b(?:records?|transcripts?|diplomas?)\b", re.I)
"""The papers of those who were there once."""
_LOOKED = 8
"""As many of the passages found are looked at for what is asked of a closed collaborative."""
_TOLD, _NOW = 0.6, 2
"""Share of its longer words from which a sentence repeats what was told, and as many tell where to turn."""


class Closed(Comparisons):
    """Answers what is asked of collaboratives that no longer exist."""

    def of_the_gone(self, draft: Draft, asked: Asked, found: Sequence[Found], clause: str) -> bool:
        """A passage that has what is asked of a closed collaborative, its own or else a rule: 'who has the records'."""
        for place in asked.places:
            clause = re.sub(rf"\b{re.escape(place.said)}\b", " ", clause, flags=re.I)
        slugs, told = {org.slug for org in asked.organizations}, set(attributes.content(_STILL_THERE.sub(" ", clause)))
        became = BECAME.search(asked.text) is not None and not asked.need
        found = [f for f in found if not (became and f.passage.program)]
        held = [f for f in found[:_LOOKED] if told and attributes.coverage(clause, f.passage) >= attributes.COVERS]
        own = [f for f in held if f.passage.organization in slugs and speaks_of(f, 1.0) and not generated(f.passage)]
        rules = [f for f in held if not f.passage.organization and f.hit.best >= RULE]

        def standing(item: Found) -> tuple[bool, float]:
            return told <= set(attributes.content(item.passage.text)), item.hit.best

        best = max(own or rules, key=standing, default=None)
        if best:
            if not GONE.search(best.passage.text):
                self.say_gone(draft, asked.organizations)
            lead(draft, asked.text, best)
        return best is not None

    def papers_of_the_gone(self, draft: Draft, asked: Asked) -> bool:
        """Who keeps the records of a collaborative that has ended, where these are asked for."""
        gone = [org for org in asked.organizations if org.status == "dissolved"]
        own = [self.corpus.by_id.get(f"{org.slug}-old-records") for org in gone]
        keeper = next(filter(None, own), self.corpus.by_id.get(KEEPER))
        if not gone or keeper is None or not _PAPERS.search(asked.text):
            return False
        self.say_gone(draft, asked.organizations)
        draft.say_whole(keeper)
        return True

    def say_gone(self, draft: Draft, orgs: Sequence[Organization]) -> None:
        """Say first of a dissolved collaborative that it no longer exists."""
        for org in orgs:
            profile = self.passage(f"{org.slug}-profile")
            if org.status == "dissolved" and not draft.has(profile):
                self.say_once(draft, f"{sentences(profile.text)[0]} {draft.cite(profile)}")

    def say_end(self, draft: Draft, org: Organization, *, whole: bool) -> None:
        """That a collaborative is gone and where to turn instead; its history too where it is asked as a `whole`."""
        profile = self.passage(f"{org.slug}-profile")
        end = profile.text.partition(org.summary)[0].strip()
        self.say_once(draft, f"{(not whole and end) or profile.text} {draft.cite(profile)}")
        self._where_now(draft, org)

    def _where_now(self, draft: Draft, org: Organization) -> None:
        """Where to turn instead of a dissolved collaborative, from its own facts: what is not told yet."""
        now = [p for p in self.corpus.passages if p.organization == org.slug and re.search(r"turn|now|instead", p.id)]
        if now and not draft.has(now[0]):
            told = [said for said in sentences(now[0].text) if overlap(said, draft.paragraphs) < _TOLD][:_NOW]
            draft.say(f"{' '.join(told)} {draft.cite(now[0])}")

    def today_of(self, draft: Draft, asked: Asked, former: Organization) -> None:
        """The collaboratives of today of the places that a question on a former one names, but of its own seat."""
        seat = former.address.town if former.address and not cues.SELF.search(asked.whole) else ""
        said = "\n".join(draft.paragraphs)
        for place in (place for place in asked.places[:2] if place.name != seat and place.name not in said):
            for org in {o.slug: o for town in place.towns[:3] for o, _ in self.directory.memberships(town)}.values():
                members = self.passage(f"{org.slug}-members")
                self.say_once(
                    draft, f"{place.name} belongs to **{org.name}** today. {reach(org)} {draft.cite(members)}"
                )

    @staticmethod
    def say_once(draft: Draft, text: str) -> None:
        """Add a paragraph that the draft does not have yet, whatever name it gives first."""
        bare = MARK.sub("", text).partition(": ")[2].strip() or text
        if not any(bare in paragraph for paragraph in draft.paragraphs):
            draft.say(text)


def speaks_of(item: Found, share: float) -> bool:
    """Whether a found passage of a collaborative speaks of what is asked of it, by its words and its nearness."""
    near = item.hit.best
    return (share >= attributes.COVERS and near >= 0.45) or (share >= 0.5 and near >= OWN_FACT)
