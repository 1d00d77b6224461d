"""The official words beside their plain-language restatement, each with a mark of its own."""

from collections.abc import Sequence

from assistant.draft import Draft, sentences
from assistant.quoting import LIMIT, Found
from corpus.loading import Corpus
from corpus.official.likeness import Likeness
from corpus.passages import Passage

SHORTEST = 40
"""Words of official text that are quoted even where the restatement is long."""


def folded(found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """What search found, with official passages giving way to the restatement that says the same in plain words.

    One without any restatement, or with several of which search found none, speaks for itself.
    """
    present = {item.passage.id for item in found}
    kept: list[Found] = []
    for item in found:
        restates = [id_ for id_ in item.passage.restates if id_ in corpus.by_id]
        if present.intersection(restates):
            continue
        if len(restates) == 1:
            present.add(restates[0])
            kept.append(Found(corpus.by_id[restates[0]], item.hit))
        else:
            kept.append(item)
    return kept


def say_beside(draft: Draft, corpus: Corpus, passage: Passage) -> None:
    """Quote the accepted official words of the provision that a restatement is on; nothing when there are none."""
    pieces = corpus.official_of.get(passage.id, ())
    if not pieces:
        return
    piece = _likest(passage.text, pieces)
    quote = _fitting(piece, passage.text, max(SHORTEST, LIMIT - draft.words))
    more = "" if piece.text.endswith(quote) else " …"
    draft.say(f"The official text, {piece.label}: “{' '.join(quote.split())}{more}” {draft.cite(piece, quote)}")


def _likest(text: str, pieces: Sequence[Passage]) -> Passage:
    """The piece that has most in common with a text."""
    scores = Likeness([p.text for p in pieces]).scores(text)
    return pieces[max(range(len(pieces)), key=scores.__getitem__)]


def _fitting(piece: Passage, text: str, room: int) -> str:
    """The piece whole, or the sentence of it likest to a text, in at most `room` words: a substring of the piece."""
    if len(piece.text.split()) <= room:
        return piece.text
    parts = [s for line in piece.text.split("\n") for s in sentences(line)]
    scores = Likeness(parts).scores(text)
    best = parts[max(range(len(parts)), key=scores.__getitem__)]
    return " ".join(best.split(" ")[:room])
