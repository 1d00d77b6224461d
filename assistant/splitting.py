"""Splits a message into the questions that it asks and the statements that go with them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.cues import ASKING
from assistant.introducing import without_office
from assistant.premise import TOLD

_TURNS = (
    r"(?:but|so)\s+(?=(?:who|what|when|where|how|which|why)\s+(?:(?:much|many|long|often|soon)\s+)?"
    r"(?:do|does|did|is|are|can|could|must|should|will|would|happens)\b|who\s+\w+s\b|"
    r"(?:can|could|may|must|should|do|does|did|is|are|will|would)\s+"
    r"(?:it|they|he|she|we|i|you|the|an?|that|this|our|my|there|each|every|all|any|both|collaboratives?)\b)"
)
"""Where one who tells something turns to the question: 'my cousin says otherwise but do collaboratives have to'."""
_SENTENCE = re.compile(
    r"(?<=[.?!])(?<!\b[cs]\.)(?<!\bch\.)(?<!\bsec\.)(?<!\bg\.l\.)(?<!\bc\.m\.r\.)(?<!\bst\.(?= \d))\s+|\n+"
    rf"|\s+[-–—]+\s+(?=(?:(?:and|but|so)\s+)?(?:{ASKING})\b)"
    rf"|,?\s+{_TURNS}",
    re.I,
)
"""Ends of sentences; the dots of a citation, 'c. 40 s. 4E', are none, a dash before a question is one."""
_NOT_THE_REST = r"(?!(?:what|who|which|where|when) (?:does|do|is|are|can|may)(?:n['’]?t| not)\W*$)"
"""'... and what doesn't' is no question of its own."""
_LISTED = r"(?<!section )(?<!paragraph )(?<!clause )(?<!subsec\. )(?<!para\. )(?<!4e )(?<!\) )(?<!\d )"
"""Not after a word or a number that has the letter for a part of a provision: 'subsection (c)'."""
_OF = r"(?:(?:by|to|from|until|within|under) )?"
"""What may stand before the word that asks: 'and by when', 'and to whom'."""
_CANNOT = (
    r"(?!can['’]?t\s+(?!(?:i|we|you|they|he|she|it|the|an?|our|my)\b))"
    r"(?!(?:can|could|will|would)\s+(?:also |still |only |even )?"
    r"(?:drive|take|bring|pick|come|go|be|help|do|make|stay|live|work|watch|pay|wait)\b)"
)
"""'I am the chair and can't come', 'my sister lives there and could drive him' ask nothing."""
_KIN = r"(?:my|our)\s+(?:\w+\s+)?(?:grand)?(?:son|daughter|kid|child|boy|girl|nephew|niece|brother|sister)"
_SPLIT = re.compile(
    rf"\?\s*|;\s+|(?:(?<=\s)|^){_LISTED}\([a-d]\)\s+"
    rf"|,?\s+(?:and|also|plus)\s+(?:also\s+)?{_NOT_THE_REST}{_CANNOT}(?={_OF}(?:{ASKING})\b)"
    rf"|,\s+so\s+(?={_OF}(?:{ASKING})\b)"
    r"|,\s+(?=(?:who|what|when|where|how|which|(?:by|until) when)\b)"
    r"|,\s+(?:but\s+)?(?=(?:can|could|may|must|should|does|do|did|is|are|am|was|will|would|has|have)\s+"
    r"(?:it|they|he|she|we|i|you|the|an?|that|this|our|my|there|each|every|all|any|both|board|member)\b)"
    r"|,\s+(?:and\s+|or\s+)?(?=whether\b)|,?\s+so\s+(?=(?:what|who|how|which)\b)"
    rf"|,\s+(?={_KIN}(?:['’]s|\s+(?:is|has|was|just|goes|needs|turns))\b)",
    re.I,
)
VERBS = (
    "accept|admit|adopt|amend|appeal|apply|appoint|approve|ask|attend|borrow|build|buy|change|charge|choose|close|"
    "collect|complain|create|employ|enter|evaluate|file|fire|form|get|give|hire|hold|issue|join|keep|lease|leave|lend|"
    "hide|install|invest|make|meet|merge|move|offer|open|operate|own|pay|post|publish|purchase|raise|receive|record|"
    "refuse|register|reject|remove|rent|report|review|run|see|sell|send|serve|set|share|show|sign|spend|sue|take|tax|"
    "teach|terminate|train|transport|turn|use|visit|vote|waive|withdraw|write"
)
_LED = re.compile(
    r"^(?P<lead>(?:can|could|may|must|should|will|does|do)\s+(?:(?:an?|the|our|my|his|her|its)\s+)?(?:\w+\s+){1,3}?)"
    rf"(?P<deeds>(?:{VERBS})\b.*,.*)$",
    re.I,
)
_DEED = re.compile(rf",\s*(?:(?:and|or|also|then)\s+)*(?=(?:{VERBS})\b)|\s+(?:and|or)\s+(?=(?:{VERBS})\s+\w+)", re.I)
_BOTH = re.compile(
    r"^(?P<before>(?:.*\b(?=\w+ing and \w+ing\b))|(?:(?:who|which \w+) (?=\w+s and \w+s\b)))"
    r"(?P<one>\w{3,}) and (?P<two>\w{3,}) "
    r"(?P<after>(?:the|our|an?|its|their)\b.*)$",
    re.I,
)
_LETTERED = re.compile(r"(?:^|\s)\([a-d]\)\s")
_FRAME = re.compile(
    r"^\s*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|excuse me)(?: there)?[,.!]*\s+)?"
    r"(?:(?:please|can you|could you|would you|kindly|i would like to|i'd like to|i want to|i need to)[,\s]+)*"
    r"(?:(?:tell|explain to|let) me(?: know)?|know|ask|do you know)[,:]?\s+(?=\w+\s+\w)",
    re.I,
)
_RECEIVED = re.compile(
    r"^\W*(?:(?:great|awesome|perfect|excellent|ugh|wow|cool|nice|oh|ah|hmm+|good to know|got it|makes sense|"
    r"that helps|(?:that(?:['’]s| is) )?(?:great|good|helpful)|thanks|thank you)\b"
    r"(?: so much| a lot| very much| for that)?[\s,.!;]+)+"
    r"(?=(?:and|but|so|ok|then|what|who|when|where|which|how|can|could|do|does|is|are|will|would|should|must|may|if|once|"
    r"also|now|one|we|my|i)\b)",
    re.I,
)
"""How a later turn takes what was said: 'great, and once all have voted ...'."""
_ANNOUNCED = re.compile(
    r"^\s*(?:just |only |i have |i've got )*(?:a couple(?: of)?|a few|some|two|three|four|several|\d)\s+"
    r"(?:quick |other |more |short )?(?:questions?|things?|parts?)\b[^:?.]{0,30}:\s*",
    re.I,
)
"""The words before a row of questions that only say that they come: 'Three things: ...'."""
_THANKS = re.compile(
    r"[\s,.!]*(?<=[\s,.!?])(?:thanks|thank you|thx|please)(?: (?:so|very) much| a lot| in advance)?"
    r"(?:,? for (?:your|the|any|all your) (?:help|time|answer)(?: and time)?)?[\s.!]*$",
    re.I,
)
_COORDINATED = re.compile(
    r"(?:by |to |from |in |for )?(?:who|whom|where|when|why|(?:what|which|how)"
    r"(?! (?:happen|change|follow|come|go|count|appl|matter|work|help|remain|stay|start|end|collab)\w*\b)"
    r"(?P<of>(?: [a-z-]+){0,2}))",
    re.I,
)
"""Words that ask and have no predicate of their own: 'when' in 'when and where do we file', 'which statute'."""
_AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|can|could|may|must|should|will|would|has|have|had|am|gets?|got)(?:n['’]?t)?"
)
_PREDICATED = re.compile(rf"(?:\w+ ){{1,4}}?(?={_AUXILIARY}\b)", re.I)
"""The words that ask before the predicate of a question."""
_GIVEN = re.compile(r"\W*(?:since|because|now that|given that|seeing (?:that|as|how))\b", re.I)
"""The beginning of what is taken for granted before a question."""
_ECHO = r" (?:it|they|he|she|we|i|that)$"
"""The rest of a tag that asks nothing of its own: '..., is it'."""
_LEFT = re.compile(rf"^\W*(?:\w+\W+)?{TOLD}\b|,\s+(?:but|so)\s+(?!(?:{ASKING})\b.*,)(?=(?:{ASKING})\b)", re.I)
"""What somebody said, or a story left with 'but' or 'so', stands before the question: it is not the question."""
_PERSON = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|and|ok)\W+)*"
    r"(?:my|his|her|their|he|she|they|i|we(?= (?:live|moved?|just|wait\w*|got)\b)|"
    r"our(?= (?:\w+ )?(?:son|daughter|kid|child)\b))"
    r"(?:['’]\w+)?\s+(?!heard|read|was told)\w+",
    re.I,
)
"""The beginning of what somebody tells of himself or his own; what 'we' did is mostly part of the question."""
_NEEDS_PAPERS = re.compile(
    r"\W*(?:(?:and|also|so)\W+)*(?:i|we) (?:need|want|would like|am looking for|['’]?m looking for) "
    r"(?:to get |a copy of )?(?:my|his|her|their|our|the) (?:old |school )*"
    r"(?:records?|transcripts?|diploma|papers|file)\W*",
    re.I,
)
"""A wish that asks like a question: 'I need his old records'."""
_OF_KIN = re.compile(rf"{_KIN}\b", re.I)
"""The beginning of what is told of a child behind the question: 'when does planning start, my daughter is 13'."""
_RELATIVE = re.compile(r"(?:who|which|when|where|whose)\b(?! (?:do|does|did|can|could|should|would|will)\b)", re.I)
"""A word that relates, and asks nothing: 'my son, who is nine'."""
_ARTICLE = r"(?:an?\s+|the\s+)?"
_DIFFERENCE = re.compile(
    rf"^(?:what(?:'s|s| is)?\s+)?(?:the\s+)?differen\w*\s+between\s+{_ARTICLE}(.+?)"
    rf"\s+(?:and|vs\.?|versus)\s+{_ARTICLE}([^,;]+?)\W*(?:[,;].*)?$",
    re.I,
)
_OF_SOMEONE = re.compile(r"\b(?:he|she|who)(?:'s|’s|s| is| was| has)?\b", re.I)
_PREDICATE = re.compile(
    r"(?:is|has|have|had|are|does|can|was|will)\s+(?!(?:it|they|he|she|we|i|you|there|the|this|that|any|anyone|each|"
    r"every|all|both|my|our|his|her)\b)",
    re.I,
)


