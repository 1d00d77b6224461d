"""Sums that are told, what repeats what was said, and questions that only seem to seek, name or list something."""

import pytest

from assistant.admission import WAY_IN
from assistant.answer import Answer
from assistant.by_price import step_of
from assistant.draft import MARK
from assistant.engine import Assistant

STEPS = (
    "By price: below $10,000, sound practices; $10,000 to $50,000, three quotes; over $50,000, sealed bids. And more."
)


@pytest.mark.parametrize(
    ("question", "step"),
    [
        ("6 vans for 300k, do we bid", "For 300k that means sealed bids (over $50,000)."),
        ("a copier at $8,500", "For $8,500 that means sound practices (below $10,000)."),
        ("it costs $50,000 exactly", "For $50,000 that means three quotes ($10,000 to $50,000)."),
        ("a 1.2 million dollar lease", ""),
        ("two vans at 40k each", ""),
        ("between $9,000 and $12,000", ""),
        ("do we need quotes", ""),
    ],
)
def test_the_step_of_a_sum(question: str, step: str) -> None:
    """One sum for all that is bought falls into one step; several, one apiece and a rent into none."""
    assert step_of(STEPS, question) == step


def test_no_step_without_a_rule_by_sums() -> None:
    """A single threshold is no rule by sums."""
    assert step_of("Rentals over $35,000, a procedure of its own.", "40k for vans") == ""


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("we need to buy 6 new vans around 300k total. do we have to go out to bid", "For 300k that means competitive"),
        (
            "finance committee here. the collaborative is sitting on 3.1 million in surplus and still raised our "
            "tuition 4%. is there a limit on how much they can hoard",
            "A collaborative may hold a cumulative surplus",
        ),
        ("We were told the surplus can be up to 50% of the budget, where is that written?", "It is in 603 CMR 50.03"),
    ],
)
def test_a_sum_or_share_that_is_told(assistant: Assistant, question: str, first: str) -> None:
    """A price is set against the steps; a raise of tuition and a share are no age and no limit."""
    assert assistant.answer(question).text.startswith(first)


@pytest.mark.parametrize(
    ("history", "turn", "cited"),
    [
        ([], "what time does school start at valley collaborative", []),
        ([], "what programs are there at CASE", ["case-profile"]),
        ([], "what services are offered by reads", ["reads-profile"]),
        (
            [],
            "is there a high school for kids in recovery near lynn? she is 45 days clean",
            ["northshore-recovery-high"],
        ),
        ([], "My sons school wants to send him to Charms in Stoughton. is it any good?", ["charms-profile"]),
        ([], "I live in worcester, they want to put him at hartwell. what is it", ["central-massachusetts-hartwell"]),
        (["phone number for cape cod collaborative"], "and where is waypoint academy", ["cape-cod-waypoint"]),
        (["why did EDCO close"], "what happened to the deaf program in newton", ["edco-deaf-program"]),
        (["Did brockton join READS?"], "how many members does it have", ["reads-members"]),
        (
            ["Tewksbury finance committee - what collaborative are we in"],
            "what does it cost us a year to be a member",
            ["reg-50-03-4-b-5-d-optional-condition-dues"],
        ),
        (
            [],
            "We are a charter school in Lowell, can we join a collaborative as a member",
            ["reg-50-03-1-charter-and-private-schools"],
        ),
        ([], "i am a guidance counselor, how do I get a student into TEC high school", [WAY_IN]),
        ([], "how do we join SEEM", ["directors-members-how-to-join"]),
        ([], "what if they are full", ["families-if-a-program-turns-your-child-down"]),
        (
            [],
            "the bank wants to see proof that we may open a line of credit, which section of the law do I show them",
            ["statute-c-c-borrowing-and-grants"],
        ),
        ([], "does my kid get summer services automaticly", ["families-who-gets-summer-services"]),
    ],
)
def test_what_only_seems_to_be_sought(assistant: Assistant, history: list[str], turn: str, cited: list[str]) -> None:
    """Hours, days that are counted, a closed place, a school by its name, a count: each is read as what it is."""
    answer = assistant.answer(turn, history)
    assert _cited(answer)[: len(cited) or None] == cited


def test_a_job_in_a_place(assistant: Assistant) -> None:
    """What is open is not known; whom to ask in a town is."""
    answer = assistant.answer("im a sub teacher and want to work at one of these in Plymouth, who do i call")
    assert answer.outcome == "partial"
    assert "no job postings" in answer.text
    assert "pilgrim-members" in _cited(answer)


def test_neither_of_two(assistant: Assistant) -> None:
    """Of two questions that are not answered none is passed over."""
    answer = assistant.answer("do we follow prevailing wage on the roof? and are we exempt from sales tax")
    assert answer.outcome == "declined"
    assert answer.text.endswith("The rest of your question is not in our documents either.")


def test_nothing_said_twice(assistant: Assistant) -> None:
    """A passage that says what the first one says is not added where one thing is asked."""
    answer = assistant.answer("what is a collaborative even")
    assert len(MARK.findall(answer.text)) == 1


def _cited(answer: Answer) -> list[str]:
    """The passages that an answer cites, in their order."""
    return [citation.passage_id for citation in answer.citations]
