"""Answers on members and on the way in: the collaborative that was asked about comes first."""

import pytest

from assistant.engine import Assistant
from tests.test_directory_answers import paragraphs


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("is Holliston in LABBB", "No: Holliston is not listed among the member districts of LABBB"),
        ("does Canton belong to TEC", "Yes: Canton belongs to **The Education Cooperative**"),
        ("is Gardner part of Keystone collaborative", "Yes: Gardner belongs to **Keystone"),
        ("was Saugus a member of Shore", "Yes: Saugus belongs to **Shore"),
        ("does Peabody belong to SEEM", "No: Peabody is not listed among the member districts of SEEM"),
    ],
)
def test_the_collaborative_asked_about_comes_first(assistant: Assistant, question: str, opening: str) -> None:
    """Yes or no with its list, other memberships after."""
    answer = assistant.answer(question)
    assert paragraphs(answer)[0].startswith(opening)


def test_a_no_names_the_towns_own(assistant: Assistant) -> None:
    """In the same sentence."""
    first = paragraphs(assistant.answer("somebody told me Cohasset is in Pilgrim Area Collaborative, is it"))[0]
    assert first.startswith("No: Cohasset")
    assert "South Shore" in first


@pytest.mark.parametrize("question", ["what is Taunton in", "which ones is Taunton in?"])
def test_a_town_in_two_is_told_of_both(assistant: Assistant, question: str) -> None:
    """Although the question names no collaborative."""
    text = assistant.answer(question).text
    assert "belongs to **READS Collaborative**" in text
    assert "belongs to **South Coast Educational Collaborative**" in text


def test_one_of_them(assistant: Assistant) -> None:
    """A town asked about after the members is looked up in that list."""
    answer = assistant.answer("who are the members of Shore collaborative and is Lynn one of them")
    assert "No: Lynn is not listed among the member districts of Shore" in answer.text
    assert answer.outcome == "answered"


def test_a_town_without_a_collaborative_is_told_the_nearest(assistant: Assistant) -> None:
    """With the way to each."""
    answer = assistant.answer("which collaborative is North Adams in")
    assert (
        "Collaborative for Educational Services** (a member town is about 11 miles away; the office is in Northampton, "
        in answer.text
    )


@pytest.mark.parametrize(
    ("history", "question"),
    [
        (("what does Keystone have for kids with autism",), "how would we get her in there"),
        (("does Shore take teenagers with depression", "and in Chelsea?"), "how do I get him in"),
        (("programs at READS for deaf children",), "can I just apply myself"),
        (("school near Quincy for a boy of 9 with autism",), "ok what do we have to do to get him into that"),
        (("does SEEM have a class for a deaf child",), "how do we sign him up"),
    ],
)
def test_the_way_in_is_said_instead_of_the_list_again(
    assistant: Assistant, history: tuple[str, ...], question: str
) -> None:
    """The district refers and the Team decides; no program is listed."""
    answer = assistant.answer(question, history)
    assert "the way in is through your school district" in paragraphs(answer)[0]
    assert not [p for p in answer.programs if p.program_id]


def test_the_way_into_a_collaborative_with_its_own_words(assistant: Assistant) -> None:
    """What Shore says of admission stands beside the rule."""
    answer = assistant.answer("so how do I get my kid in there", ("does Shore have anything for autism",))
    assert {c.passage_id for c in answer.citations} >= {"shore-admission", "shore-contact"}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("where is HEC Academy and what ages does it take", "228 Pleasant Street"),
        ("what is Independence Academy", "A recovery high school"),
        ("which collaborative runs Waypoint Academy", "Cape Cod Collaborative runs Waypoint Academy"),
        ("tell me about North River School", "grades 5-12"),
        ("is Mount Tom Academy still open", "ask whether it still runs"),
        ("who runs Essex Academy", "Essex Academy Lower School"),
    ],
)
def test_a_school_that_is_called_by_its_name(assistant: Assistant, question: str, said: str) -> None:
    """Its record, and not the address of the collaborative or programs near a town of a like name."""
    answer = assistant.answer(question)
    assert said in paragraphs(answer)[0]


