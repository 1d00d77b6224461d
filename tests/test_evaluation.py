"""The measurement itself: judging, grounding, statistics, typos, other forms of a question, run files, tuning."""

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from assistant.answer import Answer, Citation, ProgramShown, Understood
from assistant.evaluation import metamorphic
from assistant.evaluation.errors import FormError, GoldenError
from assistant.evaluation.golden import Golden, judge, load_golden
from assistant.evaluation.grounding import Grounding, numbers
from assistant.evaluation.outcome import answer_golden, report_golden
from assistant.evaluation.report import PRODUCT, Report, losses, measured, table
from assistant.evaluation.retrieval import Item, PassageLine, Question, measure, read_lines, trec_lines
from assistant.evaluation.statistics import interval, p_value
from assistant.evaluation.tune import Signals, ascend
from assistant.evaluation.typos import misspelled
from corpus.loading import Corpus
from corpus.passages import Passage

GOLDEN = Path(__file__).parent / "golden"
TEXT = "A member district that leaves must give 180 days notice. The limit is 25 percent."


def golden(**changes: object) -> Golden:
    """A golden question."""
    given: dict[str, object] = {
        "id": "a-1",
        "persona": "parent",
        "kind": "process",
        "question": "How?",
        "expect": "answer",
    }
    return Golden.model_validate(given | changes)


def citation(number: int = 1, quote: str = "The limit is 25 percent.", passage: str = "cap") -> Citation:
    """A source."""
    return Citation(
        number=number,
        title="Cap",
        citation="603 CMR 50.07",
        url="https://example.org/cap",
        quote=quote,
        passage_id=passage,
        as_of=None,
        verified=True,
    )


def answer(text: str = "The limit is **25** percent [1].", **changes: object) -> Answer:
    """An answer with one source."""
    given: dict[str, object] = {"outcome": "answered", "text": text, "understood": Understood(intent="fact")}
    return Answer.model_validate(given | {"citations": (citation(),)} | changes)


@pytest.fixture
def corpus() -> Corpus:
    """A corpus of one passage and one collaborative."""
    passage = Passage("cap", "regulation", "The cap", ("Rules",), TEXT, url="https://example.org/cap")
    org = SimpleNamespace(
        name="Valley Collaborative", short_name="Valley", former_names=(), programs=(), director=None, website=None
    )
    made = SimpleNamespace(
        passages=(passage,),
        by_id={"cap": passage},
        places=SimpleNamespace(towns={"Lowell": None}),
        directory=SimpleNamespace(organizations=(org,), by_slug={}),
    )
    return cast(Corpus, made)


