"""Whether a sentence repeats the prompt: its rules, its fence, its keys."""

import re
from collections.abc import Iterator

from assistant.models import prompts
from assistant.models.brief import Brief

_RUN = 5
"""Words in a row that a sentence may not share with the rules."""
_WORD = re.compile(r"[a-z0-9']+")


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every few words in a row."""
    words = _WORD.findall(text.lower())
    yield from zip(*(words[i:] for i in range(_RUN)), strict=False)


RULES = " ".join([prompts.ANSWER_RULES, prompts.ANSWER_REQUEST, prompts.TRANSLATION_RULES])


class Leaks:
    """Looks for the prompt of one request; what the sources say too is no leak."""

    def __init__(self, brief: Brief) -> None:
        self._secret = re.compile("|".join(map(re.escape, [brief.fence, *brief.by_key])))
        self._runs = set(_runs(RULES)) - {run for source in brief.sources for run in _runs(source.text)}

    def found(self, sentence: str) -> bool:
        """Whether the sentence gives away a part of the prompt."""
        return bool(self._secret.search(sentence)) or any(run in self._runs for run in _runs(sentence))
