"""The measurements: cold starts, memory, warm answers, many users, index builds, and other systems beside."""

import asyncio
import os
import platform
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np

from assistant.bench.processes import QUESTION, Server, environment, memory, run_python, server
from assistant.settings import Settings

Say = Callable[[str], None]
RUNS = 3
REQUESTS = 200
_CROWD = {"rate_per_address": "", "rate_total": "", "cache": "0"}
"""A crowd from one address, each question new: nothing is refused for its rate or answered from memory."""
_TEXTBOOK = """
import time, resource
started = time.perf_counter()
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from assistant.settings import load_settings
from corpus.loading import load_corpus
from index.encoder import SentenceTransformersEncoder, builtin_folder
encoder = SentenceTransformersEncoder(str(builtin_folder()))
loaded = time.perf_counter() - started
texts = [p.title + "\\n" + p.text for p in load_corpus(load_settings().documents).passages]
chunks = [c for t in texts for c in RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_text(t)]
begun = time.perf_counter()
store = Chroma("textbook", encoder)
store.add_texts(chunks)
built = time.perf_counter() - begun
times = []
for text in texts[:60]:
    begun = time.perf_counter()
    store.similarity_search(text[:60], k=4)
    times.append(time.perf_counter() - begun)
times.sort()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(loaded, built, times[30] * 1000, times[57] * 1000, peak)
"""


@dataclass(frozen=True)
class Figure:
    """One measured value with its unit; `bar` is what it should not exceed, None where there is none."""

    group: str
    name: str
    value: float
    unit: str
    bar: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the bar is kept; None without a bar."""
        return None if self.bar is None else self.value <= self.bar


def machine() -> str:
    """The machine in one line: cores, processor, memory, system, Python."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {model}, {gigabytes:.0f} GB memory, {system}"


def everything(settings: Settings, questions: Sequence[str], say: Say) -> Iterator[Figure]:
    """Every figure, one after the other; the machine should be idle."""
    say("Measuring cold starts ...")
    yield from cold(settings)
    say("Measuring warm answers ...")
    yield from warm(settings, questions)
    say("Measuring servers and many users ...")
    yield from served(settings, questions)
    say("Measuring index builds ...")
    yield from builds(settings)
    say("Measuring a textbook pipeline and the floor ...")
    yield from beside(settings)


def cold(settings: Settings) -> Iterator[Figure]:
    """From the command to the first answer in a fresh process; the median of several runs, the index being there."""
    given = environment(settings)
    code = f"import sys; sys.argv = ['assistant', 'ask', {QUESTION!r}]; from assistant.cli import main; main()"
    yield Figure("cold start", "first CLI answer", statistics.median(_seconds(code, given)), "s", 4)
    answers, pages = [], []
    for _ in range(RUNS):
        with server(settings) as running:
            answers.append(running.seconds)
            pages.append(running.seconds + running.page())
    yield Figure("cold start", "first HTTP answer", statistics.median(answers), "s", 8)
    yield Figure("cold start", "the page too", statistics.median(pages), "s")


def _seconds(code: str, given: dict[str, str]) -> list[float]:
    """The times of several runs."""
    return [run_python(code, given)[0] for _ in range(RUNS)]


def warm(settings: Settings, questions: Sequence[str]) -> Iterator[Figure]:
    """Answers in this process, every question once after a first round of ten."""
    from assistant.engine import open_assistant

    assistant = open_assistant(settings)
    for question in questions[:10]:
        assistant.answer(question)
    times = []
    for question in questions:
        started = time.perf_counter()
        assistant.answer(question)
        times.append((time.perf_counter() - started) * 1000)
    yield from _latency("warm answer in process", times, (40, 100))


def _latency(group: str, times: Sequence[float], bars: tuple[float | None, float | None]) -> Iterator[Figure]:
    """Median and 95th percentile, in milliseconds."""
    for name, share, bar in (("p50", 50, bars[0]), ("p95", 95, bars[1])):
        yield Figure(group, name, float(np.percentile(times, share)), "ms", bar)


