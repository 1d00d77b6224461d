"""What a message tells beside a need: whose work is sought, which grade is taught, whom a thing is said to be for."""

import re
from collections.abc import Sequence

_WORKS = (
    r"(?:nurses?|(?:\w+ )?therapists?|slps?|ots?|pts?|psychologists?|bcbas?|counselors?|social workers?|interpreters?)"
)
HIRED = re.compile(
    rf"\b(?:hir(?:e|es|ed|ing)|employ(?:s|ing)?|recruit\w*|openings? for|jobs? (?:for|as)|work as) "
    rf"(?:(?:an?|any|more|new|school) )*{_WORKS}\b|\b{_WORKS}(?= (?:jobs?|positions?|openings?|vacanc\w+)\b)",
    re.I,
)
"""One whose work is sought or offered: a job, and no service to a student."""
APPLIES = re.compile(
    rf"\bi(?:['’]?m| am) (?:an? )?(?:[\w-]+ ){{0,2}}?{_WORKS}\b(?=.*\b(?:apply\w*|jobs?|hir(?:e|es|ing)|"
    r"work (?:at|for|there)|positions?|(?:looking for|find) work|resume|salary)\b)",
    re.I,
)
"""One who introduces herself by her work and looks for a job."""
INTRODUCED = re.compile(
    rf"\b(?:i(?:['’]?m| am)|this is|hi,?) (?:an? |the )?(?:[\w-]+ ){{0,2}}?{_WORKS}(?= (?:at|from|with|here|in an?)\b)|"
    rf"^\W*(?:(?:hi|hello|school)\W+)*{_WORKS}"
    r"(?=\W+(?:here|looking|student|intern|assistant|in training|doing|applying)\b)",
    re.I,
)
"""One who introduces herself by her work: 'I'm a nurse at a pediatric office'."""
TEACHES = re.compile(
    r"\bi (?:also |mostly )?teach (?:in )?(?:an? )?\S+[ -]?(?:grade(?:rs?)?|school|k)\b|"
    r"\b\S+[ -]grade(?= (?:\w+ )?teacher\b)",
    re.I,
)
"""The grade that the asker teaches, which is nobody's age: 'I teach 3rd grade'."""
DAYS_SINCE = re.compile(
    r"\b\d+ days? (?=(?:clean|sober|ago|left|late|without|since|notice|old|early|out|off|before|after|until|till|"
    r"to (?:go|\w+ it))\b)",
    re.I,
)
"""Days that are counted, and no placement for so many: '45 days clean'."""
SYSTEM = re.compile(r"\b(?:small |tiny |public )*school (?=(?:system|district|department|committee)s?\b)", re.I)
"""What makes a district of a system or a committee, and no small school of it."""
ONLY_FOR = re.compile(
    r"\b(?:since|because|as|now that|if|i (?:thought|heard)(?: that)?)\b[^,;.?!]*"
    r"\b(?:only|just) (?:for|takes?|serves?)\b[^,;.?!]*(?=[,;])",
    re.I,
)
"""What is taken for granted of a collaborative or a service before the question: no need of the child's."""
ONLY_CLAIM = re.compile(
    r"\W*(?:since|because|as|now that|given that)\b.*\b(?:only|just) (?:for|takes?|serves?)\b"
    r"(?!.*\b(?:member|town|district)s?\b)[^,;?]*$",
    re.I,
)
"""A piece that only supposes whom a collaborative or a service is for."""
_CHANGES = re.compile(
    r"^\W*(?:(?:thanks?(?: you)?|ok(?:ay)?|great|got it|and|so|now|but)\W+)*(?:(?:totally|completely|on an?|an?) )*"
    r"(?:(?:unrelated|different|separate|other|another|new)(?: (?:question|topic|subject|note|matter|thing))|"
    r"unrelated|different|separate|something (?:else|different)(?: (?:now|entirely))?|"
    r"(?:switching|changing|switch) (?:the )?(?:topics?|gears|subjects?)|change of (?:topic|subject))\s*[:,.;!-]+\s*",
    re.I,
)


def by_subject(text: str, history: Sequence[str]) -> tuple[str, Sequence[str]]:
    """A message and the turns before it; without those where it opens with 'switching topics' or the like."""
    match = _CHANGES.match(text)
    return (text[match.end() :], ()) if match and text[match.end() :].strip() else (text, history)
