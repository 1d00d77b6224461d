"""What a message takes for granted: found, and set right by a near passage only."""

import pytest

from assistant.citations import find_citations, sibling
from assistant.draft import Draft
from assistant.engine import Assistant
from assistant.premise import claim_of, correction, denies


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("Since the cap is 40% of the budget, how do we work it out?", "the cap is 40% of the budget"),
        ("We know collaboratives can't own land. Where do we meet then?", "collaboratives can't own land"),
        ("is it true that a board meets twice a year?", "a board meets twice a year"),
        ("i was told you can never change your mind", "you can never change your mind"),
        ("A board needs ten members, right?", "A board needs ten members"),
        ("When does the board meet?", None),
        ("my son is 9, where can he go?", None),
    ],
)
def test_claims_are_found(message: str, claim: str | None) -> None:
    """Clauses that a question rests on, and statements with a tag; no claim in a plain question."""
    assert claim_of(message) == claim


def test_a_claim_without_a_number_denies_or_not() -> None:
    """Denials and absolutes can be wrong without a number."""
    assert denies("collaboratives can't borrow")
    assert denies("they are exempt from bidding")
    assert not denies("the board meets in May")


def test_a_number_is_corrected_by_the_first_sentence() -> None:
    """One value in the first sentence is enough; a value that the source has too is not corrected."""
    source = "Within 45 days the Team meets. The tests are done within 30 days."
    assert correction("it takes 90 days", source, claimed=True) == "Our documents say 45 days, not 90 days."
    assert correction("it takes 30 days", source, claimed=True) is None
    cap = "The limit is 25 percent."
    assert (
        correction("the limit is 30 percent, right?", cap, claimed=True)
        == "Our documents say 25 percent, not 30 percent."
    )
    assert correction("the year ended at 30 percent, what now", cap) is None


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("Since the limit on surplus is 45 percent, may we keep all of it?", "25"),
        ("We know that collaboratives can't borrow money, so how would we buy a school building?", "borrow"),
    ],
)
def test_a_wrong_premise_is_answered_first(assistant: Assistant, question: str, right: str) -> None:
    """The first paragraph says what the documents say of the premise."""
    assert right in assistant.answer(question).text.split("\n\n")[0]


def test_a_far_passage_corrects_nothing(assistant: Assistant) -> None:
    """A number of another subject is not held against the asker."""
    assert "not 90" not in assistant.answer("The law gives districts 90 days to do the first evaluation, correct?").text


def test_bare_marks_after_a_citation() -> None:
    """'what about (4)?' is the sibling of the provision before; words between mean something else."""
    assert sibling("what about (4)?", ["603 CMR 50.07(3)"]) == ("603 CMR 50.07(4)",)
    assert sibling("and (b)", ["603 CMR 50.03(4)(a)1."]) == ("603 CMR 50.03(4)(b)",)
    assert sibling("and (2)(c)?", ["603 CMR 50.06"]) == ("603 CMR 50.06(2)(c)",)
    assert sibling("and the fee (4) of last year", ["603 CMR 50.06"]) == ()
    assert sibling("(4)", []) == ()
    assert find_citations("M.G.L. c. 40 s. 4E paragraph (n)") == ("M.G.L. c. 40, § 4E(n)",)


def test_a_passage_is_made_whole_where_it_began(assistant: Assistant) -> None:
    """What an earlier part gave the first sentence of stays in its place when a later part gives all of it."""
    passage = next(p for p in assistant.corpus.passages if p.text.count(". ") >= 2)
    draft = Draft()
    mark = draft.cite(passage, passage.text.split(". ")[0])
    draft.say(f"{passage.text.split('. ')[0]}. {mark}")
    draft.say("Something else.")
    draft.say_whole(passage)
    assert draft.paragraphs == [f"{passage.text} {mark}", "Something else."]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Since collaboratives are private schools, do the teachers there need a license?", "public entity"),
        ("as collaboratives are charter schools, who may enroll?", "public"),
        ("now that my child has aged out at 18, what is left for him?", "22nd birthday"),
        ("given that special education ends at 19, what comes after?", "22nd birthday"),
        ("because the department hires our executive director, who do we tell that she leaves?", "board must hire"),
        ("since the treasurer is elected by the member towns, how do we swear him in", "appointed by the board"),
        ("what did the 1998 law change for the boards?", "no law on collaboratives of 1998"),
        ("The Attorney General approves collaborative agreements, right? How long does it take?", "Commissioner"),
        ("Collaborative agreements are approved by the Inspector General, correct?", "Commissioner"),
        ("The State Auditor approves our budget each year, correct?", "adopted by its board"),
        ("Is it true that the superintendent hires the executive director?", "board must hire"),
        ("since the commissioner hires the business manager, who evaluates him?", "board has to employ"),
        (
            "The 2008 amendment of section 4E let charter schools in. Who votes on them?",
            "no law on collaboratives of 2008",
        ),
    ],
)
def test_a_premise_without_a_figure_is_answered_first(assistant: Assistant, question: str, said: str) -> None:
    """What collaboratives are, when special education ends, who does what, and of which year the law is."""
    assert said in assistant.answer(question).text.split("\n\n")[0]