def served(settings: Settings, questions: Sequence[str]) -> Iterator[Figure]:
    """Memory of the two kinds of servers; answers over HTTP to 10 and to 200 users at once."""
    with server(settings, interface="false") as running:
        yield Figure("memory", "API only, after the first answer", memory(running.pid), "MB", 250)
    with server(settings, **_CROWD) as running:
        running.page()
        yield Figure("memory", "with the page, after the first answer", memory(running.pid), "MB", 400)
        times, _ = asyncio.run(_users(running, questions, 10))
        yield from _latency("HTTP, 10 users", times, (None, 250))
        times, statuses = asyncio.run(_users(running, questions, 200))
        yield from _latency("HTTP, 200 users", times, (None, None))
        refused = sum(count for status, count in statuses.items() if status in (429, 503))
        failed = sum(count for status, count in statuses.items() if status not in (200, 429, 503))
        yield Figure("HTTP, 200 users", "refused with Retry-After", float(refused), f"of {sum(statuses.values())}")
        yield Figure("HTTP, 200 users", "failed", float(failed), f"of {sum(statuses.values())}", 0)
        yield Figure("memory", "with the page, peak under load", memory(running.pid, peak=True), "MB")


async def _users(running: Server, questions: Sequence[str], users: int) -> tuple[list[float], Counter[int]]:
    """Each user asks one question after the other: times of the answers in milliseconds, and all statuses (0: none)."""
    times: list[float] = []
    statuses: Counter[int] = Counter()
    limits = httpx.Limits(max_connections=users, max_keepalive_connections=users)
    async with httpx.AsyncClient(base_url=running.url, limits=limits, timeout=60) as client:

        async def user(first: int) -> None:
            """One user's questions."""
            for turn in range(max(2, REQUESTS // users)):
                question = questions[(first * 7 + turn) % len(questions)]
                started = time.perf_counter()
                try:
                    status = (await client.post("/api/v1/answer", json={"question": question})).status_code
                except httpx.TransportError:
                    status = 0
                statuses[status] += 1
                if status == 200:
                    times.append((time.perf_counter() - started) * 1000)

        await asyncio.gather(*(user(number) for number in range(users)))
    return times, statuses


def builds(settings: Settings) -> Iterator[Figure]:
    """The index from nothing (the encoder is exported already), and again with nothing changed."""
    from assistant.engine import build_index
    from index.encoder import open_encoder

    with tempfile.TemporaryDirectory() as folder:
        encoder = open_encoder(settings.encoder, settings.data, settings.threads, lambda text: None)
        elsewhere = settings.model_copy(update={"data": Path(folder)})
        for name, bar in (("cold", 60), ("nothing changed", 3)):
            started = time.perf_counter()
            build_index(elsewhere, encoder, lambda text: None)
            yield Figure("index build", name, time.perf_counter() - started, "s", bar)


def beside(settings: Settings) -> Iterator[Figure]:
    """A textbook LangChain and Chroma pipeline over the same passages (dense search only), and the floor."""
    _, printed = run_python(_TEXTBOOK, environment(settings))
    loaded, built, p50, p95, peak = map(float, printed.split()[-5:])
    for name, value, unit in (
        ("loading its libraries and model", loaded, "s"),
        ("index build", built, "s"),
        ("search p50", p50, "ms"),
        ("search p95", p95, "ms"),
        ("peak memory", peak, "MB"),
    ):
        yield Figure("textbook pipeline", name, value, unit)
    yield Figure("floor", "importing Gradio", statistics.median(_seconds("import gradio", environment(settings))), "s")
    for together in (1, 4):
        name = "one encoder call" if together == 1 else f"encoder, {together} questions in one call, each"
        yield Figure("floor", name, _encoder_call(settings, together), "ms")


def _encoder_call(settings: Settings, together: int) -> float:
    """The median time of encoding a question, some of them in one call, in milliseconds."""
    from index.encoder import encode_queries, open_encoder

    encoder = open_encoder(settings.encoder, settings.data, settings.threads, lambda text: None)
    times = []
    for number in range(50):
        started = time.perf_counter()
        encode_queries(encoder, [f"{QUESTION} {number}{turn}" for turn in range(together)])
        times.append((time.perf_counter() - started) * 1000 / together)
    return statistics.median(times)
