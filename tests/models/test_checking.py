"""The check: what stands of a reply, sentence by sentence, and how well it tells supported from unsupported."""

from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.evaluation.generated import answer_both, report_both
from assistant.evaluation.golden import load_golden
from assistant.evaluation.support import best_threshold, judge_all, read_about, report_support
from assistant.models.claims import Evidence, unsupported
from assistant.models.finishing import REJECTED
from assistant.models.prompts import REFUSAL
from assistant.models.scripted import Script, careless, draft_of, faithful, keys_of, silent
from assistant.models.support import SUPPORTED
from assistant.opening import lasting
from assistant.remembered import Remembered
from tests.models.doubles import scripted_assistant

HERE = Path(__file__).parent
QUESTION = "How large a surplus may a collaborative keep?"


def test_the_check_tells_supported_from_unsupported(assistant: Assistant) -> None:
    """On sentences written by hand; the threshold is the one that the development half sets."""
    judged = judge_all(read_about(HERE / "support.yaml"), assistant.corpus, assistant.search.encoder)
    values = {(row.group, row.name): row.value for row in report_support(judged).rows}
    assert values["check, test", "unsupported sentences that pass"] <= 0.05
    assert values["check, test", "supported sentences that pass"] >= 0.5
    assert abs(best_threshold(judged) - SUPPORTED) <= 0.03


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The limit is 25 percent.", ""),
        ("The limit is 30 percent.", "quantity"),
        ("The limit is thirty percent.", "quantity"),
        ("It is due by July 1, 2024.", ""),
        ("It is due by July 2.", "date"),
        ("It is due on 7/2/2024.", "date"),
        ("See 603 CMR 50.07(4).", ""),
        ("See 603 CMR 50.07.", ""),
        ("See 603 CMR 50.08.", "citation"),
        ("Call 781-555-0100.", ""),
        ("Call (781) 555 0100.", ""),
        ("Call 781-555-0101.", "phone"),
        ("Look at https://www.example.org/page.", ""),
        ("Look at example.org.", ""),
        ("Look at https://example.com.", "link"),
        ("Write to me@example.net.", "link"),
        ("It costs $5,000.", "number"),
        ("Valley Collaborative says so.", ""),
        ("Hill Collaborative says so.", "name"),
        ("It was Valley's idea, said Quince.", "name"),
        ("Two of four members vote.", "quantity"),
    ],
)
def test_hard_facts_must_stand_in_the_evidence(sentence: str, kind: str) -> None:
    """Numbers, dates, citations, telephone numbers, addresses and names."""
    text = (
        "Valley Collaborative says that the limit is 25 percent under 603 CMR 50.07(4)(a). It has two members. It is "
        "due July 1, 2024. Call 781-555-0100 or see https://www.example.org/page for the idea and the vote."
    )
    found = unsupported(sentence, Evidence(text), {"look", "write", "call", "see", "two", "the", "it"})
    assert [fact.kind for fact in found][:1] == ([kind] if kind else [])


def written(assistant: Assistant, folder: Path, script: Script) -> tuple[str, str]:
    """The text of an answer, and how it was made."""
    made = scripted_assistant(assistant, folder, script)[0].generate(QUESTION)
    return made.answer.text, f"{made.made} {made.reason}".strip()


def test_a_sentence_without_a_source_is_dropped(assistant: Assistant, tmp_path: Path) -> None:
    """And one with an invented key, even when it is true."""
    text, how = written(
        assistant, tmp_path, lambda m: f"{draft_of(m)}\n\nThe sky over Boston is blue.\n\nLife is good [QQQQ]."
    )
    assert how == "generated"
    assert "sky" not in text
    assert "Life" not in text


def test_a_false_number_is_replaced_by_the_source(assistant: Assistant, tmp_path: Path) -> None:
    """The passage's own sentence stands in its place, with its mark."""
    said = "A collaborative's cumulative surplus may never exceed 40%, or the lower limit in its agreement"
    text, how = written(assistant, tmp_path, lambda m: f"{said} [{keys_of(m)[0]}].\n{draft_of(m)}")
    assert how == "generated"
    assert "40%" not in text
    assert "25 percent" in text or "25%" in text


def test_too_much_amiss_shows_the_composed_answer(assistant: Assistant, tmp_path: Path) -> None:
    """With the reason in a notice."""
    generating, _ = scripted_assistant(
        assistant, tmp_path, lambda m: " ".join(f"Parents win {n} dollars [{keys_of(m)[0]}]." for n in range(7, 15))
    )
    made, composed = generating.generate(QUESTION), assistant.answer(QUESTION)
    assert (made.made, made.reason) == ("composed", "unsupported")
    assert made.answer.text == composed.text
    assert made.answer.notices == (REJECTED, *composed.notices)


def test_the_refusal_leaves_the_composed_answer(assistant: Assistant, tmp_path: Path) -> None:
    """The sentinel is never shown."""
    text, how = written(assistant, tmp_path, silent)
    assert how == "composed refused to answer"
    assert text == assistant.answer(QUESTION).text
    assert REFUSAL not in text


def test_a_declined_question_is_not_sent(assistant: Assistant, tmp_path: Path) -> None:
    """It costs nothing."""
    generating, model = scripted_assistant(assistant, tmp_path, faithful)
    made = generating.generate("What is the weather in Lexington tomorrow?")
    assert made.answer.outcome == "declined"
    assert model.asked == []
    assert made.answer.notices == assistant.answer("What is the weather in Lexington tomorrow?").notices


def test_programs_keep_their_numbers(assistant: Assistant, tmp_path: Path) -> None:
    """Map and table point at the sources of the generated text."""
    generating, _ = scripted_assistant(assistant, tmp_path, faithful)
    answer = generating.generate("Where near Lexington is there job training for a 16-year-old with autism?").answer
    by_number = {c.number: c.passage_id for c in answer.citations}
    numbered = [p for p in answer.programs if p.number is not None]
    assert numbered
    assert all(by_number[p.number] == p.program_id for p in numbered if p.number)


def test_answers_made_without_the_failing_model_are_not_remembered(assistant: Assistant, tmp_path: Path) -> None:
    """A failure passes; what was written and checked is kept."""
    replies = iter([OSError("down"), OSError("down")])

    def script(messages: object) -> str:
        if error := next(replies, None):
            raise error
        return draft_of(messages)  # type: ignore[arg-type]

    generating, model = scripted_assistant(assistant, tmp_path, script)
    remembered = Remembered(generating, 10, lasting)
    texts = [remembered.answer(QUESTION).notices[0] for _ in range(4)]
    assert "could not be used" in texts[0]
    assert texts[-1].startswith("Written by a language model")
    assert len(model.asked) <= 4


def test_both_modes_are_measured_side_by_side(assistant: Assistant, tmp_path: Path) -> None:
    """A careless model: what it makes up is found before the check, and not after it."""
    questions = [q for q in load_golden(HERE.parent / "golden") if q.kind in ("statute",)][:5]
    generating, _ = scripted_assistant(assistant, tmp_path, careless)
    report = report_both(answer_both(assistant, generating, questions, print), "scripted:careless")
    values = {(row.group, row.name): row.value for row in report.rows}
    assert values["unsupported sentences", "before the check"] >= 1
    assert values["ungrounded statements shown", "with the model"] == 0
    assert {"time", "tokens"} <= {row.group for row in report.rows}
    assert "test double" in report.remarks[-1]
