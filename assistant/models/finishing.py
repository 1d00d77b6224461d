"""The last step: the checked reply becomes an Answer of the same shape as a composed one, with its notices."""

from assistant.answer import Answer, ProgramShown
from assistant.draft import MARK
from assistant.models.checking import Checker
from assistant.models.failures import ModelFailure
from assistant.models.languages import NAMES
from assistant.models.translation import Translating
from assistant.verify import verified
from corpus.loading import Corpus

REJECTED = (
    "What the language model wrote did not stand up to the check against the sources; this answer was composed "
    "without it."
)
_CAVEAT = "Our documents"
"""How a composed answer begins to say what it does not answer; that is never lost."""
_RESTATED = "A plain-language restatement"


def noted(answer: Answer, notice: str) -> Answer:
    """The answer with one more notice, before the others."""
    return answer.model_copy(update={"notices": (notice, *answer.notices)}) if notice else answer


def made_by(receiver: str, checker: Checker) -> str:
    """How a generated answer was made, in one line."""
    taken = [
        f"{count} {what}{'s' if count > 1 else ''} {done}"
        for count, what, done in (
            (checker.removed.dropped, "sentence", "removed"),
            (checker.removed.replaced, "sentence", "replaced by the source's own words"),
            (checker.removed.keys, "unknown source", "removed"),
        )
        if count
    ]
    said = f": {', '.join(taken)}" if taken else ""
    where = "on this machine" if receiver == "this machine" else f"({receiver})"
    return f"Written by a language model {where} and checked against the sources{said}."


def finished(checker: Checker, composed: Answer, corpus: Corpus, receiver: str) -> Answer:
    """The answer that the checked reply makes, with the composed one's programs, suggestions and caveats."""
    draft = checker.draft
    draft.outcome = composed.outcome
    before, after = _caveats(composed, checker.text)
    draft.paragraphs = [*before, checker.text, *after]
    numbers = {passage.id: number for number, (passage, _) in enumerate(draft.cited, 1)}
    draft.programs = [_numbered(program, numbers) for program in composed.programs]
    draft.suggestions = list(composed.suggestions)
    kept = [n for n in composed.notices if not MARK.search(n) and not n.startswith(_RESTATED)]
    draft.notices = [made_by(receiver, checker), *kept]
    return verified(draft.finish(composed.understood), corpus)


def _caveats(composed: Answer, text: str) -> tuple[list[str], list[str]]:
    """What a partial answer says of its gaps, at its beginning and at its end, where the reply left that out."""
    paragraphs = composed.text.split("\n\n")
    gaps = [p for p in paragraphs if p.startswith(_CAVEAT) and not MARK.search(p) and p not in text]
    first = [gap for gap in gaps if gap == paragraphs[0]]
    return first, [gap for gap in gaps if gap not in first]


def _numbered(program: ProgramShown, numbers: dict[str, int]) -> ProgramShown:
    """A program with the number of its source in this answer."""
    return program.model_copy(update={"number": numbers.get(program.program_id or "")})


def translated(answer: Answer, language: str, translating: Translating, receiver: str) -> Answer:
    """The answer in another language: text, notices and suggestions line by line; what does not stand stays English."""
    text, notices, asks = answer.text.split("\n"), list(answer.notices), list(answer.suggestions)
    lines = [*text, *notices, *asks]
    wanted = [i for i, line in enumerate(lines) if line.strip()]
    try:
        done = translating.into(language, [lines[i] for i in wanted])
    except ModelFailure:
        return noted(answer, f"This answer could not be translated into {NAMES.get(language, language)}.")
    for i, new in zip(wanted, done, strict=True):
        lines[i] = new or lines[i]
    kept = sum(new is None for new, i in zip(done, wanted, strict=True) if i < len(text))
    return answer.model_copy(
        update={
            "text": "\n".join(lines[: len(text)]),
            "notices": (_translated_by(language, receiver, kept), *lines[len(text) : len(text) + len(notices)]),
            "suggestions": tuple(lines[len(text) + len(notices) :]),
        }
    )


def _translated_by(language: str, receiver: str, kept: int) -> str:
    """How the translation was made, in one line."""
    left = f" {kept} line{'s' if kept > 1 else ''} could not be translated soundly and stayed English." if kept else ""
    where = "on this machine" if receiver == "this machine" else f"({receiver})"
    return (
        f"Translated into {NAMES.get(language, language)} by a language model {where}; the sources and their quotes "
        f"are in English, and they decide.{left}"
    )
