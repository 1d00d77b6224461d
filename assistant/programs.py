"""Where a program is: programs for a need near a place, best first, and the next step."""

from collections.abc import Mapping, Sequence

from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.matching import NEAR_MILES, Fit, for_districts, match
from assistant.profiles import Profiles
from assistant.records import Records, need_text, reach, shown_program
from corpus.loading import Corpus
from corpus.places import Place

_SHOWN = 5
_UNSAID = {"disability": "disabilities served", "age": "ages"}
NEXT_STEP = "families-how-to-get-your-child-into-a-program"


class Programs(Records):
    """Answers where-questions from records, each program with its passage."""

    def __init__(self, corpus: Corpus, profiles: Profiles) -> None:
        super().__init__(corpus)
        self._profiles = profiles

    def where(self, draft: Draft, asked: Asked, similarity: Mapping[str, float]) -> bool:
        """Programs for a need near a place. Returns False when there is nothing to show."""
        place = asked.place
        fits = match(self.directory, asked.need, place, similarity)
        if asked.organizations:
            fits = [f for f in fits if f.offer.organization in asked.organizations]
            if not fits:
                return self._nothing_at(draft, asked)
        if not fits:
            return False
        if place and place.towns:
            chosen, said = self._nearby(fits, asked, place)
        else:
            chosen, said = self._statewide(fits, asked)
        if not all(f.need >= 0.75 for f in chosen):
            draft.outcome = "partial"
        draft.say(said + "\n\n" + "\n".join(self._line(draft, fit, place) for fit in chosen))
        self._own_collaboratives(draft, place, chosen)
        self._next_step(draft, asked, chosen)
        return True

    def _own_collaboratives(self, draft: Draft, place: Place | None, chosen: Sequence[Fit]) -> None:
        """Name the collaboratives that the asker's town belongs to and that were not shown."""
        if place is None or len(place.towns) > 8:
            return
        shown = {f.offer.organization.slug for f in chosen}
        own = {o.slug: o for t in place.towns for o, _ in self.directory.memberships(t) if o.slug not in shown}
        for org in list(own.values())[:2]:
            mark = draft.cite(self.passage(f"{org.slug}-members"))
            draft.say(f"{place.name} is in a member district of **{org.name}**; ask there too. {reach(org)} {mark}")

    def _nearby(self, fits: list[Fit], asked: Asked, place: Place) -> tuple[list[Fit], str]:
        """The best fits around a place, and the sentence that introduces them."""
        near = [f for f in fits if f.member or (f.miles is not None and f.miles <= NEAR_MILES)]
        good = [f for f in near if f.need >= 0.75] or [f for f in near if f.need >= 0.5]
        need = need_text(asked)
        if good:
            return _varied(
                good
            ), f"{_capital(need)} in or near {place.name}: programs in our documents, best fit first."
        anywhere = sorted(
            (f for f in fits if f.need >= 0.5),
            key=lambda f: (-round(f.need, 1), f.miles if f.miles is not None else 999.0),
        )
        chosen = _varied(anywhere or fits)
        return (
            chosen,
            f"Our documents have no program for {need} within {NEAR_MILES:.0f} miles of {place.name}. The nearest:",
        )

    def _statewide(self, fits: list[Fit], asked: Asked) -> tuple[list[Fit], str]:
        """The best fits anywhere, one a collaborative, and the sentence that introduces them."""
        good = [f for f in fits if f.need >= 0.75] or fits
        orgs = {f.offer.organization.slug: f for f in reversed(good)}
        if asked.organizations:
            return good[
                : _SHOWN + 3
            ], f"{_capital(need_text(asked))} at {asked.organizations[0].name}, in our documents:"
        chosen = sorted(orgs.values(), key=lambda f: -f.score)[: _SHOWN + 3]
        many = ". Many collaboratives list programs for this; these fit best:" if len(orgs) > len(chosen) else ":"
        return chosen, f"{_capital(need_text(asked))} in Massachusetts{many}"

    def _line(self, draft: Draft, fit: Fit, place: Place | None) -> str:
        """One program in a list: name, who runs it, town, ages, what it is, whom to reach."""
        program, org = fit.offer.program, fit.offer.organization
        shown = shown_program(self.directory, fit.offer, fit, place)
        mark = draft.cite(self.passage(program.id))
        draft.programs.append(shown.model_copy(update={"number": int(mark.strip("[]"))}))
        where = f", {' and '.join(program.towns)}" if program.towns else ", place not in our documents"
        far = f" (about {fit.miles:.0f} miles)" if fit.miles is not None and program.towns and fit.miles >= 1 else ""
        ages = f"; {program.ages.text}" if program.ages else ""
        unsaid = f"; {' and '.join(_UNSAID[part] for part in fit.unknown)} not in our documents" if fit.unknown else ""
        member = f"; {place.name} is in a member district" if place and fit.member else ""
        first = sentences(program.description)[0]
        caution = f" *{program.caution}*" if program.caution else ""
        about = f"{org.short_name}{where}{far}{ages}{unsaid}{member}"
        return f"- **{program.name}** ({about}): {first}{caution} {reach(org)} {mark}"

    def _next_step(self, draft: Draft, asked: Asked, fits: Sequence[Fit]) -> None:
        """What to do next: the district's Team for a student, the collaborative itself for a district or an adult."""
        categories = {c for f in fits for c in f.offer.program.categories}
        if for_districts(asked.need) or categories <= {"adult services", "professional development", "family support"}:
            draft.say("Next step: ask the collaborative itself; many also serve districts that are not members.")
            return
        step = self.corpus.by_id.get(NEXT_STEP)
        mark = f" {draft.cite(step)}" if step else ""
        draft.say(
            "Next step: the way in is your school district. Ask its special education director for a Team meeting; "
            f"the IEP Team decides on placement, with your consent.{mark}"
        )
        if not asked.place:
            draft.say("Tell me your town, and I can sort the programs by distance.")

    def ask_back(self, draft: Draft) -> None:
        """Ask for what a search for a program needs, and say how the way in works meanwhile."""
        draft.outcome = "clarify"
        draft.say(
            "Which town do you live in, how old is your child, and what does your child need? Then I can list programs."
        )
        if step := self.corpus.by_id.get(NEXT_STEP):
            draft.say(f"{step.text} {draft.cite(step)}")

    def _nothing_at(self, draft: Draft, asked: Asked) -> bool:
        """Say that a named collaborative lists no such program, and what it lists."""
        org = asked.organizations[0]
        if org.status == "dissolved":
            return self._profiles.profile(draft, asked)
        passage = self.passage(f"{org.slug}-profile")
        draft.outcome = "partial"
        draft.say(
            f"Our documents list no program for {need_text(asked)} at {org.name} {draft.cite(passage)}. {reach(org)}"
        )
        self._profiles.programs_of(draft, org)
        return True


def _varied(fits: list[Fit]) -> list[Fit]:
    """The first programs, at most three of one collaborative."""
    chosen: list[Fit] = []
    for fit in fits:
        if sum(f.offer.organization is fit.offer.organization for f in chosen) < 3:
            chosen.append(fit)
    return chosen[:_SHOWN]


def _capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
