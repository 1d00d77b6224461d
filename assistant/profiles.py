"""What a collaborative is and how to reach it; lists and comparisons of collaboratives."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant import attributes, cues, nature
from assistant.asked import Asked
from assistant.closed import GONE, RULE, Closed, speaks_of
from assistant.draft import Draft, sentences
from assistant.having import object_of, wants_property
from assistant.matching import Fit, focus, match
from assistant.past import of_the_past
from assistant.quoting import Found
from assistant.ranking import generated
from assistant.records import need_text, reach, shown_organization, shown_program
from assistant.speaking import lead
from assistant.unsaid import say_cost, say_unsaid
from assistant.wordings import telling
from corpus.directory import REGIONS, region_of
from corpus.passages import Passage
from corpus.schema import Organization, Region

_LISTED = re.compile(r"\b(?:offers?|programs?|services?|class(?:es|rooms?)?|provides?|schools?)\b", re.I)


_FIRST = 0.65
"""Cosine from which a passage of a collaborative that is the best of all answers a question on it."""
_CLOSE = 0.75
"""Cosine from which a general passage answers a question on a named collaborative whose own passages do not."""
_OFFICER = re.compile(
    r"\bwho(?:['’]?s| is| are)? (?:chairs?|(?:the |its |their )?(?:\w+ )?(?:treasurer|chair\w*))\b", re.I
)
"""A question on who holds an office at a collaborative."""
_BY_LAW = re.compile(r"\b(?:by|under the) law\b|\blegally\b|\b(?:required|obliged|supposed) to\b", re.I)
"""What asks for the rule, whichever collaborative was spoken of."""
_BY_REGION = re.compile(r"\b(?:regions|(?:by|each|every|per) region)\b", re.I)
"""What asks for the collaboratives sorted by MOEC's regions."""
_WHICH_ONE = re.compile(r"\W*(?:and )?which (?:one )?(?:is|does|do)\b", re.I)
"""A further part that asks of one what the part before asked of all: '... and which one is Valley in'."""
_TOLD = 8
"""As many collaboratives that list a service are named with a word on it."""
_LINES = 14
"""As many lines of ages are shown."""
_AGED = re.compile(r"\b(?:aged?|ages|grades?)\b")
_MADE = ("-profile", "-contact", "-members")
_FORMERLY = re.compile(
    r"\b(?:formerly called|new name of|present name of|former name|used to be called|renamed)\b", re.I
)


_GOES_THERE = re.compile(
    r"\W*(?:(?:hi|hello|so|ok)\W+)*(?:(?:my|our) (?:[\w-]+ ){1,3}?|he |she |i )(?:is |was |has been )?"
    r"(?:goes|go|attends?|going|placed|started|in|at)\b(?!.*(?:\?|\b(?:but|and|because|who|what|where|when|how|why|since)\b|,))",
    re.I,
)
"""Told and nothing asked: that somebody goes to a collaborative."""