def unframed(text: str) -> str:
    """The message without the politeness around its question: 'Hi, could you please tell me who ... Thanks!'."""
    bare = _THANKS.sub("", _ANNOUNCED.sub("", _FRAME.sub("", _RECEIVED.sub("", text)))).strip()
    return bare or text


_FRAGMENT = re.compile(
    r"\W*(?:the |our |a )?(?:deadlines?|due dates?|cost|price|process|procedure|steps?|rules?|limits?|requirements?|"
    r"time ?limits?|definition|meaning|contact|phone|address|penalt(?:y|ies))\b",
    re.I,
)
"""A question cut short: 'deadline to withdraw, and do we owe anything'."""
_SEARCH = re.compile(
    r"\W*(?:(?:hi|hello|hey|any|some|an?|good|need|i need|i want|looking for|i'?m looking for|we need)\W+)*"
    r"(?!(?:i|we|he|she|they) (?:also |just |now )?(?:teach|work|go|goes|attends?|live|run|taught|worked)\b)"
    r"(?:[\w-]+\s+){0,4}?(?:programs?|schools?|class(?:es|rooms?)?|preschools?|placements?|services?|training)\s+"
    r"(?:\w+\s+)?(?:near|in|around|for|close to|at|where|that)\b"
    r"(?!.*\b(?:is|are|was|were|has|told|said|says|wants?)\b)",
    re.I,
)
"""A search cut short: 'preschool class near Salem for my son, and who pays for it'."""
_STILL = re.compile(
    r",?\s+(?:and|but|while)\s+still\s+"
    r"(?=(?:graduate|get|earn|take|go|have|see|play|keep|stay|attend|be|do|come|count|finish|return)\b)",
    re.I,
)
"""What must hold beside what is sought: 'where can he learn a trade and still graduate'."""
_PLACED = re.compile(r"\b(?:programs?|schools?|class(?:es|rooms?)?|places?|where|somewhere|collaboratives?)\b", re.I)
_TAG = re.compile(
    r"(?:is|would|was|will|wouldn['’]?t|isn['’]?t) (?:that|this|it) (?:be |even |really |still |all )*"
    r"(?:allowed|ok(?:ay)?|legal|right|correct|true|so|the case|possible|permitted|fine|normal|a problem|an issue)\W*",
    re.I,
)
"""A piece that only asks whether what was said before it may be: 'is that allowed'."""
_WHO_IS_RIGHT = re.compile(
    r"\W*(?:so |and |but )?(?:who(?:['’]?s| is)|which(?: one| of (?:them|the two))?(?:['’]?s| is)?) "
    r"(?:right|correct|true|it)\W*",
    re.I,
)
"""A question which of the claims that were told is right: it is on what they are on."""
_BROACHED = re.compile(r"\W*(?:(?:ok(?:ay)?|and|so|but|hi|then)\W+)*(?:what|how) about\s+", re.I)
_OF_IT = re.compile(r"\b(?:it|they|them)\b(?!.*\b(?:same|different|better|like)\b)", re.I)
"""What is broached before a question on it: 'what about the STAR program, where is it'."""
_SHORT = re.compile(rf"{_OF}(?:{ASKING})\b", re.I)
"""The beginning of a piece that may be as short as two words: 'how often', 'by when'."""


