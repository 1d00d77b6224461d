"""Opens a language model for measurement: the settings of this installation, with the model that is named."""

from collections.abc import Callable, Sequence

from assistant.engine import open_assistant
from assistant.evaluation.generated import answer_both, report_both
from assistant.evaluation.golden import Golden
from assistant.evaluation.report import Report
from assistant.models.assembling import with_model
from assistant.settings import load_settings


def compare(model: str, questions: Sequence[Golden], say: Callable[[str], None]) -> Report:
    """Golden questions without and with a model. Raises SettingsError when it cannot be opened."""
    settings = load_settings(model=model)
    generating = with_model(lambda: open_assistant(settings, say), settings)
    return report_both(answer_both(generating.assistant, generating, questions, say), model)
