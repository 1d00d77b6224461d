"""What a collaborative is and how to reach it; lists and comparisons of collaboratives."""

import re
from collections.abc import Mapping

from assistant.asked import Asked
from assistant.draft import Draft, sentences
from assistant.matching import Fit, match
from assistant.records import Records, need_text, reach, shown_organization, shown_program
from corpus.directory import region_of
from corpus.schema import Organization

_ATTRIBUTES = (
    (
        r"phone|telephone|\btel\b|\bcall\b(?! (?:it|themsel))|number|contact|reach|get (?:a )?hold of|get in touch",
        "telephone number",
    ),
    (r"address|located|location|headquarter|\bhq\b|where(?:'s| is| are)\b|office", "address"),
    (r"web ?site|\bsite\b|\burl\b|web page|online", "website"),
    (r"director|in charge|head of|heads|leads?\b|leader|who runs|boss|superintendent of", "executive director"),
)
_HISTORY = re.compile(
    r"found(?:ed|ing)|how old|when did|established|called before|former(?:ly)?|renamed|used to be|old name|"
    r"start(?:ed)?\b",
    re.I,
)


class Profiles(Records):
    """Answers questions about named collaboratives and about all of them."""

    def profile(self, draft: Draft, asked: Asked) -> bool:
        """What is asked of a collaborative: contact, director, address, website, or what it is and offers."""
        for org in asked.organizations[:3]:
            self._profile_of(draft, org, asked.wording)
        return True

    def _profile_of(self, draft: Draft, org: Organization, text: str) -> None:
        """One collaborative's profile, the attribute that was asked first."""
        profile = self.passage(f"{org.slug}-profile")
        if org.status == "dissolved":
            draft.say(f"{profile.text} {draft.cite(profile)}")
            self._where_now(draft, org)
            return
        wanted = [kind for pattern, kind in _ATTRIBUTES if re.search(pattern, text, re.I)]
        draft.programs.append(shown_organization(self.directory, org, None))
        if wanted:
            contact = self.passage(f"{org.slug}-contact")
            kept = [s for s in sentences(contact.text) if any(kind in s for kind in [*wanted, "website"])]
            draft.say(f"{_named_first(kept, org, wanted)} {draft.cite(contact)}")
            return
        draft.say(f"{profile.text} {draft.cite(profile)}")
        draft.say(f"{reach(org)} {draft.cite(self.passage(f'{org.slug}-contact'))}")
        if re.search(r"\b(?:offer|program|service|class|do\b|does\b|provide|run\b)", text, re.I):
            self.programs_of(draft, org)
        draft.suggestions += [
            f"Which districts belong to {org.short_name}?",
            f"What programs does {org.short_name} offer?",
        ]

    def _where_now(self, draft: Draft, org: Organization) -> None:
        """Where to turn instead of a dissolved collaborative, from its own facts."""
        now = [p for p in self.corpus.passages if p.organization == org.slug and re.search(r"turn|now|instead", p.id)]
        if now:
            draft.say(f"{sentences(now[0].text)[0]} {draft.cite(now[0])}")

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
        """How many and which collaboratives there are: all, of a region, or with a service."""
        if asked.need.categories or asked.need.populations:
            return self._offering(draft, asked, similarity)
        region = region_of(asked.text)
        passage = self.passage(f"directory-{region.lower().replace(' ', '-')}" if region else "directory-all")
        draft.say(f"{passage.text} {draft.cite(passage)}")
        orgs = self.directory.in_region(region) if region else self.directory.active
        draft.programs += [shown_organization(self.directory, org, None) for org in orgs]
        return True

    def _offering(self, draft: Draft, asked: Asked, similarity: Mapping[str, float]) -> bool:
        """The collaboratives that list a service."""
        fits = [f for f in match(self.directory, asked.need, asked.place, similarity) if f.need >= 0.5]
        region = region_of(asked.text)
        by_org: dict[str, Fit] = {}
        for fit in fits:
            if region is None or fit.offer.organization.region == region:
                by_org.setdefault(fit.offer.organization.slug, fit)
        if not by_org:
            return False
        lines = []
        for fit in sorted(by_org.values(), key=lambda f: f.offer.organization.name):
            mark = draft.cite(self.passage(fit.offer.program.id))
            draft.programs.append(
                shown_program(self.directory, fit.offer, fit, asked.place).model_copy(
                    update={"number": int(mark.strip("[]"))}
                )
            )
            lines.append(f"- **{fit.offer.organization.name}**: {fit.offer.program.name} {mark}")
        where = f" in the {region} region" if region else ""
        draft.say(
            f"{len(lines)} collaboratives{where} list {need_text(asked)} in our documents:\n\n" + "\n".join(lines)
        )
        return True

    def compare(self, draft: Draft, asked: Asked) -> bool:
        """Several collaboratives side by side in a table."""
        orgs = asked.organizations[:4]
        marks = {o.slug: draft.cite(self.passage(f"{o.slug}-profile")) for o in orgs}
        offers = {o.slug: [f for f in self.directory.offers if f.organization is o] for o in orgs}
        rows: list[tuple[str, list[str]]] = [
            ("", [f"{o.short_name} {marks[o.slug]}" for o in orgs]),
            ("Region", [o.region if o.status == "active" else "no longer exists" for o in orgs]),
            ("Founded", [str(o.founded or "not in our documents") for o in orgs]),
            ("Member districts", [self._member_cell(draft, o) for o in orgs]),
            ("Programs in our documents", [str(len(offers[o.slug])) for o in orgs]),
            ("Website", [o.website or "not in our documents" for o in orgs]),
        ]
        table = [f"| {label} | " + " | ".join(cells) + " |" for label, cells in rows]
        table.insert(1, "|" + "---|" * (len(orgs) + 1))
        draft.say("\n".join(table))
        for org in orgs:
            draft.say(f"{org.short_name}: {sentences(org.summary)[0]} {marks[org.slug]}")
            draft.programs.append(shown_organization(self.directory, org, None))
        return True

    def _member_cell(self, draft: Draft, org: Organization) -> str:
        """The number of member districts with its source."""
        passage = self.corpus.by_id.get(f"{org.slug}-members")
        return f"{len(org.members.districts)} {draft.cite(passage)}" if passage else "not in our documents"


def wants_attribute(text: str) -> bool:
    """Whether a question asks for an attribute that a collaborative's record holds."""
    return bool(_HISTORY.search(text)) or any(re.search(pattern, text, re.I) for pattern, _ in _ATTRIBUTES)


def _named_first(kept: list[str], org: Organization, wanted: list[str]) -> str:
    """Contact sentences with the asked one first, and the name of the collaborative in the first one."""
    order = sorted(kept, key=lambda s: not any(kind in s for kind in wanted))
    text = " ".join(order)
    return text if org.name in order[0] else f"{org.name}: {text}"
