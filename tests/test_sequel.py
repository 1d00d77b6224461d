"""What is asked next: a small network that learnt from known follow-ups, and what it gains."""

from pathlib import Path

import numpy as np
import pytest

from assistant.engine import Assistant
from assistant.evaluation.sequel import load_next
from index import adapter
from index.encoder import encode_queries
from index.faces import Face
from index.search import HybridSearch
from index.sequel import FILE, FLOOR, Sequel, Weights, described, load_weights, save_weights
from index.sequel_tuning import FollowUps, learn

NEXT = Path(__file__).parent / "golden" / "next"


def _chances(search: HybridSearch, turn: str, before: str) -> np.ndarray:
    """What the committed network says of a turn after a passage."""
    at = search.position(before)
    alone, titled = encode_queries(search.encoder, [turn, f"{search.passages[at].title}. {turn}"])
    return np.asarray(search.next_chances(alone, titled, at))


def _toy(seed: int = 0) -> tuple[FollowUps, np.ndarray]:
    """Follow-ups of which the turn tells the direction and the passage before tells which way: none alone does."""
    draw = np.random.default_rng(seed)
    size, count = 16, 12
    passages = draw.normal(size=(count, 3 * size)).astype(np.float32)
    before, kind = draw.integers(0, count, 600), draw.integers(0, 2, 600)
    ways = np.eye(size, dtype=np.float32)[:2]
    turns = ways[kind] + 0.05 * draw.normal(size=(600, size)).astype(np.float32)
    answer = (before + 1 + kind) % count
    return FollowUps(turns, turns, before.astype(np.int64), answer.astype(np.int64)), passages


def test_it_learns_what_the_turn_alone_does_not_tell() -> None:
    """The same words lead to another passage after another one."""
    known, passages = _toy()
    sequel = Sequel(learn(known, passages), passages)
    held, _ = _toy(1)
    held = held._replace(answer=(held.before + 1 + held.alone[:, :2].argmax(1)) % len(passages))
    rows = zip(held.alone, held.titled, held.before, strict=True)
    first = np.array([sequel.chances(*row).argmax() for row in rows])
    assert (first == held.answer).mean() > 0.5


def test_what_it_says_is_a_probability(assistant: Assistant) -> None:
    """The logarithms sum to a probability of one, and none is below the floor."""
    found = _chances(assistant.search, "and if they say no", "families-outside-evaluation-paid-by-the-district")
    assert found.shape == (len(assistant.corpus.passages),)
    assert found.max() <= 0
    assert found.min() >= FLOOR
    assert np.exp(found).sum() == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(
    ("before", "turn", "after"),
    [
        ("reg-50-10-2-a-probation-who-and-when", "and how do we get off again", "directors-reporting-during-probation"),
        (
            "families-saying-yes-or-no-to-an-iep",
            "what happens if i just ignore it",
            "families-if-you-do-not-answer-an-iep",
        ),
        (
            "families-time-out-rooms-and-the-seclusion-ban",
            "where would i even complain about it",
            "families-how-to-reach-prs",
        ),
    ],
)
def test_bare_words_lead_on_from_the_passage_before(assistant: Assistant, before: str, turn: str, after: str) -> None:
    """Among the five likeliest of some 1,400 passages is the one that answers."""
    found = _chances(assistant.search, turn, before)
    ids = [assistant.corpus.passages[at].id for at in np.argsort(-found)[:5]]
    assert after in ids


def test_it_is_kept_for_the_encoder_that_it_was_learnt_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written is read again; with other changes of the encoder there is no network."""
    weights = load_weights()
    assert weights is not None, "index/sequel.npz was learnt with another encoder: `assistant evaluate sequel`"
    assert FILE.stat().st_size < 2_500_000
    file = tmp_path / "own.npz"
    assert load_weights(file) is None
    save_weights(weights, file)
    again = load_weights(file)
    assert again is not None
    assert all(np.array_equal(one, other) for one, other in zip(weights, again, strict=True))
    monkeypatch.setattr(adapter, "mark", lambda: "another0")
    assert load_weights(file) is None


def test_what_is_known_of_a_passage() -> None:
    """Its text, the mean of its questions, its title; the title stands for questions where there are none."""
    made = [Face(0, "text", "a"), Face(0, "title", "b"), Face(0, "ask", "c"), Face(0, "ask", "d"), Face(1, "text", "e")]
    vectors = np.eye(5, dtype=np.float32)
    told = described([*made, Face(1, "follow-up", "f", 0)], np.vstack([vectors, vectors[:1]]), 2)
    assert told.shape == (2, 15)
    assert told[0, 5:10] == pytest.approx([0, 0, 0.5**0.5, 0.5**0.5, 0])
    assert told[1].reshape(3, 5).argmax(1).tolist() == [4, 4, 4]


def test_without_a_network_nothing_is_likelier(assistant: Assistant) -> None:
    """A search for which nothing was learnt says the same of each passage, which is nothing."""
    search = assistant.search
    bare = HybridSearch(search.passages, search._faces, search.vectors, None, search.encoder, search.lexical)
    assert (_chances(bare, "and if they say no", "term-iep") == FLOOR).all()


def test_the_follow_ups_to_learn_from_fit_the_corpus(assistant: Assistant) -> None:
    """Each is asked after a passage and answered by one, and no document has it already."""
    known = {(one.after, one.ask) for one in assistant.corpus.documents.follow_ups}
    more = load_next(NEXT)
    assert len(more) > 7_000
    ids = set(assistant.corpus.by_id)
    assert [one for one in more if not {one.after, one.answer} <= ids] == []
    assert [one for one in more if (one.after, one.ask) in known] == []


def test_a_network_has_all_its_matrices() -> None:
    """The committed file has the sizes that the encoder's vectors need."""
    weights = load_weights()
    assert isinstance(weights, Weights)
    assert weights.direct.shape == (384, 768)
    assert weights.answer.shape == (384, 1152)


@pytest.mark.parametrize(
    ("history", "turn", "cited"),
    [
        (
            ["what are the four ratings used in teacher evaluation"],
            "does that apply to collaborative teachers",
            "rules-reach",
        ),
        (["what are the rules about locking kids in a room"], "does that count for collaboratives too", "rules-cover"),
        (
            ["whats chapter 688"],
            "when do they have to do that. hes 20 and nobody ever mentioned it",
            "who-starts-chapter-688",
        ),
        (
            ["the school evaluation was a joke. i want someone outside to test her"],
            "and if they say no",
            "outside-evaluation",
        ),
        (
            ["can we raise tuition in february if we're short?"],
            "does the town meeting have to approve it",
            "town-officials",
        ),
        (["who has to approve when a town wants out of the collaborative"], "and by when", "how-a-district-leaves"),
    ],
)
def test_a_bare_turn_is_answered(assistant: Assistant, history: list[str], turn: str, cited: str) -> None:
    """By the next step, the exception, the scope or the date that the passage before leads on to."""
    answer = assistant.answer(turn, history)
    assert answer.outcome == "answered"
    assert cited in answer.citations[0].passage_id