class Double:
    """An assistant that always gives the same answer."""

    def __init__(self, corpus: Corpus, given: Answer) -> None:
        self.corpus = corpus
        self.given = given

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer."""
        return self.given


# --- golden questions


def test_the_golden_files_are_sound_and_cover_what_they_must() -> None:
    """At least 200 questions, 15 % to decline, 10 % with a false premise, and two halves of about the same size."""
    questions = load_golden(GOLDEN)
    assert len(questions) >= 200
    assert sum(q.kind == "false-premise" for q in questions) >= 0.07 * len(questions)
    assert sum(q.expect == "decline" for q in questions) >= 0.1 * len(questions)
    assert 0.4 < sum(q.half == "test" for q in questions) / len(questions) < 0.6


def test_mistakes_in_golden_files_name_file_and_question(tmp_path: Path) -> None:
    """An unknown key, a repeated id and an empty folder are refused."""
    (tmp_path / "a.yaml").write_text(json.dumps([golden().model_dump() | {"cite": []}]))
    with pytest.raises(GoldenError, match=r"a\.yaml, question a-1"):
        load_golden(tmp_path)
    (tmp_path / "a.yaml").write_text(json.dumps([golden().model_dump()] * 2))
    with pytest.raises(GoldenError, match="twice"):
        load_golden(tmp_path)
    with pytest.raises(GoldenError, match="no golden questions"):
        load_golden(tmp_path / "none")


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, True),
        ({"vital": ["30 percent | 25 Percent"]}, True),
        ({"vital": ["25 percent", "surplus"]}, False),
        ({"forbid": ["is 25 percent"]}, False),
        ({"cites": ["other", "cap"]}, True),
        ({"cites": ["other"]}, False),
        ({"expect": "partial"}, True),
        ({"expect": "decline"}, False),
        ({"expect": "clarify"}, False),
    ],
)
def test_judging_one_answer(changes: dict[str, Any], right: bool) -> None:
    """Outcome, vital facts, forbidden strings and sources decide; marks and emphasis do not hide a fact."""
    assert judge(golden(**changes), answer()).right is right


LIST = "Programs near Woburn:\n\n- **Quest** (K-8): a day school. [1]\n- **ALC II** (9-12): a class.\n\nAsk there."


@pytest.mark.parametrize(
    ("text", "first", "right"),
    [
        (TEXT, ["180 days | six months"], True),
        (TEXT, ["180 days", "25 percent"], True),
        ("Members pay dues.\n\nThe limit is 25 percent.", ["25 percent"], False),
        ("The **limit** is 25\u00a0percent.\n\nMembers pay dues.", ["limit is 25 percent"], True),
        (LIST, ["Quest"], True),
        (LIST, ["ALC II"], False),
        ("Dues come first.\n\nThen:\n\n- Quest", ["Quest"], False),
        ("", ["Quest"], False),
    ],
)
def test_the_first_statement_is_the_one_that_was_asked_for(text: str, first: list[str], right: bool) -> None:
    """It must be in the first paragraph, or in the first item of the list which that introduces."""
    assert judge(golden(first=first), answer(text)).right is right


def test_an_answer_that_repeats_a_paragraph_is_not_right() -> None:
    """A statement printed twice is a fault; a short lead-in may come again."""
    assert not judge(golden(), answer(f"{TEXT} [1]\n\nOr so.\n\n{TEXT} [2]")).right
    assert judge(golden(), answer(f"In short:\n\n{TEXT}\n\nIn short:\n\nNo.")).right


def test_what_the_documents_do_not_hold_may_be_declined_or_said_in_part() -> None:
    """A partial label without sources asks only to say so; with sources, a decline is wrong and counts as one."""
    declined = answer("Our documents do not say. Ask the district.", outcome="declined", citations=())
    unknown = golden(expect="partial", first=["do not say"])
    assert judge(unknown, declined).right
    assert judge(unknown, answer("Our documents do not say how much.", outcome="partial")).right
    assert not judge(unknown, answer()).right
    assert not judge(golden(expect="partial", cites=["cap"]), declined).right
    assert not unknown.answerable
    assert golden(expect="partial", cites=["cap"]).answerable


def test_shown_programs_count_as_facts_and_as_sources() -> None:
    """A program's name may be the vital fact and its id the source; a collaborative's record is its profile."""
    program = ProgramShown(program_id="v-isn", name="ISN", slug="valley", collaborative="Valley Collaborative")
    record = ProgramShown(program_id=None, name="Valley Collaborative", slug="valley", collaborative="Valley")
    shown = answer("See below.", citations=(), programs=(program, record))
    assert judge(golden(vital=["valley collaborative", "ISN"], cites=["v-isn"]), shown).right
    assert judge(golden(cites=["valley-profile"]), shown).right


def test_a_decline_needs_its_referral_and_no_source() -> None:
    """What a helpful decline mentions is vital."""
    declined = answer("We cannot say. Ask the district.", outcome="declined", citations=())
    assert judge(golden(expect="decline", vital=["district"], cites=["cap"]), declined).right
    assert not judge(golden(expect="decline", vital=["MOEC"]), declined).right


def test_the_golden_report_counts_right_declined_and_grounded(corpus: Corpus) -> None:
    """One right answer, one that should have been declined."""
    questions = [golden(), golden(id="b-1", expect="decline", kind="unanswerable")]
    report = report_golden(answer_golden(Double(corpus, answer()), questions), corpus)
    values = {(row.group, row.name): row.value for row in report.rows}
    assert values["golden, fully right", "all"] == 0.5
    assert values["golden, fully right", "unanswerable"] == 0
    assert values["golden, declined", "when it should"] == 0
    assert values["golden, grounded", "answers without exception"] == 1
    assert [failure["id"] for failure in report.failures] == ["b-1"]


# --- grounding


def test_a_grounded_answer_has_no_exception(corpus: Corpus) -> None:
    """Numbers, quote, mark and link stand in the source; a number of the question may be said back."""
    said = answer("The limit is 25 percent, not 50 [1]. See https://example.org/cap.")
    assert Grounding(corpus).exceptions(said, "is it 50 percent?") == []


@pytest.mark.parametrize(
    ("said", "exception"),
    [
        (answer("The limit is 30 percent [1]."), "number 30"),
        (answer("It is 25 percent [2]."), "mark [2]"),
        (answer(citations=(citation(quote="The limit is 25 per cent."),)), "quote [1]"),
        (answer(citations=(citation(passage="gone"),)), "quote [1]"),
        (answer("See https://example.org/else [1]."), "link https://example.org/else"),
        (answer("Ask Valley Collaborative [1]."), "name Valley Collaborative"),
        (answer("It is near Lowell [1]."), "name Lowell"),
        (answer(citations=(citation(), citation())), "same number"),
        (answer(outcome="declined"), "declined answer has sources"),
    ],
)
def test_what_is_not_grounded_is_found(corpus: Corpus, said: Answer, exception: str) -> None:
    """Each kind of exception is named."""
    assert any(exception in found for found in Grounding(corpus).exceptions(said, "how much"))


def test_numbers_have_one_form() -> None:
    """Thousands separators and leading zeros do not matter; a telephone number is one number."""
    assert numbers("$1,000 on 05/06, call 978-528-7800") == {"1000", "5", "6", "978-528-7800"}
    assert {"60", "50", "7"} <= numbers("sixty days, 50.07", spelled=True)


# --- statistics and report


def test_the_interval_holds_the_mean_and_narrows_with_more_questions() -> None:
    """Bootstrap intervals of means between 0 and 1."""
    few, many = [0.0, 1.0] * 20, [0.0, 1.0] * 500
    (low, high), (closer, close) = interval(few), interval(many)
    assert low < closer < 0.5 < close < high
    assert interval([]) == (0.0, 0.0)


def test_the_randomisation_test_tells_chance_from_difference() -> None:
    """Equal scores give 1, clear differences a small p; unequal lengths are refused."""
    rng = np.random.default_rng(1)
    noise = rng.random(300)
    assert p_value(noise.tolist(), noise.tolist()) == 1
    assert p_value((noise + 0.1).tolist(), noise.tolist()) < 0.001
    assert p_value(rng.permutation(noise).tolist(), noise.tolist()) > 0.01
    with pytest.raises(ValueError, match="paired"):
        p_value([1.0], [])


def test_a_significant_loss_against_an_earlier_report_is_found() -> None:
    """Only a fall that chance does not explain counts; the report survives its JSON."""
    good = {str(i): 1.0 for i in range(50)}
    slightly, badly = good | {"1": 0.0}, good | {str(i): 0.0 for i in range(20)}
    before = Report((measured("set", PRODUCT, "share", good, keep=True),), ({"id": "a"},), ("remark",))
    before = Report.from_json(before.to_json())
    assert before.rows[0].value == 1
    assert losses(before, Report((measured("set", PRODUCT, "share", slightly, keep=True),))) == []
    assert "fell" in losses(before, Report((measured("set", PRODUCT, "share", badly, keep=True),)))[0]


def test_the_table_shows_every_row() -> None:
    """One line a row."""
    rows = tuple(measured(group, name, "share", {"a": 1.0}) for group in "xy" for name in "pq")
    assert table(Report(rows)).row_count == 4


# --- typos and other forms


def test_typos_are_two_slips_and_always_the_same() -> None:
    """Letters only; the same text gets the same typos, and a text without letters none."""
    text = "How do I protect myself from scams?"
    assert misspelled(text) == misspelled(text) != text
    assert abs(len(misspelled(text)) - len(text)) <= 2
    assert misspelled(text, seed=8) != misspelled(text)
    assert misspelled("50.07 (1)?") == "50.07 (1)?"


def test_other_forms_of_a_question() -> None:
    """Capitals, no punctuation (decimals and citations stay), clauses the other way round, frames."""
    assert metamorphic.unpunctuated("Well, is 603 CMR 50.07(1) on it?") == "Well is 603 CMR 50.07(1) on it"
    assert metamorphic.unpunctuated("who pays") is None
    turned = metamorphic.reversed_clauses("When a member leaves, who keeps the money?")
    assert turned is not None
    assert turned == "Who keeps the money when a member leaves?"
    assert metamorphic.reversed_clauses(turned) == "When a member leaves, who keeps the money?"
    assert metamorphic.reversed_clauses("When was CES founded, who leads it?") is None
    assert metamorphic.FORMS["frame: please tell me"]("Who pays?") == "Please tell me: who pays?"
    assert metamorphic.FORMS["frame: please tell me"]("LABBB phone?") == "Please tell me: LABBB phone?"


def test_metamorphic_shares_count_the_first_source(corpus: Corpus) -> None:
    """An assistant that always says the same is perfectly stable."""
    report = metamorphic.metamorphic(Double(corpus, answer()), [golden(question="When it rains, who pays the bill?")])
    assert {row.name for row in report.rows} == set(metamorphic.FORMS)
    assert all(row.value == 1 and row.count == 1 for row in report.rows)
    assert metamorphic.first_source(answer(citations=())) == "answered"


# --- retrieval


def test_files_of_the_form_are_read_and_mistakes_name_the_line(tmp_path: Path) -> None:
    """History may be texts or chat messages; only the user's turns are context."""
    path = tmp_path / "q.jsonl"
    turns = ["hello", {"role": "user", "content": "my son is 4"}, {"role": "assistant", "content": "I see"}]
    path.write_text(json.dumps({"id": 7, "question": "who?", "history": turns}) + "\n\n")
    (question,) = read_lines(path, Question)
    assert (question.id, question.passage, question.context) == ("7", None, "hello my son is 4")
    path.write_text('{"id": "1", "question": "a"}\n{"id": "2"}\n')
    with pytest.raises(FormError, match=r"q\.jsonl, line 2"):
        read_lines(path, Question)
    with pytest.raises(FormError, match="cannot be read"):
        read_lines(tmp_path / "none.jsonl", Question)


