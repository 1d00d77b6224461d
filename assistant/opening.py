"""Opens what answers questions: the assistant, with a language model around it when the settings name one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.engine import RESTING, Assistant, open_assistant
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.models.generating import Generating, Generation

Say = Callable[[str], None]


def open_answering(
    settings: Settings,
    say: Say = lambda text: None,
    observe: "Callable[[Generation], None]" = lambda generation: None,
) -> "Assistant | Generating":
    """The assistant, or a `Generating` around it. Raises SettingsError, CorpusError or EncoderError.

    `observe` is told how each answer was made when there is a model.
    """
    return answering(lambda: open_assistant(settings, say), settings, observe)


def answering(
    opening: Callable[[], Assistant], settings: Settings, observe: "Callable[[Generation], None]"
) -> "Assistant | Generating":
    """What answers questions; the model of the settings is opened before the assistant. Raises SettingsError."""
    if not settings.model:
        return opening()
    from assistant.models.assembling import with_model

    return with_model(opening, settings, observe)


UNAVAILABLE = "The language model could not be used just now; this answer was composed from the sources without it."
"""The notice of an answer for which the model failed: the next one may fare better."""


def lasting(answer: Answer) -> bool:
    """Whether an answer may be given again: not one that was made while the model or the database failed."""
    return UNAVAILABLE not in answer.notices and RESTING not in answer.notices
