"""Numbers written as words, zero to ninety."""

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty twenty-one twenty-two"
)
_TENS = {
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
NUMBER_WORDS = {word: number for number, word in enumerate(_SMALL.split())} | _TENS | {"ninety": 90}
"""Word -> number."""
NUMBER_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
"""Alternatives of a pattern, the longest first."""