def test_what_ages_it_takes(assistant: Assistant) -> None:
    """A follow-up on a school that was named."""
    assert "K-8" in paragraphs(assistant.answer("what grades does it have", ("where is Quest School",)))[0]


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("are Chelmsford and Billerica in the same collaborative", "Yes: Chelmsford and Billerica both belong to"),
        ("do Lexington and Gardner belong to the same collaborative", "No: our documents list Lexington and Gardner"),
    ],
)
def test_two_towns(assistant: Assistant, question: str, opening: str) -> None:
    """Yes or no first, their lists after."""
    assert paragraphs(assistant.answer(question))[0].startswith(opening)


def test_how_far(assistant: Assistant) -> None:
    """From a town to the offices of collaboratives, the nearest first."""
    first = paragraphs(assistant.answer("is Keystone or ACCEPT nearer to Framingham"))[0]
    assert first.startswith("From Framingham")
    assert first.index("ACCEPT") < first.index("Keystone")


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("who are the members of the collaborative in Hingham", "south-shore-members"),
        ("which towns are in the same collaborative as... I mean towns in our collaborative, Melrose", "seem-members"),
    ],
)
def test_members_of_the_collaborative_of_a_town(assistant: Assistant, question: str, passage: str) -> None:
    """The list, and not only which one it is."""
    assert passage in {c.passage_id for c in assistant.answer(question).citations}


def test_a_cape_in_the_north(assistant: Assistant) -> None:
    """Cape Ann is not Cape Cod."""
    answer = assistant.answer("which collaborative covers Cape Ann")
    assert "Northshore Education Consortium" in answer.text
    assert "Cape Cod" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Which collaborative is my town in?",
        "what collab do we belong to",
        "which collaborative serves our district",
        "how do i find out which collaborative my school district is in",
    ],
)
def test_the_askers_own_town_is_asked_for_and_taken_up(assistant: Assistant, question: str) -> None:
    """Which collaborative is mine takes a question back; the town alone answers that."""
    asked = assistant.answer(question)
    assert asked.outcome == "clarify"
    assert "Which town" in asked.text
    told = assistant.answer("Natick", [question])
    assert [c.passage_id for c in told.citations] == ["accept-members", "tec-members"]


def test_a_rule_on_the_own_board_asks_for_no_town(assistant: Assistant) -> None:
    """A duty of 'my collaborative' is answered."""
    assert assistant.answer("what does my collaborative board have to do").outcome == "answered"


def test_a_half_misspelt_name_is_not_the_shorter_one_in_it(assistant: Assistant) -> None:
    """Assabet Valley with a slip is not Valley."""
    for slip in ("asabet valley colaborative", "asabet valley collaborative"):
        answer = assistant.answer(f"phone nubmer for {slip}")
        assert [c.passage_id for c in answer.citations] == ["assabet-valley-contact"]


def test_anything_around_a_town_on_no_list_names_the_nearest(assistant: Assistant) -> None:
    """Not the history of the region."""
    for question in ("is there anything near Pittsfield in the berkshires?", "is there anything around Pittsfield"):
        assert assistant.answer(question).citations[0].passage_id == "ces-profile"


def test_where_a_paper_goes_asks_for_no_town(assistant: Assistant) -> None:
    """Only where a child may go does."""
    assert "State Auditor" in assistant.answer("where do i send the audit").text
    assert assistant.answer("where should we put him").outcome == "clarify"


def test_what_two_collaboratives_share_is_said_first(assistant: Assistant) -> None:
    """The districts in both member lists, with both lists as sources."""
    answer = assistant.answer("which towns are in both CAPS and Keystone")
    first = answer.text.split("\n\n")[0]
    assert "Fitchburg" in first
    assert "Athol" not in first
    assert [c.passage_id for c in answer.citations] == ["caps-members", "keystone-members"]
