"""Words as search counts them: in lower case, without stop words; their character n-grams; the fields of a passage."""

import re
from dataclasses import dataclass

WORD = re.compile(r"[a-z0-9]+(?:[.'’][a-z0-9]+)*")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b\.?")
STOPWORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "may",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "out",
        "she",
        "should",
        "so",
        "some",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "am",
        "s",
        "t",
        "m",
        "re",
        "ve",
        "ll",
        "d",
    ]
)


@dataclass(frozen=True)
class Text:
    """What is indexed of one passage: its own words, and the title and headings that count more."""

    body: str
    title: str = ""
    headings: str = ""
    asks: str = ""


def words(text: str) -> list[str]:
    """The words of a text in lower case, without stop words; 50.07 stays whole, S.C.R.O. becomes scro."""
    found = (_DOTTED.sub(lambda m: m[0].replace(".", ""), text.lower())).replace("’", "'")
    return [w.removesuffix("'s") for w in WORD.findall(found) if w not in STOPWORDS]


def ngrams(word: str, size: int = 4) -> list[str]:
    """The character n-grams of a word with its boundaries marked."""
    marked = f"<{word}>"
    return [marked[i : i + size] for i in range(max(1, len(marked) - size + 1))]
