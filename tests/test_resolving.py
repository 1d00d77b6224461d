"""Further parts of a message that lean on the one before are read in full where their bare words are not answered."""

import pytest

from assistant.engine import Assistant
from assistant.introducing import of_another_office, offices, runs, without_office
from assistant.resolving import named_deed, named_things, readings
from assistant.slips import respelt
from assistant.splitting import split_questions


def test_readings() -> None:
    """A pointing word is replaced by a thing of the part before; a bare end is filled up; a deed is added."""
    assert "where do we send the annual report" in readings("where do we send it", "who signs the annual report")
    assert "who gets a copy of the budget" in readings("who gets a copy of it", "when is the budget adopted")
    assert "what does it cost to join in May" in readings("what does it cost", "can a town join in May")
    assert "what if we go over the limit" in readings("what if we go over", "what is the limit")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("who signs the annual report and where do we send it", "chair of each member district"),
        ("what is the surplus limit and what if we go over", "may not be kept"),
        ("is the board training mandatory and how long do I have to do it", "within 60 days"),
        ("How often must the board meet, and what constitutes a quorum?", "No number for the quorum"),
        ("they held her down at school. is that even allowed and do they have to tell me", "parents must be told"),
        ("what goes in the annual report and does the board have to vote", "after its board has approved it"),
        ("i missed three meetings, am i out, and how many must the board hold a year", "at least six times a year"),
    ],
)
def test_the_second_half_is_answered(assistant: Assistant, question: str, said: str) -> None:
    """What the documents say to the second half is in the answer."""
    assert said in assistant.answer(question).text


def test_an_ampersand_joins_questions() -> None:
    """'&' between words is 'and'; within a name it stays."""
    assert respelt("who hires her & who pays") == "who hires her and who pays"
    assert respelt("the A&F form") == "the A&F form"


def test_short_parts_are_parts() -> None:
    """'and by when' is a question of its own; a statement with one question behind it stays whole."""
    assert split_questions("what must we post, and by when?")[0] == ["what must we post", "by when"]
    assert split_questions("the roof leaks, can we close")[0] == []
    assert split_questions("she is ill, can she stay home, and who teaches her")[0] == [
        "can she stay home",
        "who teaches her",
    ]


def test_a_part_that_is_near_nothing_leans_on_the_one_before(assistant: Assistant) -> None:
    """'Does DESE have to be told', after a treasurer, is not answered with a passage for parents."""
    answer = assistant.answer("how do we hire a new treasurer, and does DESE have to be told")
    assert not any(c.passage_id.startswith("families-") for c in answer.citations)


def test_words_that_ask_share_a_predicate() -> None:
    """'When and where do we file' asks two questions in full; 'who checks it' has its own predicate."""
    assert split_questions("when and where do we file it?")[0] == ["when do we file it", "where do we file it"]
    assert split_questions("which law and which year brought the liaison?")[0] == [
        "which law brought the liaison",
        "which year brought the liaison",
    ]
    assert split_questions("what is the cap, who checks it, and what if we pass it?")[0][1] == "who checks it"


def test_a_dash_ends_what_is_told() -> None:
    """A question after a dash is one; what stands before is told."""
    assert split_questions("treasurer here - who signs checks") == (["who signs checks"], ["treasurer here"])


def test_a_deed_is_named() -> None:
    """'Do that' is what the question before spoke of, without its conditions."""
    assert named_deed("how do we do that", "can we join a collaborative") == "how do we join a collaborative"
    assert named_deed("who can do it", "may we sell the van if it is old") == "who can sell the van"
    assert named_deed("how do we do that", "who is the chair") == "how do we do that"


def test_offices() -> None:
    """An office is taken from what is told, where it is held stays; a parent's words name none."""
    assert without_office("sped director in a nonmember town.").strip() == "in a nonmember town."
    assert runs("town manager. who pays?")
    assert not runs("my sped director says no")


def test_the_deed_is_carried_on(assistant: Assistant) -> None:
    """Officials who asked whether they may join are told how, and not what parents pay."""
    history = ["our district is not in one. can we join a collaborative?"]
    assert "votes of its own school committee" in assistant.answer("how do we do that", history).text
    answer = assistant.answer("does it cost us anything", [*history, "how do we do that"])
    assert not any(c.passage_id.startswith("families-") for c in answer.citations)


def test_what_is_refused_takes_a_bare_part_along(assistant: Assistant) -> None:
    """'How long can it be', of a suspension that the documents do not cover, is not answered about a ride."""
    answer = assistant.answer("my daughter was suspended from her program. is that legal and how long can it be")
    assert answer.outcome == "declined"
    assert not answer.citations


def test_what_was_said_answers_a_bare_part_too(assistant: Assistant) -> None:
    """That no time is named for telling parents of a restraint stands in the passage that is said first."""
    answer = assistant.answer("they restrained her. do i get a report and how fast")
    assert answer.outcome == "answered"
    assert answer.citations[0].passage_id == "families-being-told-about-a-restraint"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("can the town of Stow leave CASE", "July 1"),
        ("how does Lexington withdraw from LABBB", "amendment of the agreement"),
        ("does the Woburn school committee have to approve SEEM's budget", "its own board adopts it"),
    ],
)
def test_a_member_is_told_the_rules(assistant: Assistant, question: str, said: str) -> None:
    """What a town may do as a member is for the rules to say, whatever names stand in the question."""
    assert said in assistant.answer(question).text


