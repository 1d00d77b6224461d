"""What to do next after programs were shown: the Team for a student, the agencies for an adult, the school."""

import re
from collections.abc import Sequence

from assistant import cues
from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.matching import Fit, aging_out, for_an_adult, for_districts
from assistant.particulars import takes_regular_education
from assistant.records import Records
from corpus.passages import Passage
from corpus.schema import Program

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
EVALUATION = "families-an-evaluation-by-a-collaborative"
_HIGH_SCHOOL = 18
"""Age in years of the oldest who are at a high school."""
_TESTING = ("evaluation and assessment",)
_PLACED = re.compile(r"\b(?:45|forty[- ]five|extended|interim|placement|placed)\b", re.I)
"""A stay in a program for evaluation, into which a Team places."""
_SPECIAL = re.compile(r"\b(?:ieps?|special (?:ed\w*|needs)|sped|team meeting)\b", re.I)
_WITH_PARENTS = re.compile(r"\bplay ?-?groups?\b|\bdrop-?in\b|\bparenting\b", re.I)
"""What is for a small child together with a parent, and no help with a delay."""
UNDER_3 = "families-before-your-child-turns-3"
_INVITES = re.compile(r" Tell me your town[^.;]*[.;](?: for [^.]*\.)?")
"""A passage's offer to show programs near a town that it is told."""
ADULT_AGENCIES = "families-state-agencies-for-adults-with-disabilities"
TURNING_22 = "families-turning-22-and-chapter-688"
SPECIAL_EDUCATION_ENDS = "families-when-special-education-ends"


def of_an_infant(asked: Asked) -> bool:
    """Whether help is sought for a child before three, whom no school district serves yet."""
    return asked.need.age is not None and asked.need.age[1] < 3 and not _WITH_PARENTS.search(asked.whole)


def _without_iep(asked: Asked, programs: Sequence[Program]) -> bool:
    """Whether what is sought takes students without an IEP: to learn a trade, to stay sober, or the strong ones."""
    if not programs or _SPECIAL.search(asked.whole):
        return False
    trade = not asked.need.populations and programs[0].categories == ("vocational and transition",)
    young = asked.need.age is None or asked.need.age[1] <= _HIGH_SCHOOL
    recovery = asked.need.populations == ("substance use recovery",)
    return recovery or (trade and young) or (not asked.need.populations and takes_regular_education(programs[0]))


def takes_up(draft: Draft, asked: Asked, passage: Passage) -> bool:
    """Whether a message tells the town and the need that a passage asks for, whose offer is left out then."""
    told = asked.place and asked.need.populations and not (asked.need.particulars or asked.follow_up)
    if not told or not _INVITES.search(passage.text):
        return False
    draft.paragraphs[:] = [_INVITES.sub("", said) for said in draft.paragraphs]
    return True


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
        step = self.step(draft, asked, [f.offer.program for f in fits])
        if step not in draft.paragraphs:
            draft.say(step)
        if not asked.place and not for_districts(asked.need):
            draft.say("Tell me your town, and I can sort the programs by distance.")

    def step(self, draft: Draft, asked: Asked, programs: Sequence[Program]) -> str:
        """The next step: the Team for a student, the plan before 22, the agencies for an adult."""
        kinds = {category for program in programs for category in program.categories}
        if aging_out(asked.need):
            asks = "Next step: ask the school district for the plan that follows special education."
            return f"{asks}{self.quoted(draft, TURNING_22)}"
        if for_an_adult(asked.need):
            mark = draft.cite(self.passage(SPECIAL_EDUCATION_ENDS))
            asks = "Next step: ask the collaborative itself, and the state agency that serves the adult;"
            ends = f"special education, and with it the school district's part, ends at 22 {mark}."
            return f"{asks} {ends}{self.quoted(draft, ADULT_AGENCIES)}"
        if of_an_infant(asked) and UNDER_3 in self.corpus.by_id:
            return f"Next step: Early Intervention.{self.quoted(draft, UNDER_3, -1)}"
        if asked.need.regular:
            return (
                "Next step: ask the student's own school, its guidance counselor for one, or the collaborative itself."
            )
        open_to_families = programs and not asked.need.populations and "family support" in programs[0].categories
        if for_districts(asked.need) or open_to_families or (kinds and kinds <= WITHOUT_TEAM):
            return "Next step: ask the collaborative itself; many also serve districts that are not members."
        step = self.corpus.by_id.get(NEXT_STEP)
        if cues.STAFF.search(asked.whole):
            decided = f" A placement is the IEP Team's decision, with consent. {draft.cite(step)}" if step else ""
            return f"Next step: ask the collaborative itself what it can offer the district now.{decided}"
        if asked.need.categories == _TESTING and not _PLACED.search(asked.whole):
            return f"Next step: a written request to your school district.{self.quoted(draft, EVALUATION, 0)}"
        if _without_iep(asked, programs):
            decided = (
                f" A placement in a special education program is the IEP Team's decision. {draft.cite(step)}"
                if step
                else ""
            )
            return f"Next step: ask the student's own school, or the collaborative itself.{decided}"
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
