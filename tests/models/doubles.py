"""What the tests of language models share: an assistant with a scripted model around it."""

from pathlib import Path

from assistant.engine import Assistant
from assistant.models.assembling import with_model
from assistant.models.budget import Budget
from assistant.models.generating import Evidencing, Generating
from assistant.models.ladder import Ladder
from assistant.models.scripted import Script, ScriptedModel
from assistant.settings import load_settings
from corpus.loading import Corpus

_MADE: dict[int, tuple[Corpus, Evidencing]] = {}
"""By the identity of a corpus, which is held here so that it stays the same one."""


def scripted_assistant(
    assistant: Assistant, folder: Path, script: Script, local: bool = True
) -> tuple[Generating, ScriptedModel]:
    """The real assistant with a model that follows a script, and the model."""
    model = ScriptedModel(script=script)
    ladder = Ladder(model, Budget(folder, 0, 0), 1000)
    receiver = "this machine" if local else "Example AI"
    generating = Generating(assistant, ladder, receiver, local, 30, evidence=_evidence(assistant))
    return generating, model


def _evidence(assistant: Assistant) -> Evidencing:
    """What the check shares, made once for an assistant."""
    if id(assistant.corpus) not in _MADE:
        _MADE[id(assistant.corpus)] = assistant.corpus, Evidencing.of(assistant)
    return _MADE[id(assistant.corpus)][1]


def served_assistant(assistant: Assistant, folder: Path, url: str, **given: object) -> Generating:
    """The real assistant with the model of an OpenAI-compatible server, opened by its settings."""
    values = {"model": "openai:local", "model_base_url": url, "data": folder, "model_seconds": 10, **given}
    return with_model(lambda: assistant, load_settings(_env_file=None, **values))