def test_a_part_near_nothing_is_not_answered_by_chance(assistant: Assistant) -> None:
    """'How much warning do we get' of a review is not answered with another notice."""
    answer = assistant.answer("how often does DESE come to review us and how much warning do we get")
    assert answer.outcome == "partial"
    assert [c.passage_id for c in answer.citations] == ["reg-50-09-1-six-year-review"]


def test_another_office_is_left_out() -> None:
    """Who holds one office is not told of another's duties, unless the question names that."""
    assert of_another_office(offices("new treasurer here.", "what do i do first"), "A new executive director learns.")
    assert not offices("treasurer here.", "who is on the board as a member")
    assert not offices("my son is 5.", "what do i do first")


def test_a_question_may_begin_with_a_preposition() -> None:
    """'By when', behind a story and without a mark, begins a question, and what follows it is another one."""
    message = "I am new here and the phone rings all day. by when must the audit be out, and who has to see it"
    assert split_questions(message)[0] == ["by when must the audit be out", "who has to see it"]


def test_how_a_part_may_be_meant_gets_no_plain_answer(assistant: Assistant) -> None:
    """What is answered is a guess at the second half, so no 'No' stands before it."""
    answer = assistant.answer("how do we remove a treasurer who wont file reports, and does the state step in")
    assert "No: " not in answer.text
    assert answer.citations[0].passage_id == "directors-money-changing-treasurer"


def test_named_things() -> None:
    """A pronoun of a later turn is replaced by each thing that was named, and by none that is always spoken of."""
    assert named_things("what has to be in it", "is the annual report posted online") == [
        "what has to be in the annual report"
    ]
    assert named_things("who are its members", "what is MOEC's mission") == ["who are MOEC's members"]
    assert named_things("who pays for it", "how does a district join a collaborative") == []
    assert named_things("who pays", "when is the audit due") == []


@pytest.mark.parametrize(
    ("history", "question", "said"),
    [
        (["is the annual report posted online"], "what has to be in it", "program"),
        (["can a school committee member sit on the board", "do they get paid"], "how often do they meet", "six times"),
        (["what is MOEC's mission"], "who are its members", "open to all of them"),
        (["who belongs to cape cod collaborative"], "how many kids do they serve", "found no answer"),
        (["tell me about SEEM", "do they run buses"], "do they take kids from Boston", "No: Boston is not listed"),
        (["what is LPVEC", "how big is their budget"], "what's their phone number", "413-735-2200"),
    ],
)
def test_a_pronoun_of_a_later_turn(assistant: Assistant, history: list[str], question: str, said: str) -> None:
    """'It' and 'they' are the thing or the collaborative that was spoken of."""
    assert said in assistant.answer(question, history).text


def test_no_plain_answer_where_it_is_unsure(assistant: Assistant) -> None:
    """Neither yes nor no stands under the warning that the documents may not answer."""
    answer = assistant.answer("does it cost anything", ["do board members need training"])
    assert answer.outcome == "partial"
    assert "No:" not in answer.text
    assert "Yes:" not in answer.text


@pytest.mark.parametrize(
    ("history", "question", "said"),
    [
        (["what's the threshold for three quotes"], "and above that?", "over $50,000, competitive sealed bids"),
        (["which collaborative is Marlborough in"], "who else is in it", "Shrewsbury"),
    ],
)
def test_a_later_turn_that_says_nothing_by_itself(
    assistant: Assistant, history: list[str], question: str, said: str
) -> None:
    """It is read with the question before."""
    assert said in assistant.answer(question, history).text


@pytest.mark.parametrize(
    ("history", "question", "cited"),
    [
        (
            ["How much notice for a board meeting", "does that count the weekend"],
            "where do we post it",
            "directors-open",
        ),
        (["how do we leave the collaborative"], "what happens to the kids", "directors-members-leaving-students"),
        (["what is probation for a collaborative"], "can we appeal", "directors-reporting-appeal"),
    ],
)
def test_a_later_turn_stays_with_its_readers(
    assistant: Assistant, history: list[str], question: str, cited: str
) -> None:
    """One who runs a collaborative gets no parents' passage, however its words are those of a parent's question."""
    assert assistant.answer(question, history).citations[0].passage_id.startswith(cited)


@pytest.mark.parametrize(
    ("history", "question", "said"),
    [
        (["Is North Reading in SEEM"], "and Andover?", "No: Andover is not listed among the member districts of SEEM"),
        (["which collaborative is Hudson in"], "and the director?", "executive director of Assabet Valley"),
        ([], "My mother taught at READS for years. What does MOEC do?", "statewide professional association"),
    ],
)
def test_whom_a_question_is_on(assistant: Assistant, history: list[str], question: str, said: str) -> None:
    """A town alone is asked about as the one before was; MOEC is asked about whatever the story names."""
    assert said in assistant.answer(question, history).text
