"""What to do next after programs were shown: the Team for a student, the agencies for an adult, the school."""

import re
from collections.abc import Sequence

from assistant import cues
from assistant.admission import ADULT_AGENCIES
from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.matching import Fit, aging_out, for_an_adult, for_districts
from assistant.records import Records

DIRECTOR = "families-your-districts-special-education-director"
_WHOM = re.compile(
    r"\W*(?:(?:and|so|then|ok|also)\W+)*who (?:do|should|can|would|must) (?:i|we) (?:even |then |first )?"
    r"(?:call|contact|talk to|speak to|speak with|talk with|turn to|reach out to|tell)"
    r"(?: (?:first|now|then|about (?:this|that|it)))*\W*$",
    re.I,
)
"""Nothing but whom to turn to."""
NEXT_STEP = "families-how-to-get-your-child-into-a-program"
WITHOUT_TEAM = {"adult services", "professional development", "family support"}
"""Categories of which no IEP Team decides."""
TURNING_22 = "families-turning-22-and-chapter-688"


class NextSteps(Records):
    """Says the next step, which depends on who is sought for and by whom."""

    def _turn_to(self, draft: Draft, asked: Asked) -> bool:
        """Whom a family calls first, where that is all that is asked: its own district's special education director."""
        whom = self.corpus.by_id.get(DIRECTOR)
        leaning = asked.follow_up or asked.beside
        family = cues.FAMILY.search(asked.whole) or asked.need.young or asked.need.age
        bare = leaning and not asked.story and _WHOM.match(asked.text)
        if whom is None or not (bare and family) or asked.intent != "question":
            return False
        draft.say_whole(whom)
        return True

    def next_step(self, draft: Draft, asked: Asked, fits: Sequence[Fit]) -> None:
        """What to do next; an earlier part of the answer may have said it."""
        step = self.step(draft, asked, {c for f in fits for c in f.offer.program.categories})
        if step not in draft.paragraphs:
            draft.say(step)
        if not asked.place and not for_districts(asked.need):
            draft.say("Tell me your town, and I can sort the programs by distance.")

    def step(self, draft: Draft, asked: Asked, kinds: set[str]) -> str:
        """The next step: the Team for a student, the plan before 22, the agencies for an adult."""
        if aging_out(asked.need):
            asks = "Next step: ask the school district for the plan that follows special education."
            return f"{asks}{self.quoted(draft, TURNING_22)}"
        if for_an_adult(asked.need):
            return (
                "Next step: ask the collaborative itself, and the state agency that serves the adult; special "
                "education, and with it the school district's part, ends at 22." + self.quoted(draft, ADULT_AGENCIES)
            )
        if asked.need.regular:
            return (
                "Next step: ask the student's own school, its guidance counselor for one, or the collaborative itself."
            )
        if for_districts(asked.need) or (kinds and kinds <= WITHOUT_TEAM):
            return "Next step: ask the collaborative itself; many also serve districts that are not members."
        step = self.corpus.by_id.get(NEXT_STEP)
        if cues.STAFF.search(asked.whole):
            decided = f" A placement is the IEP Team's decision, with consent. {draft.cite(step)}" if step else ""
            return f"Next step: ask the collaborative itself what it can offer the district now.{decided}"
        return (
            "Next step: the way in is your school district. Ask its special education director for a Team meeting; "
            f"the IEP Team decides on placement, with your consent.{f' {draft.cite(step)}' if step else ''}"
        )

    def quoted(self, draft: Draft, id_: str, at: int | None = None) -> str:
        """A passage, or its sentence `at`, led by a space and with its mark; empty when the documents lack it."""
        if (passage := self.corpus.by_id.get(id_)) is None:
            return ""
        text = passage.text if at is None else sentences(passage.text)[at]
        return f" {text} {draft.cite(passage)}"