@pytest.mark.parametrize(
    "question",
    [
        "Since collaboratives are public agencies, do they follow the bidding law?",
        "what changed with the 2018 law?",
        "What did the 2020 amendments of the regulations change?",
        "The Department of Revenue sets the minimum bond, right?",
        "The Commissioner approves agreements, right?",
        "since the board hires the executive director, who evaluates her?",
        "now that she turned 22 and aged out, who helps?",
    ],
)
def test_what_is_right_is_not_corrected(assistant: Assistant, question: str) -> None:
    """A true premise draws no correction."""
    answer = assistant.answer(question)
    assert "know no law" not in answer.text
    assert ", not " not in answer.text.split("\n\n")[0].replace("not a private", "")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("since our board needs at least 7 members, can two towns share a seat?", "that your board needs at least 7"),
        ("Because the treasurer must serve for 3 years, can we replace ours early?", "that the treasurer must serve"),
        ("is it true that a town must give 18 months notice to leave", "18 months notice"),
        ("is it true that the audit must be published in a newspaper", "published in a newspaper"),
        ("given that the capital reserve is capped at 10 percent, can we go higher?", "capped at 10 percent"),
        ("since the agreement expires every five years, when do we renew?", "expires every five years"),
        ("since the treasurer reports every 3 months, what goes in?", "reports every 3 months"),
    ],
)
def test_a_rule_that_no_document_has_is_said_to_be_none(assistant: Assistant, question: str, said: str) -> None:
    """A number that a message makes a rule of, and that no near passage has, is not let stand."""
    first = assistant.answer(question).text.split("\n\n")[0]
    assert first.startswith("Our documents do not say that ")
    assert said in first


@pytest.mark.parametrize(
    "question",
    [
        "since we have 9 members, how many votes adopt the budget?",
        "as we are 14 districts, how many members does our board have?",
        "since the board must meet six times a year, which meetings count?",
        "since members have to be trained within 60 days, who gives the course?",
    ],
)
def test_an_own_number_and_a_right_one_stand(assistant: Assistant, question: str) -> None:
    """What is told of one's own case, or is so, draws no remark and is no question of its own."""
    answer = assistant.answer(question)
    assert "do not say that" not in answer.text
    assert "do not answer" not in answer.text


def test_a_director_gets_no_parents_paragraph(assistant: Assistant) -> None:
    """What is added to the answer of an official is not written for parents."""
    for question in ("since DESE reviews us every three years, when is the next?", "may we charge nonmembers more"):
        cited = [c.passage_id for c in assistant.answer(question).citations]
        assert not any(id_.startswith("families-") for id_ in cited), question


def test_a_date_that_the_passage_holds_is_not_set_right(assistant: Assistant) -> None:
    """'By June 30' is what the documents say too, whatever date the first sentence names."""
    assert "not june 30" not in assistant.answer("what if our budget isnt passed by june 30").text


def test_the_question_behind_a_premise_is_answered(assistant: Assistant) -> None:
    """What is taken for granted is spoken of first, and then its question is answered, with a comma or without."""
    text = assistant.answer("since the commissioner appoints all the voting members how do we get our seat filled").text
    first, second = text.split("\n\n")[:2]
    assert "no vote" in first
    assert "appoints a new person" in second


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("The executive director is elected by the towns, so how does one run for it?", "must hire an executive"),
        (
            "Collaboratives are funded by the state, so why do we pay tuition?",
            "No: collaboratives are paid for by",
        ),
        ("Since board training only has to be done once, how do I show I did it?", "No: a representative must"),
        ("since parents pay half of the tuition, can we have a payment plan", "No: parents pay nothing"),
        ("since board meetings are closed to parents, how do i find out what was decided", "No: anyone may come"),
    ],
)
def test_a_claim_before_so_or_since(assistant: Assistant, question: str, said: str) -> None:
    """It is denied first."""
    text = assistant.answer(question).text
    assert text.startswith("No")
    assert said in text


def test_a_passage_that_has_all_goes_before_an_uncued_limit(assistant: Assistant) -> None:
    """'How is the board chair chosen' is answered by the passage on the chair."""
    answer = assistant.answer("How is the board chair chosen?")
    assert answer.citations[0].passage_id == "directors-board-chair"


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("what has to happen before a collaborative can be shut down", "ten items", "fixed dates"),
        ("A collaborative may keep all its surplus, so what's the best way to invest it?", "No: surplus above", "rank"),
        (
            "Since we only need to meet four times a year, which months work best?",
            "six times a year, not",
            "do not say",
        ),
        ("seeing that superintendents automatically sit on the board, do we still vote", "No: a school committee", "?"),
        ("whats the difference between DESE and MOEC for a collaborative", "DESE stands for", "?"),
        ("how do we expel a member town", "is for the agreement itself to say", "student"),
    ],
)
def test_what_is_meant_and_what_is_not(assistant: Assistant, question: str, said: str, unsaid: str) -> None:
    """A clause after 'before', a claim before 'so', a count, a cue and a pair are read as they are meant."""
    text = assistant.answer(question).text
    assert said in text
    assert unsaid not in text


def test_a_lost_half_is_named(assistant: Assistant) -> None:
    """What an earlier part was answered with does not answer a word that it has not."""
    answer = assistant.answer("Can a collaborative hire its own teachers and do they get tenure")
    assert answer.outcome == "partial"
    assert "do not answer “do they get tenure”" in answer.text


def test_what_is_supposed_before_why(assistant: Assistant) -> None:
    """'If X, why ...' supposes X; what is granted before a question is no question of its own."""
    text = assistant.answer("If the collaborative is a department of DESE, why do we have our own board?").text
    assert text.startswith("No, our documents say otherwise: A collaborative is a public")
    text = assistant.answer("Since dues are set by law at 5 percent of the school budget, when do we pay?").text
    assert text.startswith(
        "The educational collaborative's agreement sets the billing: it must state how and when districts are told"
    )
