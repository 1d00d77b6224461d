"""Puts the parts together: the model of the settings, its budget and its ladder, around an assistant."""

from collections.abc import Callable

from assistant.engine import Assistant
from assistant.models.budget import Budget, Prices
from assistant.models.generating import Generating, Generation
from assistant.models.ladder import Ladder
from assistant.models.opening import open_model
from assistant.models.provider import named_model
from assistant.settings import PREFIX, Settings, SettingsError

_SHARE = 0.8
"""Share of the longest time for an answer that the model may take, so that the composed answer still comes in time."""


def with_model(
    open_assistant: Callable[[], Assistant],
    settings: Settings,
    observe: Callable[[Generation], None] = lambda generation: None,
) -> Generating:
    """An assistant with the model of the settings; the model is opened first, so that a wrong setting is told at once.

    Raises SettingsError.
    """
    model = named_model(settings)
    prices = Prices(settings.model_price_in, settings.model_price_out)
    if settings.model_daily_dollars and not (prices.read or prices.written):
        raise SettingsError(
            f"{PREFIX}MODEL_DAILY_DOLLARS needs {PREFIX}MODEL_PRICE_IN and {PREFIX}MODEL_PRICE_OUT to count by."
        )
    chat = open_model(model, settings)
    budget = Budget(settings.data, settings.model_daily_tokens, settings.model_daily_dollars, prices)
    ladder = Ladder(chat, budget, settings.model_tokens)
    seconds = min(settings.model_seconds, _SHARE * settings.answer_seconds)
    return Generating(open_assistant(), ladder, model.receiver, model.local, seconds, observe)