def split_questions(text: str) -> tuple[list[str], list[str]]:
    """The questions and the statements of a message; fragments of fewer than three words stay with what precedes."""
    questions: list[str] = []
    statements: list[str] = []
    text = _still(text)
    for sentence in filter(None, (s.strip() for s in _SENTENCE.split(text))):
        pieces = _broached(_rejoined([p.strip(" ?,") for p in _SPLIT.split(sentence) if p and p.strip(" ?,")]))
        if len(_LETTERED.findall(sentence)) >= 2:
            led = not sentence.startswith("(")
            statements += pieces[:1] if led else []
            questions += pieces[1:] if led else pieces
            continue
        opens = re.match(
            rf"\s*(?:(?:and|also|but|so|or|plus|then|ok|okay|well)[\s,]+)*{_OF}(?:{ASKING}|whether)\b", sentence, re.I
        )
        topic = len(pieces) > 1 and bool(_FRAGMENT.match(pieces[0]) or _SEARCH.match(pieces[0]))
        topic = topic and _TELLS.match(pieces[0]) is None
        asking = sum(re.match(rf"{_OF}(?:{ASKING})\b(?!{_ECHO})", piece, re.I) is not None for piece in pieces[1:])
        office = not without_office(" ".join(pieces[:1])).strip() or None
        told = _GIVEN.match(sentence) or _LEFT.search(sentence) or _PERSON.match(sentence) or office
        later = asking > 1 or (asking == 1 and told is not None and _RELATIVE.match(pieces[-1]) is None)
        if not ("?" in sentence or opens or topic or later or _NEEDS_PAPERS.fullmatch(sentence)):
            statements.append(sentence)
            continue
        for piece in pieces:
            if questions and _TAG.fullmatch(piece):
                continue
            if questions and _OF_KIN.match(piece) and not _asks(piece):
                statements.append(piece)
                continue
            if questions and len(piece.split()) < (2 if _SHORT.match(piece) else 3):
                questions[-1] += f" {piece}"
            elif not questions and len(pieces) > 1 and not (_asks(piece) or topic):
                statements.append(piece)
            else:
                questions.append(piece)
    return [part for question in questions for part in enumerated(question)], statements


