"""Opens the language model that the settings name, through LangChain's `init_chat_model`."""

import os
from importlib.util import find_spec
from typing import Any

from langchain_core.language_models import BaseChatModel

from assistant.models.provider import SCRIPTED, Model
from assistant.settings import PREFIX, Settings, SettingsError

PROJECT = "collaboratives-assistant"
_NEEDED = ("py3langid", "pybreaker")
_TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")


def open_model(model: Model, settings: Settings) -> BaseChatModel:
    """The chat model, ready to be asked; nothing is sent yet. Raises SettingsError saying what to install or to set."""
    # Tracing would send every prompt to a third party, whatever the owner allowed here.
    os.environ.update(dict.fromkeys(_TRACING, "false"))
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise SettingsError(f"{_what(model)} needs {' and '.join(missing)}. {_install(model)}")
    if model.provider == SCRIPTED:
        from assistant.models.scripted import scripted

        return scripted(model.name)
    from langchain.chat_models import init_chat_model

    options = _options(model, settings)
    try:
        made = init_chat_model(model.name, model_provider=model.provider, **options)
    except ImportError:
        raise SettingsError(f"{_what(model)} needs its provider's package. {_install(model)}") from None
    except Exception as error:
        # The message of the error is not shown: it may repeat a key.
        keys = " or ".join(model.known.keys)
        hint = f"Is {keys} set in the environment?" if keys else "Is the provider's name right, and its key set?"
        raise SettingsError(f"{_what(model)} cannot be opened ({type(error).__name__}). {hint}") from None
    if not isinstance(made, BaseChatModel):
        raise SettingsError(f"{_what(model)} is not a chat model.")
    return made


def _what(model: Model) -> str:
    """The setting, as messages name it."""
    return f"{PREFIX}MODEL={model.provider}:{model.name}"


def _install(model: Model) -> str:
    """How to install what is missing."""
    more = "" if model.known.extra != "models" else f" langchain-{model.provider.replace('_', '-')}"
    return f"Install it with: pip install '{PROJECT}[{model.known.extra}]'{'' if model.provider == SCRIPTED else more}"


def _options(model: Model, settings: Settings) -> dict[str, Any]:
    """What is passed to the provider's class: the cap on a reply, timeouts, and no retries, which are made here."""
    if model.provider == "ollama":
        client = {"timeout": settings.model_seconds, "trust_env": not model.local}
        return {
            "num_predict": settings.model_tokens,
            "client_kwargs": client,
            "base_url": model.base_url,
            "temperature": 0,
        }
    if model.provider == "bedrock_converse":
        return {"max_tokens": settings.model_tokens} | ({"endpoint_url": model.base_url} if model.base_url else {})
    options: dict[str, Any] = {"max_tokens": settings.model_tokens}
    if model.provider in ("openai", "azure_openai", "anthropic", "google_genai", "mistralai"):
        options |= {"timeout": settings.model_seconds, "max_retries": 0}
    if model.base_url:
        options["azure_endpoint" if model.provider == "azure_openai" else "base_url"] = model.base_url
    if model.provider == "openai" and model.local:
        options |= _compatible(settings.model_seconds)
    return options


def _compatible(seconds: float) -> dict[str, Any]:
    """Options for an OpenAI-compatible server on this machine: no key is needed, and no proxy is asked."""
    import httpx

    client = httpx.Client(trust_env=False, timeout=seconds)
    key = {} if os.environ.get("OPENAI_API_KEY") else {"api_key": "none"}
    return {"http_client": client, "temperature": 0, "stream_usage": True, **key}
