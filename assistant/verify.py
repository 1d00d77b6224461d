"""The last step before an answer is shown: every mark resolves, every quote stands in its passage."""

from assistant.answer import Answer, Citation
from assistant.draft import MARK
from corpus.loading import Corpus


def verified(answer: Answer, corpus: Corpus) -> Answer:
    """The answer without marks that do not resolve and without sources that are not marked; quotes are exact.

    A program keeps its number only while its source is marked.
    """
    sound = {c.number: c for c in answer.citations if _sound(c, corpus)}
    text = MARK.sub(lambda m: m[0] if int(m[1]) in sound else "", answer.text)
    used = {int(n) for n in MARK.findall(text)}
    programs = tuple(
        p if p.number is None or p.number in used else p.model_copy(update={"number": None}) for p in answer.programs
    )
    citations = tuple(c for n, c in sorted(sound.items()) if n in used)
    return answer.model_copy(update={"text": text, "citations": citations, "programs": programs})


def _sound(citation: Citation, corpus: Corpus) -> bool:
    """Whether a citation's passage exists and holds its quote word for word."""
    passage = corpus.by_id.get(citation.passage_id)
    return passage is not None and citation.quote in passage.text
