"""Splits a message into the questions that it asks and the statements that go with them."""

import re

from assistant.cues import ASKING

_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
_SPLIT = re.compile(
    rf"\?\s*|;\s+|(?:(?<=\s)|^)\([a-d]\)\s+|,?\s+(?:and|also|plus)\s+(?:also\s+)?(?=(?:{ASKING})\b)"
    r"|,\s+(?=(?:who|what|when|where|how|which)\b)",
    re.I,
)
_LETTERED = re.compile(r"(?:^|\s)\([a-d]\)\s")
_FRAME = re.compile(
    r"^\s*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|excuse me)(?: there)?[,.!]*\s+)?"
    r"(?:(?:please|can you|could you|would you|kindly|i would like to|i'd like to|i want to|i need to)[,\s]+)*"
    r"(?:(?:tell|explain to|let) me(?: know)?|know|ask|do you know)[,:]?\s+(?=\w+\s+\w)",
    re.I,
)
_THANKS = re.compile(
    r"[\s,.!]*(?<=[\s,.!?])(?:thanks|thank you|thx|please)(?: (?:so|very) much| a lot| in advance)?"
    r"(?:,? for (?:your|the|any|all your) (?:help|time|answer)(?: and time)?)?[\s.!]*$",
    re.I,
)
_ARTICLE = r"(?:an?\s+|the\s+)?"
_DIFFERENCE = re.compile(
    rf"^(?:what(?:'s|s| is)?\s+)?(?:the\s+)?differen\w*\s+between\s+{_ARTICLE}(.+?)"
    rf"\s+(?:and|vs\.?|versus)\s+{_ARTICLE}(.+?)\W*$",
    re.I,
)


def unframed(text: str) -> str:
    """The message without the politeness around its question: 'Hi, could you please tell me who ... Thanks!'."""
    bare = _THANKS.sub("", _FRAME.sub("", text)).strip()
    return bare or text


def split_questions(text: str) -> tuple[list[str], list[str]]:
    """The questions and the statements of a message; fragments of fewer than three words stay with what precedes."""
    questions: list[str] = []
    statements: list[str] = []
    for sentence in filter(None, (s.strip() for s in _SENTENCE.split(text))):
        pieces = [p.strip(" ?,") for p in _SPLIT.split(sentence) if p and p.strip(" ?,")]
        if len(_LETTERED.findall(sentence)) >= 2:
            led = not sentence.startswith("(")
            statements += pieces[:1] if led else []
            questions += pieces[1:] if led else pieces
            continue
        asking = "?" in sentence or re.match(rf"\s*(?:{ASKING})\b", sentence, re.I) is not None
        if not asking:
            statements.append(sentence)
            continue
        for piece in pieces:
            if questions and len(piece.split()) < (2 if re.match(rf"(?:{ASKING})\b", piece, re.I) else 3):
                questions[-1] += f" {piece}"
            elif not questions and not re.match(rf"(?:\S+\s+){{0,3}}?(?:{ASKING})\b", piece, re.I) and len(pieces) > 1:
                statements.append(piece)
            else:
                questions.append(piece)
    return questions, statements


def differing(question: str) -> list[str]:
    """The two terms of 'what is the difference between A and B' as questions of their own, else nothing."""
    pair = _DIFFERENCE.match(question)
    return [f"what is {pair[1]}", f"what is {pair[2]}"] if pair else []
