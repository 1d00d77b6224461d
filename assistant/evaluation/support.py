"""How well the check of a language model's sentences tells supported ones from others, on sentences written by hand."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from langchain_core.embeddings import Embeddings
from pydantic import BaseModel, ConfigDict

from assistant.evaluation.errors import EvaluationError
from assistant.evaluation.report import Report, measured
from assistant.models.brief import Source
from assistant.models.checking import evidence_of
from assistant.models.claims import Evidence, unsupported
from assistant.models.support import SUPPORTED, Support, Supporting
from assistant.models.vocabulary import Vocabulary, vocabulary
from corpus.loading import Corpus

Half = Literal["development", "test"]


class About(BaseModel):
    """Sentences about one passage: those that it supports and those that it does not."""

    model_config = ConfigDict(extra="forbid")

    passage: str
    supported: tuple[str, ...]
    unsupported: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """A sentence with what the check made of it: its support, and whether its hard facts stand."""

    passage: str
    sentence: str
    supported: bool
    support: Support
    facts: bool

    @property
    def half(self) -> Half:
        """The half that the sentence's hash puts it into; the threshold is set on `development` only."""
        return "test" if hashlib.sha256(self.sentence.encode()).digest()[-1] % 2 else "development"

    def passes(self, threshold: float = SUPPORTED) -> bool:
        """Whether the sentence stands."""
        return self.support.strength >= threshold and self.support.agrees and self.facts


def read_about(path: Path) -> list[About]:
    """The sentences of a file. Raises EvaluationError."""
    try:
        return [About.model_validate(item) for item in yaml.safe_load(path.read_text(encoding="utf-8"))]
    except (OSError, yaml.YAMLError, ValueError) as error:
        raise EvaluationError(f"{path}: {error}") from error


def judge_all(about: Sequence[About], corpus: Corpus, encoder: Embeddings) -> list[Judged]:
    """Every sentence against its passage."""
    words, supporting = vocabulary(corpus), Supporting(encoder)
    found = []
    for item in about:
        source = Source(item.passage, corpus.by_id[item.passage])
        for sentence, right in [*((s, True) for s in item.supported), *((s, False) for s in item.unsupported)]:
            found.append(_judge(sentence, right, source, supporting, words))
    return found


def _judge(sentence: str, right: bool, source: Source, supporting: Supporting, words: Vocabulary) -> Judged:
    """One sentence against a source."""
    support = supporting.support(sentence, source)
    facts = not unsupported(sentence, Evidence(evidence_of(source)), words.common)
    return Judged(source.passage.id, sentence, right, support, facts)


def report_support(judged: Sequence[Judged], threshold: float = SUPPORTED) -> Report:
    """What passes of the supported and of the unsupported sentences, by half; and each sentence judged wrongly."""
    rows = []
    for half in ("development", "test"):
        for right, name in ((True, "supported sentences that pass"), (False, "unsupported sentences that pass")):
            chosen = [j for j in judged if j.half == half and j.supported is right]
            scores = {j.sentence: float(j.passes(threshold)) for j in chosen}
            alone = sum(j.support.cosine >= threshold for j in chosen) / max(1, len(chosen))
            rows.append(measured(f"check, {half}", name, "share", scores, details={"by nearness alone": alone}))
    failures = tuple(
        {"id": j.passage, "question": j.sentence, "faults": [_why(j, threshold)]}
        for j in judged
        if j.passes(threshold) is not j.supported
    )
    return Report(tuple(rows), failures, (f"Threshold {threshold:.2f}.",))


def _why(judged: Judged, threshold: float) -> str:
    """Why a sentence was judged as it was."""
    if judged.passes(threshold):
        return f"passes ({judged.support.strength:.2f})"
    if not judged.facts:
        return "a fact is missing"
    return f"weak ({judged.support.strength:.2f})" if judged.support.agrees else "the sense differs"


def best_threshold(judged: Sequence[Judged], allowed: float = 0.08) -> float:
    """The lowest threshold at which at most that share of the unsupported sentences of the development half passes.

    A supported sentence that fails is replaced by the source's own words, so that it costs less than one that passes
    without support.
    """
    wrong = [j for j in judged if j.half == "development" and not j.supported]
    thresholds = (t / 100 for t in range(30, 100))
    return next(t for t in thresholds if sum(j.passes(t) for j in wrong) <= allowed * len(wrong))