def claims_asked(questions: list[str], statements: list[str]) -> tuple[list[str], list[str]]:
    """The questions and statements of a message, where it only asks which of the claims that it tells is right."""
    only = len(questions) == 1 and statements and _WHO_IS_RIGHT.fullmatch(questions[0])
    return (statements, []) if only else (questions, statements)


def _broached(pieces: list[str]) -> list[str]:
    """The pieces, where one only broaches what the next one asks of: its name stands for 'it' there."""
    for at, (piece, then) in enumerate(pairwise(pieces)):
        if (found := _BROACHED.match(piece)) and _OF_IT.search(then):
            name = piece[found.end() :].strip().replace("\\", "")
            return [*pieces[:at], _OF_IT.sub(name, then, count=1), *pieces[at + 2 :]]
    return pieces


def _still(text: str) -> str:
    """The text with what must still hold beside a place that is sought as a question of its own."""
    found = _STILL.search(text)
    if found is None or not _PLACED.search(text[: found.start()]):
        return text
    child = "she" if re.search(r"\b(?:she|her|daughter|girl|niece|granddaughter)\b", text, re.I) else "he"
    return f"{text[: found.start()]}? Can {child} still {text[found.end() :]}"


def _rejoined(pieces: list[str]) -> list[str]:
    """The pieces of a sentence, where what is told of one ("she is 5", "has seizures") stays one piece."""
    joined: list[str] = []
    for piece in _predicated(pieces):
        told = joined and (_OF_SOMEONE.search(joined[-1]) or _PERSON.match(joined[-1]))
        if told and _PREDICATE.match(piece):
            joined[-1] += f" and {piece}"
        else:
            joined.append(piece)
    return joined


