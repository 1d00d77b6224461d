"""Who runs the model: the providers known by name, and whether what is sent to one leaves this machine."""

import os
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from assistant.settings import PREFIX, Settings, SettingsError
from assistant.words import Language, words

OLLAMA = "http://127.0.0.1:11434"
SCRIPTED = "scripted"
"""The provider of the test double, which is no language model and sends nothing."""


@dataclass(frozen=True)
class Provider:
    """A provider: its name for people, this project's extra with its package, and the variables that hold its key."""

    title: str
    extra: str
    keys: tuple[str, ...] = ()


PROVIDERS = {
    "openai": Provider("OpenAI", "openai", ("OPENAI_API_KEY",)),
    "azure_openai": Provider("Microsoft Azure OpenAI", "openai", ("AZURE_OPENAI_API_KEY",)),
    "anthropic": Provider("Anthropic", "anthropic", ("ANTHROPIC_API_KEY",)),
    "google_genai": Provider("Google", "google", ("GOOGLE_API_KEY",)),
    "mistralai": Provider("Mistral AI", "mistral", ("MISTRAL_API_KEY",)),
    "bedrock_converse": Provider("Amazon Bedrock", "aws"),
    "ollama": Provider("Ollama", "ollama"),
    SCRIPTED: Provider("a test double", "models"),
}


@dataclass(frozen=True)
class Model:
    """The model that the settings name: provider and name, its address (None: the provider's own), who receives it."""

    provider: str
    name: str
    base_url: str | None

    @property
    def known(self) -> Provider:
        """The provider's entry; one that is not listed goes by its own name."""
        return PROVIDERS.get(self.provider) or Provider(self.provider, "models")

    @property
    def host(self) -> str:
        """The host that the address names, or an empty text."""
        return urlsplit(self.base_url).hostname or "" if self.base_url else ""

    @property
    def local(self) -> bool:
        """Whether the model runs on this machine: its address is a loopback address."""
        return self.provider == SCRIPTED or _loopback(self.host)

    @property
    def receiver(self) -> str:
        """Who receives what is sent, in words."""
        if self.local:
            return "this machine"
        return f"{self.known.title} ({self.host})" if self.host else self.known.title


def named_model(settings: Settings) -> Model:
    """The model of the settings. Raises SettingsError when there is none, or when it is elsewhere and not allowed."""
    provider, _, name = (settings.model or "").partition(":")
    if not name:
        raise SettingsError(f"{PREFIX}MODEL is not set.")
    provider = provider.strip().lower().replace("-", "_")
    base_url = settings.model_base_url or (_ollama() if provider == "ollama" else None)
    model = Model(provider, name.strip(), base_url)
    if not model.local and not settings.allow_external:
        raise SettingsError(
            f"{PREFIX}MODEL={settings.model!r} would send questions to {model.receiver}. Set "
            f"{PREFIX}ALLOW_EXTERNAL=true if that is what you want, or name a model on this machine."
        )
    return model


def _ollama() -> str:
    """Where Ollama listens: OLLAMA_HOST as its own client reads it, or its usual address on this machine."""
    host = os.environ.get("OLLAMA_HOST", "").strip()
    return (host if "://" in host else f"http://{host}") if host else OLLAMA


def _loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def disclosure(settings: Settings, language: Language = "en") -> str:
    """Who receives questions, in a sentence or two for the pages; an empty text when there is no model."""
    if not settings.model:
        return ""
    model = named_model(settings)
    return words(language)["model_here" if model.local else "model_elsewhere"].format(receiver=model.receiver)
