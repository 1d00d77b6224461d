"""The one straight way from a question to an answer; every face of the assistant calls `Assistant.answer`."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from langchain_core.embeddings import Embeddings
from pydantic import ValidationError

from assistant import agenda, elsewhere, official, querying, quoting, ranking, seeking
from assistant.acronyms import spelt_out
from assistant.answer import Answer
from assistant.area_names import called_by_its_area
from assistant.asides import by_subject
from assistant.asked import Asked, Removable
from assistant.circumstances import in_the_light_of, leaving_school
from assistant.citations import asks_more
from assistant.confidence import HEDGE, SURE, Judged, confidence, declines, hedges, signals
from assistant.consequences import what_follows
from assistant.danger import warn
from assistant.declining import declined, say_there
from assistant.draft import Draft
from assistant.expected import expected
from assistant.focus import TURNS, of_one, of_programs, of_their_towns, shown_before
from assistant.gaps import Gap, gap, owns_up
from assistant.granted import set_right, set_year_right
from assistant.held import on_what_was_said, said_already
from assistant.intake import clean, refusal
from assistant.introducing import of_the_post
from assistant.known import known_beside, known_next, led_by
from assistant.limits import IS_TRUE, Limits, limit_first
from assistant.listed import say_of_listed
from assistant.membership import Membership
from assistant.premise import claim_of
from assistant.profiles import Profiles
from assistant.programs import Programs
from assistant.quoting import Found
from assistant.ranking import anecdotes, may_speak, ranked, rule_is_nearer, with_inferred_need
from assistant.reading import begun, understood
from assistant.recounting import say_aspect
from assistant.resolving import in_full, unanswered
from assistant.schools import show_record
from assistant.settings import Settings
from assistant.shown import Records, Shown, Told
from assistant.sources import read_sources, sources_hash
from assistant.speaking import beside_it, say_own_fact, speak, suggest, told_again
from assistant.understand import Understanding
from assistant.unsaid import of_an_event, say_unsaid
from assistant.verify import verified
from assistant.wanted import lists_again, of_no_program, wants_anywhere, wants_records
from assistant.whom import whom_to_ask
from assistant.whose import wants_own
from corpus.errors import CorpusError
from corpus.loading import Corpus, Documents
from corpus.passages import Passage
from index.encoder import open_encoder
from index.errors import IndexFault
from index.leases import Occupied, building
from index.opening import open_search
from index.search import Fusion, HybridSearch, Query
from index.versions import Manifest, Progress, read_snapshot

Say = Callable[[str], None]

FUSION = Fusion(text=0.0, best=0.33, title=0.0, part=0.14, several=0.25, words=0.12, ngrams=0.03, whole=0.13, faces=120)
"""Weights of the search signals on this corpus, fitted on labelled questions (EVALUATION.md)."""
UNSURE = "Our documents may not answer exactly that."
TOLD = 0.7
"""Probability from which what was told already answers a further part that has a word which it lacks."""
LIKELY_NEXT, SURELY_NEXT = 0.2, 0.5
"""Probability, as learnt, from which a passage that is found first for a later turn is not declined, and not hedged
either: of labelled turns it is right in two of three and six of seven."""
_WORDED = 0.9
"""Cosine from which a passage answers a question as it is worded, and no list is wanted."""
RESTING = "The vector database does not answer just now; the copy at hand was searched."


@dataclass(frozen=True)
class Assistant:
    """Everything that answering needs, loaded once; safe to share between threads."""

    corpus: Corpus
    search: HybridSearch
    understanding: Understanding
    limits: Limits
    programs: Programs
    membership: Membership
    profiles: Profiles
    settings: Settings
    examples: frozenset[str] = frozenset()
    today: Callable[[], date] = date.today
    version: Manifest | None = None
    shown: Shown = field(default_factory=Shown, compare=False)

    def answer(self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = ()) -> Answer:
        """Answer a question; `history` are the earlier questions, oldest first; `without` takes slots away."""
        started, text = time.perf_counter(), clean(question)
        refused = refusal(text, self.settings.max_question)
        before = [clean(h)[:600] for h in history if clean(h)]
        answer, told = (refused, Told()) if refused else self._answer(text, before, without)
        self.shown.keep((text, *before[-TURNS:], *without), told)
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        notices = (*answer.notices, RESTING) if self.search.resting and not refused else answer.notices
        return answer.model_copy(update={"milliseconds": milliseconds, "notices": notices})

    def _told(self, turns: Sequence[str], without: Sequence[Removable]) -> Told:
        """What the answer to the last of some turns told; it is answered again where that is not at hand."""
        turn, before = turns[-1], turns[:-1][-TURNS:]
        return self.shown.of((turn, *before, *without), lambda: self._answer(turn, before, without)[1])

    def _shown(self, without: Sequence[Removable], turn: str, before: Sequence[str]) -> Records:
        """The records that the answer to an earlier turn showed; none where it asked for a rule, and of no program."""
        parts = self.understanding.understand(turn, before, without)
        ruled = all(part.intent in ("question", "source", "citation") for part in parts)
        if ruled and not of_programs(turn, parts[0], before, self.corpus.directory):
            return ()
        return self._told((*before, turn), without).records

    def judged(self, question: str, history: Sequence[str] = (), draft: Draft | None = None) -> list[Judged]:
        """For each part of a question, what speaks for and against answering it; measurement reads this."""
        draft, parts = draft or Draft(), self.read(clean(question), [clean(h) for h in history])
        return [Judged(self._part(draft, asked), draft.taken()) for asked in parts]

    def read(self, text: str, history: Sequence[str], without: Sequence[Removable] = ()) -> list[Asked]:
        """The questions that a message asks, in the light of what the asker told before."""
        earlier, (text, history) = history, by_subject(text, history)
        told = partial(self._told, earlier, without)
        parts = seeking.read(self.understanding.understand, self.search, text, history, without, told)
        parts = [called_by_its_area(part, self.corpus.directory) for part in parts]
        parts = [leaving_school(in_the_light_of(part, history, self.search)) for part in parts]
        return [replace(parts[0], led=told().led), *parts[1:]] if history and parts[0].follow_up else parts

    def found(
        self, question: str, history: Sequence[str] = (), without: Sequence[Removable] = (), k: int = 12
    ) -> list[Passage]:
        """The passages that search finds for each part of a question, best first: what a language model may read."""
        passages: dict[str, Passage] = {}
        for asked in self.read(clean(question), [clean(h)[:600] for h in history], without):
            hits = self.search.search(querying.query_of(asked, self.search), k)
            found = ranked([Found(self.corpus.passages[hit.position], hit) for hit in hits], asked, None, self.examples)
            passages |= {f.passage.id: f.passage for f in found if may_speak(f.passage, asked)}
        return list(passages.values())

    def _answer(self, text: str, history: Sequence[str], without: Sequence[Removable]) -> tuple[Answer, Told]:
        """Understand, answer every part, verify; with what a later turn may lean on."""
        parts = self.read(text, history, without)
        whole = partial(self.understanding.understand, history=history, without=without, whole=True)
        parts = (seeking.compared(whole, self.search, text) if len(parts) == 2 else []) or parts
        parts = seeking.in_one(seeking.in_two(parts, self.search), self.search)
        draft, directory = begun(parts), self.corpus.directory
        if history and of_programs(text, parts[0], history, directory):
            draft.before = shown_before(partial(self._shown, without), text, history, directory)
            parts = [of_their_towns(part, draft.before, directory) for part in parts]
        righted = set_right(draft, text, self.search, self.corpus) and len(parts) > 1
        answered = [
            (righted and claim_of(asked.text) is not None)
            or self._one(draft, known_beside(asked, draft.led, self.search))
            for asked in parts
        ]
        if not (any(answered) or draft.paragraphs):
            if not say_there(draft, parts[0], self.membership, self.limits.texts):
                return declined(parts, draft), Told()
            answered = [True] * len(parts)
        if missed := unanswered(parts, answered):
            draft.outcome = "partial"
            reason = draft.declines[0] if draft.declines else whom_to_ask(text, draft)
            draft.say(f"Our documents do not answer {' and '.join(f'“{text}”' for text in missed)}. {reason}")
        warn(draft, text, self.corpus)
        answer = verified(draft.finish(understood(parts)), self.corpus)
        return answer, Told(tuple((shown.program_id, shown.slug) for shown in answer.programs), draft.led)

    def _one(self, draft: Draft, asked: Asked) -> bool:
        """Answer one part of a message into the draft, in the light of what the part before was answered with."""
        draft.led = ""
        said = say_aspect(draft, asked, self.search, self.corpus)
        said = said or (not asked.known and on_what_was_said(draft, asked, self.search))
        return said or in_full(self._part, draft, asked, self.search)

    def _part(self, draft: Draft, asked: Asked) -> bool:
        """Answer one question into the draft. Returns False when the documents do not."""
        worded, asked = asked, seeking.restated(asked, self.search)
        known = known_next(worded if asked.intent != worded.intent else asked, self.search)
        asked = replace(asked, text=of_the_post(asked.context, asked.text))
        query = querying.query_of(asked, self.search, self.limits.masked(asked.text))
        positions, repeats = seeking.hits_of(asked, query, self.search)
        hits = [Found(self.corpus.passages[hit.position], hit) for hit in positions]
        found = ranked(hits[:24], asked, None, self.examples)
        found = official.folded(found, self.corpus)
        if known in self.limits.texts or self._limited(draft, asked, found, query):
            draft.declines += [self.limits.texts[known]] if known in self.limits.texts else []
            return False
        found = [f for f in found if may_speak(f.passage, asked)]
        draft.ruled = ranking.of_rules(found)
        similarity = ranking.similarity(hits)
        declined = len(draft.declines)
        said = (not known or of_one(asked.text)) and say_of_listed(draft, asked, found, self.search, self.corpus)
        said = said or say_own_fact(draft, asked, found, self.corpus)
        if said or self._from_directory(draft, asked, similarity, found):
            return True
        if len(draft.declines) > declined:
            return False
        more = asks_more(asked.text) or quoting.as_asked(found)
        if asked.intent == "citation" and quoting.look_up(draft, self.corpus, asked.citations, found, specific=more):
            return True
        wanted = expected(asked.text)
        found = ranked(found, asked, wanted, self.examples)
        found = seeking.in_order(found, draft, asked, self.search)
        found = led_by(known, found, hits, worded, self.search) if known else what_follows(asked, found, self.search)
        bare = not self.search.lexical.telling(query.corrected)
        told = f"{query.context} {query.corrected}" if bare else query.corrected
        draft.signals = signals(told, found, self.search.lexical, "" if bare else query.context)
        sure = confidence(draft.signals)
        leaning = asked.follow_up and not (asked.places or asked.organizations)
        likely = found[0].hit.next if found and leaning and not asked.beside else 0.0
        known_so = bool(found) and (found[0].passage.id == known or likely >= SURELY_NEXT)
        hedged = not known_so and hedges(sure, leaning=leaning and not repeats)
        told_so = bool(found) and draft.has(found[0].passage)
        sure_so = sure >= HEDGE if asked.after and told_so else not hedged
        if said_already(draft, asked, query, found, self.search, sure=sure_so):
            return True
        stray = of_no_program(asked) and hedged and bool(found) and found[0].passage.program is not None
        if stray or (declines(sure, leaning=leaning) and not known_so and likely < LIKELY_NEXT):
            return False
        lacking = gap(asked, query, found, wanted, self.search, sure >= SURE)
        if lacking and lacking.far and not leaning:
            draft.declines.append(f"{lacking.said} {whom_to_ask(asked.whole, draft)}")
            return False
        far = hedged or (told_so and (sure < HEDGE or seeking.lacks(found[0], asked, self.search)))
        unmet = repeats or (lacking and not lacking.otherwise) or (asked.after and far)
        if asked.beside and not known_so and unmet:
            return told_so and not (far or lacking) and sure >= TOLD
        if wants_anywhere(asked):
            self.programs.ask_back(draft)
            return True
        far = hedged or beside_it(asked, found[0], self.search)
        unsure = far and not (owns_up(found[0]) or told_again(asked, found[0], self.search))
        self._say(draft, worded, found, lacking or (Gap(UNSURE) if unsure else None))
        return True

    def _say(self, draft: Draft, asked: Asked, found: list[Found], lacking: Gap | None) -> None:
        """Answer from passages, best first, with what they lack of the question."""
        if lacking and not lacking.otherwise and draft.has(found[0].passage):
            return
        question = asked.text if asked.follow_up else asked.whole
        if asked.intent != "source" and set_year_right(draft, question, found[0].passage, self.corpus):
            lacking = None
        if lacking:
            draft.outcome = "partial"
        if lacking and not lacking.otherwise:
            draft.say(f"{lacking.said} The closest they have:")
        if asked.intent == "source":
            said = quoting.say_source(draft, asked.text, found, closest=lacking is not None)
        else:
            draft.led = found[0].passage.id
            show_record(draft, self.corpus, found[0].passage)
            speak(draft, asked, found[: 1 if lacking and lacking.named else None], self.search, sure=not lacking)
            suggest(draft, found)
            self.programs.invited(draft, asked, said := found[0].passage)
        if lacking and lacking.otherwise:
            draft.say(lacking.said)
        official.say_beside(draft, self.corpus, said)

    def _from_directory(self, draft: Draft, asked: Asked, similarity: dict[str, float], found: list[Found]) -> bool:
        """Answer from records where that is what was asked."""
        intent = asked.intent
        if wants_own(asked):
            return self.membership.ask_back(draft)
        if of_an_event(asked):
            say_unsaid(draft, self.corpus, asked.organizations[0])
            return False
        if self.programs.spoken_of(draft, asked):
            return True
        if intent == "calendar":
            agenda.say_agenda(draft, self.corpus, asked.text, agenda.day_of(asked.whole, self.today()))
            return True
        if intent == "where" and (lists_again(asked, draft) or not self._sought(asked, found)):
            return False
        if intent == "where" and (wants_records(asked) or not rule_is_nearer(found, asked)):
            for passage in ranking.overview(found, asked):
                draft.say_whole(passage)
            return self.programs.where(draft, with_inferred_need(asked, found, self.corpus.directory), similarity)
        if intent in ("membership", "members"):
            return self.membership.answer(draft, asked)
        if intent in ("profile", "compare"):
            return self.profiles.answer(draft, asked, found)
        worded = asked.need and not asked.need.populations and found and found[0].hit.best >= _WORDED
        return intent == "list" and not worded and self.profiles.listing(draft, asked, similarity)

    def _sought(self, asked: Asked, found: Sequence[Found]) -> bool:
        """Whether a search is for what programs are about, whatever it names."""
        return seeking.sought_here(asked, self.understanding.mentions.masked(asked.text), found, self.search)

    def _limited(self, draft: Draft, asked: Asked, found: list[Found], query: Query) -> bool:
        """Whether the question is of a kind that is not answered here; its decline becomes a notice of the draft."""
        if (away := elsewhere.unanswered(asked)) is not None:
            draft.declines += [self.limits.texts[away]] if away else []
            return True
        limit = self.limits.nearest(asked.text, query.beside, named=bool(asked.organizations))
        if IS_TRUE.fullmatch(asked.text) and asked.context:
            limit = self.limits.nearest(asked.context, named=bool(asked.organizations))
        best = max((f.hit.best for f in found if f.passage.kind != "limits"), default=0.0)
        leaning = asked.follow_up or asked.beside or bool(asked.context)
        bare = leaning and (len(asked.text.split()) < 4 or len(self.search.lexical.telling(asked.text)) < 2)
        named = bare or asked.intent not in ("question", "source")
        if limit is not None and limit.holds(best, named) and query.corrected != asked.text.lower():
            # The limits are compared with the corrected spelling, so the passages have to be too.
            best = max(best, seeking.closest(query, found, self.search))
        if limit is not None and limit.holds(best, named) and not self.limits.yields(limit, asked, found, query, best):
            draft.declines.append(limit.passage.text)
            return True
        first = limit_first(found, asked, limit) if asked.intent in ("question", "source", "profile", "where") else None
        if first:
            draft.declines.append(first.text)
        return first is not None


def open_assistant(settings: Settings, say: Say = lambda text: None) -> Assistant:
    """Load the index for the documents as they are, building or mending it when needed; `say` tells what happens.

    When it cannot be built (a mistake in a document, a full disk, a folder that may not be written), the last good
    one is used. Raises CorpusError or IndexFault when there is none.
    """
    where = settings.store
    encoder = open_encoder(settings.encoder, settings.data, settings.threads, say)
    manifest = where.manifest()
    if manifest and manifest.source == sources_hash(settings):
        try:
            return open_version(settings, manifest, encoder)
        except IndexFault as fault:
            say(f"{fault} It is built anew.")
    try:
        return open_version(settings, build_index(settings, encoder, say), encoder)
    except (CorpusError, IndexFault) as error:
        opened = _last_good(settings, encoder)
        if opened is None:
            raise
        say(f"{error}\nThe last good index stays in use.")
        return opened


def _last_good(settings: Settings, encoder: Embeddings) -> Assistant | None:
    """The version in use whatever the documents say now, with or without its database; None when it is damaged."""
    manifest = settings.store.manifest()
    try:
        return open_version(settings, manifest, encoder, without_store=True) if manifest else None
    except IndexFault:
        return None


def build_index(settings: Settings, encoder: Embeddings, say: Say, progress: Progress | None = None) -> Manifest:
    """Read and check the documents and build a version of the index from them, one process at a time.

    Raises CorpusError, or IndexFault when it cannot be written.
    """
    # Here and not above: it loads chromadb, which answering does without.
    from index.build import build

    where = settings.store
    try:
        with building(settings.data, say):
            source = sources_hash(settings)
            documents = read_sources(settings, say)
            corpus = Corpus.of(documents)
            say(f"Indexing {len(corpus.passages)} passages ...")
            write = partial(build, where, corpus.passages, encoder, source, follow_ups=documents.follow_ups)
            manifest = write(documents.model_dump_json(), progress or (lambda done, total: None))
    except (OSError, Occupied) as error:
        raise IndexFault(f"The index cannot be built: {error}.") from error
    say(f"Index ready: {manifest.passages} passages, {manifest.encoded} texts encoded in {manifest.seconds:.0f} s.")
    return manifest


def open_version(settings: Settings, manifest: Manifest, encoder: Embeddings, without_store: bool = False) -> Assistant:
    """Open a version of the index with the documents that it was built from. Raises IndexFault."""
    where = settings.store
    try:
        corpus = Corpus.of(Documents.model_validate_json(read_snapshot(where, manifest)))
    except ValidationError as error:
        raise IndexFault("The index was made by another version of this program.") from error
    reading = partial(open_search, spelt_out=spelt_out, follow_ups=corpus.documents.follow_ups)
    search = reading(where, manifest, corpus.passages, encoder, FUSION, without_store)
    lexical = search.lexical
    understanding = Understanding(
        corpus, frozenset(lexical.vocabulary), lexical.speller.correct_text, telling=search.told
    )
    limits = Limits(corpus, search, understanding.mentions)
    profiles = Profiles(corpus)
    programs = Programs(corpus, profiles)
    examples = anecdotes(corpus, understanding.mentions)
    membership = Membership(corpus)
    return Assistant(
        corpus, search, understanding, limits, programs, membership, profiles, settings, examples, version=manifest
    )