def test_the_nearest_heading_becomes_the_title() -> None:
    """As in this project's corpus, where a title names the passage and the headings lead to it."""
    item = Item.of(PassageLine(id="1", title="Page", headings=("Part", "Point"), text="x"))
    assert (item.title, item.headings) == ("Point", ("Page", "Part"))
    assert Item.of(PassageLine(id="1", title="Page", text="x")).title == "Page"


def test_a_run_file_has_trec_form() -> None:
    """Six fields a line, ranks from 1; ids with spaces are refused."""
    assert list(trec_lines({"q1": [("d2", 0.9), ("d1", 0.5)]})) == [
        "q1 Q0 d2 1 0.900000 assistant\n",
        "q1 Q0 d1 2 0.500000 assistant\n",
    ]
    with pytest.raises(FormError, match="space"):
        list(trec_lines({"q 1": [("d", 1.0)]}))


def test_measures_of_a_run() -> None:
    """Second place gives nDCG@10 of 1 / log2(3); a question without results counts as 0."""
    pytest.importorskip("ir_measures")
    asked = [Question(id="a", question="?", passage="d1"), Question(id="b", question="?", passage="d9")]
    values = measure({"a": [("d2", 0.9), ("d1", 0.5)]}, [*asked, Question(id="c", question="?")])
    assert values["nDCG@10"] == pytest.approx({"a": 1 / np.log2(3), "b": 0.0})
    assert values["R@10"] == {"a": 1.0, "b": 0.0}
    assert values["P@1"] == {"a": 0.0, "b": 0.0}


def test_tuning_finds_the_signal_that_tells() -> None:
    """One signal is right, the others are noise; a question whose passage is no candidate counts as 0."""
    rng = np.random.default_rng(3)
    values = rng.random((60, 20, 5)).astype(np.float32)
    right = rng.integers(0, 20, 60)
    values[np.arange(60), right, 3] = 1.5
    values[0, 10:] = np.nan
    signals = Signals(values, np.where(np.arange(60) == 0, -1, right))
    best = ascend([signals, signals], np.full(5, 0.2, np.float32), starts=1)
    assert best.argmax() == 3
    assert best.sum() == pytest.approx(1, abs=1e-4)
    assert signals.score(best) == pytest.approx(59 / 60, abs=0.02)
    assert float(np.nanmax(signals.scaled("range").values)) == pytest.approx(1)