class Profiles(Closed):
    """Answers questions about named collaboratives and about all of them."""

    def profile(self, draft: Draft, asked: Asked) -> bool:
        """What is asked of a collaborative: contact, director, address, website, or what it is and offers."""
        for org in asked.organizations[:3]:
            if org.status == "dissolved" and any(p.organization == org.slug for p, _ in draft.cited):
                self.today_of(draft, asked, org)
                continue
            of_it = asked.beside and _WHICH_ONE.match(asked.text)
            wording = f"{asked.previous} {asked.text}" if of_it else asked.wording
            self._profile_of(draft, org, asked.text if wants_attribute(asked.text) else wording)
            if org.status == "dissolved":
                self.today_of(draft, asked, org)
        return True

    def answer(self, draft: Draft, asked: Asked, found: Sequence[Found]) -> bool:
        """A question on named collaboratives: an attribute, a passage of theirs that speaks of it, or the profile.

        Returns False when a general rule may answer, or when nothing of theirs speaks of what is asked; then the draft
        has a decline that says so.
        """
        orgs = asked.organizations
        if asked.intent == "compare":
            return self.compare(draft, asked)
        if _GOES_THERE.match(asked.text) and not asked.context:
            draft.suggestions.append("Who is responsible for my child at a collaborative?")
            draft.say(f"What would you like to know about {orgs[0].name}?")
            return self.profile(draft, asked)
        # "Where is its office" says all, whatever part of the message came before it.
        wording = asked.text if wants_attribute(asked.text) else asked.wording
        bare = wording != asked.text and not attributes.content(attributes.masked(asked.text, orgs))
        clause = attributes.masked(wording, self.directory.organizations if bare else orgs)
        if self._plain(draft, asked, clause):
            return True
        if past := of_the_past(asked, found):
            self._say_past(draft, asked, past)
            return True
        whole = nature.asks_letters(clause) or (attributes.is_profile(clause) and not wants_property(asked))
        slugs = {org.slug for org in orgs}
        own = [f for f in found if f.passage.organization in slugs]
        gone = any(org.status == "dissolved" for org in orgs)
        told = gone and not whole and self.of_the_gone(draft, asked, found, clause)
        if told or whole or gone:
            return told or self.profile(draft, asked)
        covers = {f.passage.id: attributes.coverage(clause, f.passage) for f in own}
        beyond = attributes.wants_sum(clause) or attributes.wants_time(clause)
        wanted = wants_attribute(wording) and not beyond
        fitting = [f for f in own if not generated(f.passage) and speaks_of(f, covers[f.passage.id])]
        fitting = fitting or [f for f in found[:1] if f in own and _as_such(f, clause) and not beyond]
        if fitting and not wanted:
            best = max(fitting, key=lambda f: (covers[f.passage.id] >= attributes.COVERS, f.hit.best))
            counted = [s for s in sentences(best.passage.text) if attributes.counts(clause, s)]
            if counted:
                draft.say(f"{_named_first(counted[:1], orgs[0], [])} {draft.cite(best.passage, counted[0])}")
            else:
                lead(draft, asked.text, best)
            return True
        if attributes.FOUNDED.search(clause) and not (attributes.wants_contact(clause) or self._begun(draft, orgs)):
            say_unsaid(draft, self.corpus, orgs[0])
            return False
        profiles = [self.passage(f"{org.slug}-profile") for org in orgs]
        stated = max(attributes.coverage(clause, p) for p in profiles) >= attributes.COVERS
        if wanted or stated or not attributes.content(clause):
            return self.profile(draft, asked)
        return self._beyond(draft, asked, found, clause)

    def _say_past(self, draft: Draft, asked: Asked, past: Sequence[Found]) -> None:
        """What search found on the history of a collaborative, and how it is reached where that was missed."""
        org = asked.organizations[0]
        if not GONE.search(past[0].passage.text):
            self.say_gone(draft, asked.organizations)
        more = [] if past[0].passage.kind == "directors" else [f for f in past if f.passage.kind == "directors"]
        for item in [past[0], *more[:1]]:
            lead(draft, asked.text, item)
        if org.status == "active" and attributes.wants_contact(asked.context):
            self.say_once(draft, f"{reach(org)} {draft.cite(self.passage(f'{org.slug}-contact'))}")

    def _beyond(self, draft: Draft, asked: Asked, found: Sequence[Found], clause: str) -> bool:
        """What no passage of the collaboratives speaks of: who pays for them, or that it is not told of them.

        Returns False when a general rule may answer, and when the draft has a decline.
        """
        orgs = asked.organizations
        rule = max((f.hit.best for f in found if not f.passage.organization), default=0.0)
        if say_cost(draft, self.corpus, orgs[0], asked):
            return True
        if _BY_LAW.search(clause):
            return False
        of_it = attributes.wants_count(clause) or object_of(clause)
        names = attributes.names_it(clause) or (asked.follow_up and cues.THEY.search(asked.text) is not None)
        if rule >= _CLOSE and not (names and of_it):
            return False
        named = names or _OFFICER.search(clause) or (asked.follow_up and rule < RULE)
        if named and not attributes.of_the_asker(asked.text.replace(object_of(asked.text) or "?", "")):
            say_unsaid(draft, self.corpus, orgs[0], asked.text)
        return False

    def _begun(self, draft: Draft, orgs: Sequence[Organization]) -> bool:
        """Whether the documents say of one of some collaboratives when it began."""
        return any(self._sentence(draft, org, attributes.BEGAN) for org in orgs)

    def _plain(self, draft: Draft, asked: Asked, clause: str) -> bool:
        """What records tell in so many words: how far it is, the ages, whether it is public. Returns whether asked."""
        orgs = asked.organizations
        told = self.how_far(draft, asked, orgs) or self._ages(draft, asked, orgs)
        told = told or self.papers_of_the_gone(draft, asked)
        told = told or nature.say_nature(draft, self.corpus, orgs[0], clause)
        return told or nature.say_status(draft, self.corpus, orgs[0], asked.whole)

    def _profile_of(self, draft: Draft, org: Organization, text: str) -> None:
        """One collaborative's profile, the attribute that was asked first; nothing that the draft says already."""
        profile = self.passage(f"{org.slug}-profile")
        if org.status == "dissolved":
            self.say_end(draft, org, whole=attributes.is_profile(attributes.masked(text, [org])))
            return
        shown = [p.program_id for p in draft.programs if p.slug == org.slug]
        if None not in shown:
            draft.programs.append(shown_organization(self.directory, org, None))
        if self.attribute(draft, org, text):
            return
        if attributes.wants_count(text) and _LISTED.search(text):
            listed = sum(o.organization is org and o.program.status != "former" for o in self.directory.offers)
            draft.say(f"Our documents list {listed} programs and services of {org.name} {draft.cite(profile)}.")
            self.programs_of(draft, org)
            return
        about = nature.renamed(self.corpus, org, text) or profile
        self.say_once(draft, f"{about.text} {draft.cite(about)}")
        self.say_once(draft, f"{reach(org)} {draft.cite(self.passage(f'{org.slug}-contact'))}")
        if _LISTED.search(attributes.masked(text, [org])) and not any(
            p.slug == org.slug and p.program_id for p in draft.programs
        ):
            self.programs_of(draft, org)
        draft.suggestions += [
            f"Which districts belong to {org.short_name}?",
            f"What programs does {org.short_name} offer?",
        ]

    def attribute(self, draft: Draft, org: Organization, text: str) -> bool:
        """The attribute of a collaborative that a question asks for, in the first sentence. Returns whether one was."""
        governed = self._sentence(draft, org, attributes.GOVERNS) if attributes.GOVERNED.search(text) else ""
        began = self._sentence(draft, org, attributes.BEGAN) if attributes.FOUNDED.search(text) else ""
        renamed = self._sentence(draft, org, _FORMERLY) if attributes.RENAMED.search(text) else ""
        spelt = self._spelt(draft, org) if nature.asks_letters(attributes.masked(text, [org])) else ""
        region = self._sentence(draft, org, attributes.IN_REGION) if attributes.REGION.search(text) else ""
        for said in filter(None, (spelt, governed, began, renamed, region)):
            self.say_once(draft, said)
        wanted = [kind for pattern, kind in attributes.CONTACT if re.search(pattern, text, re.I)]
        if attributes.EMAIL.search(text):
            mark = draft.cite(self.passage(f"{org.slug}-contact"))
            self.say_once(draft, f"Our documents hold no e-mail address of {org.name} or of its staff {mark}.")
            wanted = list(dict.fromkeys([*wanted, "telephone number", "website"]))
        reached = any(reach(org) in said for said in draft.paragraphs)
        if wanted and not (reached and set(wanted) <= {"telephone number", "website"}):
            contact = self.passage(f"{org.slug}-contact")
            kept = [s for s in sentences(contact.text) if any(kind in s for kind in [*wanted, "Its website is"])]
            leader = self.corpus.by_id.get(f"{org.slug}-director")
            if wanted == ["executive director"] and org.director is None and leader:
                contact, kept = leader, sentences(leader.text)
            elif wanted == ["executive director"] and org.director is None:
                kept = [f"The present executive director of {org.name} is not in our documents.", *kept[:1]]
            self.say_once(draft, f"{_named_first(kept, org, wanted)} {draft.cite(contact)}")
        return bool(wanted or spelt or governed or began or renamed or region)

    def _spelt(self, draft: Draft, org: Organization) -> str:
        """What the letters of a collaborative stand for, by its name or its own passages, and what it is."""
        profile = self.passage(f"{org.slug}-profile")
        name = nature.letters(org)
        if not name and (told := self._sentence(draft, org, nature.STANDS)):
            return told
        name = name or f"What the letters of {org.short_name} stand for is not in our documents."
        return f"{name} {sentences(profile.text)[0]} {draft.cite(profile)}"

    def _sentence(self, draft: Draft, org: Organization, pattern: re.Pattern[str]) -> str:
        """The sentences of a collaborative's own passages that hold a pattern, facts before the profile, with marks."""
        own = [p for p in self.corpus.passages if p.organization == org.slug and p.kind == "collaborative"]
        own.sort(key=lambda p: (p.id.endswith(_MADE), p.id))
        for passage in own:
            held = [s for s in sentences(passage.text) if pattern.search(s)]
            if held and not passage.id.endswith("-gaps"):
                first = held[0] if org.name in held[0] or org.short_name in held[0] else f"{org.name}: {held[0]}"
                return f"{' '.join([first, *held[1:2]])} {draft.cite(passage)}"
        return ""

    def programs_of(self, draft: Draft, org: Organization) -> None:
        """The programs of one collaborative as a list."""
        offers = [o for o in self.directory.offers if o.organization is org and o.program.status != "former"]
        lines = []
        for offer in offers[:12]:
            mark = draft.cite(self.passage(offer.program.id))
            draft.programs.append(
                shown_program(self.directory, offer, None, None).model_copy(update={"number": int(mark.strip("[]"))})
            )
            ages = f", {offer.program.ages.text}" if offer.program.ages else ""
            lines.append(f"- {offer.program.name}{ages} {mark}")
        if lines:
            more = f" (the first {len(lines)} of {len(offers)})" if len(offers) > len(lines) else ""
            draft.say(f"Programs and services in our documents{more}:\n\n" + "\n".join(lines))

    def listing(self, draft: Draft, asked: Asked, similarity: Mapping[str, float]) -> bool:
        """How many and which collaboratives there are: all, of a region, or with a service.

        Returns False when the question restricts them by anything else ("closed", "audited"): that is for the passages.
        """
        listed = cues.LIST.search(asked.text)
        clause = asked.text[listed.start() :] if listed and asked.need else asked.text
        if attributes.restricted(clause, (*asked.need.words, *(p.said for p in asked.places))):
            return False
        if asked.need.categories or asked.need.populations:
            return self._offering(draft, asked, similarity)
        region = region_of(asked.text)
        if not region and _BY_REGION.search(asked.wording):
            self._by_region(draft)
            return True
        passage = self._of_region(region) if region else self.passage("directory-all")
        draft.say(f"{passage.text} {draft.cite(passage)}")
        if not region and attributes.wants_count(asked.text):
            return True
        orgs = self.directory.in_region(region) if region else self.directory.active
        draft.programs += [shown_organization(self.directory, org, None) for org in orgs]
        return True

    def _of_region(self, region: Region) -> Passage:
        """The passage that lists the collaboratives of a region."""
        return self.passage(f"directory-{region.lower().replace(' ', '-')}")

    def _by_region(self, draft: Draft) -> None:
        """The collaboratives of each region, a line each."""
        regions = [(region, self.directory.in_region(region)) for region in REGIONS]
        lines = [
            f"- {region} ({len(orgs)}): {', '.join(org.short_name for org in orgs)} "
            f"{draft.cite(self._of_region(region))}"
            for region, orgs in regions
        ]
        count = sum(len(orgs) for _, orgs in regions)
        draft.say(f"MOEC sorts its {count} collaboratives into {len(regions)} regions:\n\n" + "\n".join(lines))

    def _offering(self, draft: Draft, asked: Asked, similarity: Mapping[str, float]) -> bool:
        """The collaboratives that list a service."""
        fits = [f for f in match(self.directory, asked.need, asked.place, similarity) if f.need >= 0.5]
        fits = [f for f in fits if f.named and f.stated] or fits
        region = region_of(asked.text)
        by_org: dict[str, list[Fit]] = {}
        for fit in sorted(fits, key=lambda f: -focus(f.offer.program, asked.need)):
            if region is None or fit.offer.organization.region == region:
                by_org.setdefault(fit.offer.organization.slug, []).append(fit)
        if not by_org:
            return False
        lines = []
        for fit, *others in by_org.values():
            mark = draft.cite(self.passage(fit.offer.program.id))
            draft.programs.append(
                shown_program(self.directory, fit.offer, fit, asked.place).model_copy(
                    update={"number": int(mark.strip("[]"))}
                )
            )
            about = f". {telling(fit.offer.program.description, asked)}" if len(by_org) <= _TOLD else ""
            more = f" ({len(others)} more)" if others and asked.need.populations else ""
            lines.append(f"- **{fit.offer.organization.name}**: {fit.offer.program.name}{about}{more} {mark}")
        where = f" in the {region} region" if region else ""
        draft.say(
            f"{len(lines)} collaboratives{where} list {need_text(asked)} in our documents:\n\n" + "\n".join(lines)
        )
        return True

    def _ages(self, draft: Draft, asked: Asked, orgs: Sequence[Organization]) -> bool:
        """The ages or grades that the programs of some collaboratives take, where that is what was asked of them."""
        clause = attributes.masked(asked.wording, orgs)
        for words in asked.need.words:
            clause = re.sub(rf"\b{re.escape(words)}\b", " ", clause, flags=re.I)
        beyond = set(attributes.content(attributes.AGES.sub(" ", clause))) - {"student", "program", "school", "class"}
        if not attributes.AGES.search(clause) or beyond:
            return False
        for org in orgs[:2]:
            aged = [o for o in self.directory.offers if o.organization is org and o.program.status != "former"]
            if asked.need.categories or asked.need.populations:
                needed = replace(asked.need, age=None)
                aged = [f.offer for f in match(self.directory, needed, None, {}, aged) if f.stated and f.named] or aged
            aged = [o for o in aged if o.program.ages][:_LINES]
            lines = [
                f"- {o.program.name}: {o.program.ages.text} {draft.cite(self.passage(o.program.id))}"
                for o in aged
                if o.program.ages
            ]
            profile = self.passage(f"{org.slug}-profile")
            stated = [s for s in sentences(profile.text) if _AGED.search(s)]
            first = f"{_of_itself(stated[0], org)} {draft.cite(profile)}" if stated else ""
            listed = f"Ages in the records of {org.short_name}'s programs:\n\n" + "\n".join(lines) if lines else ""
            none = f"Our documents do not state the ages that {org.name} takes {draft.cite(profile)}. {reach(org)}"
            draft.say("\n\n".join(filter(None, (first, listed))) or none)
        return True


def _of_itself(sentence: str, org: Organization) -> str:
    """A sentence on a collaborative that begins with "It" or "Its", with its name there."""
    return re.sub("^Its ", f"{org.name}'s ", re.sub("^It ", f"{org.name} ", sentence))


def wants_attribute(text: str) -> bool:
    """Whether a question asks for an attribute that a collaborative's record holds."""
    patterns = (attributes.FOUNDED, attributes.RENAMED, attributes.GOVERNED, attributes.REGION)
    return attributes.wants_contact(text) or any(pattern.search(text) for pattern in patterns)


def _as_such(item: Found, clause: str) -> bool:
    """Whether a passage is near, and on a collaborative as such: its history, its audits, and not its programs."""
    near = item.hit.best >= _FIRST and not (generated(item.passage) or item.passage.program)
    return near and attributes.may_answer(clause, item.passage)


def _named_first(kept: list[str], org: Organization, wanted: list[str]) -> str:
    """Contact sentences with the asked one first, and the name of the collaborative in the first one."""
    order = sorted(kept, key=lambda s: not any(kind in s for kind in wanted))
    text = " ".join(order)
    return text if org.name in order[0] or org.short_name in order[0] else f"{org.name}: {text}"
