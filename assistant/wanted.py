"""What a search wants that only records answer: programs around a place, courses, a place for a student."""

from assistant import cues
from assistant.asked import Asked
from assistant.draft import Draft

_FEW = 5
"""Words of a message that asks for programs around a place, and for nothing else."""


def trains(asked: Asked) -> bool:
    """Whether courses or a license for those who work in schools are sought, and not the rule on who must hold one."""
    kinds, text = set(asked.need.categories), asked.text
    of_staff = bool(kinds) and kinds <= {"educator licensure", "professional development"}
    if not of_staff or asked.need.populations or cues.HELD_BY_STAFF.search(text) or cues.OFFICIAL.search(text):
        return False
    return "educator licensure" in kinds and cues.TAUGHT_TO_STAFF.search(text) is not None


def whatever_there_is(asked: Asked) -> bool:
    """Whether a message asks for the programs around a place and tells no need: 'programs in the berkshires'."""
    bare = asked.places and not asked.need and len(asked.text.split()) <= _FEW
    return bool(bare and cues.PROGRAMS.search(asked.text))


def wants_records(asked: Asked) -> bool:
    """Whether only the directory can answer: around a place, or whether a collaborative that is named has something."""
    full = asked.need.age or (asked.need.categories and asked.need.populations)
    taken = (asked.need.categories or asked.need.populations) and cues.HAS.search(asked.text)
    goes = asked.need.populations and asked.follow_up and cues.MAY_TAKE.search(asked.text)
    around = asked.places and (full or taken or goes or cues.AROUND.search(asked.text))
    told = asked.organizations or asked.need.particulars
    listed = asked.need.populations and cues.ALL_PROGRAMS.search(asked.text)
    courses = trains(asked) and cues.SOUGHT.search(asked.text)
    return bool(around or whatever_there_is(asked) or listed or courses or (told and cues.HAS.search(asked.text)))


def of_no_program(asked: Asked) -> bool:
    """Whether a search names a place, and neither a need nor a program or a collaborative: 'a dog park in Plymouth'."""
    named = cues.PROGRAMS.search(asked.text) or cues.COLLABORATIVE.search(asked.text)
    return asked.intent == "where" and not (asked.need or named)


def lists_again(asked: Asked, draft: Draft) -> bool:
    """Whether a further part of a message would list programs again without a word of its own on what is needed."""
    listed = any(program.program_id for program in draft.programs)
    own = any(words in asked.text.lower() for words in asked.need.words)
    return asked.beside and listed and not own


def wants_anywhere(asked: Asked) -> bool:
    """Whether a program is sought without a word on where or for whom: it takes a question back."""
    bare = not (asked.need or asked.places or asked.organizations or asked.follow_up)
    return bare and cues.ANYWHERE.search(asked.text) is not None