def _predicated(pieces: Sequence[str]) -> list[str]:
    """The pieces of a sentence, where words that ask without a predicate share that of the next: 'when and where'."""
    whole = list(pieces)
    for number in range(len(whole) - 2, -1, -1):
        bare, following = _COORDINATED.fullmatch(whole[number]), whole[number + 1]
        if bare is None or re.search(rf"\b{_AUXILIARY}\b", whole[number], re.I):
            continue
        asking = _PREDICATED.match(following)
        words = following.split()
        taken = len(asking[0].split()) if asking else 1 + len((bare["of"] or "").split())
        if _COORDINATED.match(following) and len(words) > taken + 1:
            whole[number] += f" {' '.join(words[taken:])}"
    return whole


_TELLS = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|and|ok)\W+)*"
    r"(?:our|my|his|her|their|he|she|they|we|i|(?:the|an?|one of \w+)(?!.*\b(?:what|when|who|where|how|why|which)\b))\b"
    r"(?:['’](?:m|ve|re|s|d)\b|(?:\s+\S+){0,3}?\s+(?:is|are|am|has|have|was|were|will|would|can|could|does|do|did)\b)",
    re.I,
)
"""The order of words of one who tells and does not ask: 'our town's rep is on two committees, may she ...'."""


_BEHIND = re.compile(r"\s(?:what|which|how|who|where)(?: \w+){0,3} (?:do|does|must|should|can) (?:we|i|they)\b", re.I)
"""A question behind its condition: 'when we close what papers do we owe the state'."""


def _asks(piece: str) -> bool:
    """Whether the first piece of a sentence is a question, and nothing that is told or taken for granted before one."""
    condition = re.match(
        rf"\W*(?:(?:if|although|though|once|unless|while|whenever)\b|as soon as\b|"
        rf"(?:when|after|before|until)\s+(?!(?:{ASKING}|was|were)\b)|as (?:we|i) )",
        piece,
        re.I,
    )
    asks = re.match(rf"(?:\S+\s+){{0,3}}?(?:{ASKING}|whether)\b", piece, re.I) is not None
    if condition and _BEHIND.search(piece):
        return True
    return asks and not (condition or _GIVEN.match(piece)) and _TELLS.match(piece) is None


def enumerated(question: str) -> list[str]:
    """What a question asks of one body in a row ('can it buy land, hire staff and sue?'), each as its own question."""
    led = _LED.match(question)
    deeds = [d.strip(" ,?") for d in _DEED.split(led["deeds"])] if led else []
    if led and len(deeds) > 1 and all(deeds):
        return [f"{led['lead']}{deed}" for deed in deeds]
    return [question]


def paired(question: str) -> list[str]:
    """The two deeds of 'how do we go about approving and amending the budget' as questions, else nothing."""
    pair = _BOTH.match(question)
    return [f"{pair['before']}{deed} {pair['after']}" for deed in (pair["one"], pair["two"])] if pair else []


def differing(question: str) -> list[str]:
    """The two terms of 'what is the difference between A and B, ...' as questions of their own, else nothing."""
    pair = _DIFFERENCE.match(question)
    return [f"what is {pair[1]}", f"what is {pair[2]}"] if pair else []
