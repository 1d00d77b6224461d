"""Hides what may identify a person before a question leaves this machine; a reply can be shown with it put back.

Presidio was not taken: its recognizer of names needs a spaCy model that its package does not carry.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from assistant.models.identifying import CALLED, CAPITAL, EXACT, KINSHIP, TITLED

_PLACEHOLDER = re.compile(r"\{[A-Z]+_\d+\}")
_FORMS = {"s": ("",), "es": ("",), "ies": ("y",), "ed": ("", "e"), "ing": ("", "e"), "n't": ("",), "ly": ("",)}
"""Endings of forms of a word, with what stands in their place in the word itself."""


@dataclass
class Redaction:
    """What was hidden in one request, and how to put it back.

    `common` tells whether a lower-case word is an ordinary one; `public` holds the names in the documents and their
    words (places, collaboratives, programs), which the model needs and which identify no one. Off: nothing is hidden.
    """

    common: Collection[str]
    public: Collection[str]
    on: bool = True
    hidden: dict[str, str] = field(default_factory=dict)

    def hide(self, text: str) -> str:
        """The text with placeholders such as {NAME_1}; the same words get the same placeholder."""
        if not self.on:
            return text
        for kind, pattern in EXACT:
            text = self._replace(kind, pattern, text, lambda said: True)
        text = self._replace("NAME", TITLED, text, lambda said: True)
        text = self._replace("NAME", CALLED, text, self._is_name)
        text = self._replace("NAME", KINSHIP, text, self._is_name)
        text = self._replace("NAME", CAPITAL, text, self._is_stranger)
        return self._again(text)

    def restore(self, text: str) -> str:
        """The text with what was hidden put back."""
        return _PLACEHOLDER.sub(lambda m: self.hidden.get(m[0], m[0]), text)

    def _replace(self, kind: str, pattern: re.Pattern[str], text: str, wanted: Callable[[str], bool]) -> str:
        """The text with each match hidden that is wanted; a pattern's group `it` is the part to hide."""

        def one(match: re.Match[str]) -> str:
            said = match["it"] if "it" in pattern.groupindex else match[0]
            kept = self._kept(said, wanted)
            return match[0].replace(kept, self._placeholder(kind, kept), 1) if kept else match[0]

        return pattern.sub(one, text)

    @staticmethod
    def _kept(said: str, wanted: Callable[[str], bool]) -> str:
        """The longest beginning of what was matched that is to be hidden, or an empty text."""
        words = said.split(" ")
        return next((w for n in range(len(words), 0, -1) if wanted(w := " ".join(words[:n]))), "")

    def _placeholder(self, kind: str, said: str) -> str:
        """The placeholder of some words."""
        for placeholder, known in self.hidden.items():
            if known == said:
                return placeholder
        number = sum(placeholder.startswith("{" + kind) for placeholder in self.hidden) + 1
        self.hidden["{" + f"{kind}_{number}" + "}"] = said
        return "{" + f"{kind}_{number}" + "}"

    def _is_name(self, said: str) -> bool:
        """Whether words after 'named' or 'my son' are a name: strange words, whatever their letters."""
        words = [_bare(word) for word in said.split(" ")]
        if _PLACEHOLDER.search(said):
            return False
        capitals = all(word[:1].isupper() for word in said.split(" "))
        if capitals:
            return not all(word in self.public for word in words) and words[0] not in self.common
        return len(words) == 1 and self._strange(words[0])

    def _is_stranger(self, said: str) -> bool:
        """Whether capitalised words are a name that the documents do not have."""
        words = [_bare(word) for word in said.split()]
        if said.lower() in self.public:
            return False
        return not any(word in self.public or word in self.common for word in words)

    def _strange(self, word: str) -> bool:
        """Whether a word is neither ordinary nor a form of an ordinary one."""
        if len(word) < 3 or word in self.public:
            return False
        return not any(form in self.common for form in _forms(word))

    def _again(self, text: str) -> str:
        """The text with further mentions of the names that were hidden, first names alone included."""
        for placeholder, said in list(self.hidden.items()):
            if placeholder.startswith("{NAME"):
                for words in (said, *[w for w in said.split(" ") if len(w) > 2]):
                    text = re.sub(rf"(?<![\w{{]){re.escape(words)}(?![\w}}])", placeholder, text, flags=re.I)
        return text


def _bare(word: str) -> str:
    """A word in lower case without its possessive or contracted verb."""
    return re.sub(r"['’](?:s|re|ve|ll|d|m)?$", "", word.lower())


def _forms(word: str) -> Iterator[str]:
    """A word and what it may be a form of."""
    yield word
    for ending, others in _FORMS.items():
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            yield from (word.removesuffix(ending) + other for other in others)
