"""Settings: environment variables and `.env`, all with the prefix ASSISTANT_."""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.loading import DOCUMENTS
from index.encoder import BUILTIN
from index.versions import EXACT_UP_TO, Store

PREFIX = "ASSISTANT_"
_ORIGIN = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?|http://(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?")


class SettingsError(Exception):
    """A setting has a wrong value; the message names it and what is allowed."""


class Settings(BaseSettings):
    """What an owner can set. Each description is shown in the README."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(Path("data"), description="Folder for the index and the exported encoder.")
    documents: Path = Field(DOCUMENTS, description="Folder of the corpus documents.")
    own_documents: Path | None = Field(
        None, description="Folder of your own documents, indexed beside the corpus: see docs/staff.md."
    )
    refresh_sources: Path | None = Field(
        None,
        description="File that lists the official pages to fetch: see docs/refresh.md. Empty: ours.",
    )
    sync_minutes: int = Field(
        5,
        ge=0,
        le=10_080,
        description="Minutes between looks for changed documents while serving (0 to 10080; 0: only at start, on "
        "SIGHUP, and by `assistant sync`).",
    )
    encoder: str = Field(
        BUILTIN,
        description="Sentence encoder: the built-in one, a sentence-transformers model (folder or name), "
        "or `module:Class` of a LangChain `Embeddings`.",
    )
    chroma_url: str | None = Field(
        None, description="Address of a Chroma server on a private network, instead of the embedded database."
    )
    exact_up_to: int = Field(
        EXACT_UP_TO,
        ge=0,
        description="Indexed texts up to which a question is compared with each: exact, and for so few quicker and "
        "leaner than opening the embedded database (0: the database is always asked).",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(7860, ge=1, le=65535, description="Port to listen on (1 to 65535).")
    interface: bool = Field(
        True, description="Whether the page at `/` is served; without it the API and the widget are."
    )
    workers: int = Field(
        1,
        ge=1,
        le=64,
        description="Processes that serve side by side (1 to 64). More than one needs `ASSISTANT_INTERFACE=false`, and "
        "counts rates together only in Redis.",
    )
    max_question: int = Field(
        2000, ge=100, le=10_000, description="Longest question, in characters (100 to 10000); more is refused."
    )
    threads: int = Field(
        0, ge=0, le=64, description="Batches of texts that are encoded side by side (0 to 64; 0: one a core)."
    )

    cache: int = Field(
        1000, ge=0, le=100_000, description="Answers to repeated questions kept in memory (0 to 100000; 0: none)."
    )
    allowed_origins: str = Field(
        "",
        description="Websites that may show the widget and call the API, comma-separated, such as "
        "`https://www.example.org,https://example.org` (https; http for localhost only). Empty: none.",
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses of your own reverse proxies, comma-separated (`127.0.0.1`, `10.0.0.0/8`). Only they are "
        "believed about a visitor's address. Empty: none.",
    )
    rate_per_address: str = Field(
        "120/minute; 3000/day",
        description="How much one address may ask (`NUMBER/minute`, hour or day). Empty: no limit.",
    )
    rate_total: str = Field("50000/day", description="How much all visitors together may ask. Empty: no limit.")
    rate_storage: str = Field(
        "memory://",
        description="Where the rates are counted: `memory://`, or `redis://HOST:PORT` for several processes.",
    )
    at_once: int = Field(
        3, ge=1, le=64, description="Answers made at the same time, for the page and the API together (1 to 64)."
    )
    waiting: int = Field(64, ge=0, le=1000, description="Questions that may wait for their turn (0 to 1000).")
    answer_seconds: float = Field(
        20, ge=0.1, le=300, description="Longest time for one answer, in seconds (0.1 to 300)."
    )
    model: str | None = Field(
        None,
        description="Language model as `PROVIDER:NAME`, such as `ollama:llama3.2`: see docs/models.md. Empty: none.",
    )
    model_base_url: str | None = Field(
        None, description="Address of an OpenAI-compatible server or another endpoint of the model's provider."
    )
    allow_external: bool = Field(
        False, description="Whether questions may be sent to a language model that does not run on this machine."
    )
    model_seconds: float = Field(
        15, ge=1, le=240, description="Longest time that the language model gets for one answer, in seconds (1 to 240)."
    )
    model_tokens: int = Field(
        1000, ge=100, le=16_000, description="Longest reply of the language model, in tokens (100 to 16000)."
    )
    model_daily_tokens: int = Field(
        500_000, ge=0, description="Tokens that the language model may use a day, read and written (0: no limit)."
    )
    model_daily_dollars: float = Field(
        0, ge=0, description="Money that the language model may cost a day, in dollars (0: no limit); needs the prices."
    )
    model_price_in: float = Field(0, ge=0, description="Dollars for a million tokens that the model reads.")
    model_price_out: float = Field(0, ge=0, description="Dollars for a million tokens that the model writes.")
    feedback: Literal["off", "thumbs", "questions"] = Field(
        "off",
        description="What visitors may say of an answer: `off`, `thumbs` (useful or not, and what was cited), or "
        "`questions` (the question too, with names and numbers taken out). Kept 30 days; see `assistant feedback`.",
    )
    contact: str = Field(
        "",
        max_length=200,
        description="Whom the privacy page names for questions on privacy: a name, mail or telephone.",
    )

    @property
    def origins(self) -> tuple[str, ...]:
        """The allowed origins one by one."""
        return _listed(self.allowed_origins)

    @property
    def proxies(self) -> tuple[str, ...]:
        """The trusted proxies one by one."""
        return _listed(self.trusted_proxies)

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, value: str) -> str:
        """Each origin is scheme, host and perhaps a port; a slash at the end is forgiven."""
        origins = [item.lower().removesuffix("/") for item in _listed(value)]
        if wrong := [item for item in origins if not _ORIGIN.fullmatch(item)]:
            raise ValueError(f"{wrong[0]!r} is not an origin such as 'https://www.example.org' (no path, no wildcard)")
        return ",".join(dict.fromkeys(origins))

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        """Each proxy is an address or a network."""
        return ",".join(str(ip_network(item)) if "/" in item else item for item in _listed(value) if ip_network(item))

    @field_validator("rate_per_address", "rate_total")
    @classmethod
    def _rates(cls, value: str) -> str:
        """Rates are in the notation of the library `limits`."""
        # Here and not above: it takes time to load, and only the web application needs it.
        from limits import parse_many

        if value.strip():
            parse_many(value)
        return value.strip()

    @field_validator("rate_storage")
    @classmethod
    def _storage(cls, value: str) -> str:
        """Memory, or a Redis server."""
        if value != "memory://" and not value.startswith(("redis://", "rediss://", "redis+cluster://")):
            raise ValueError("memory:// or an address that begins with redis://")
        return value

    @field_validator("model")
    @classmethod
    def _model(cls, value: str | None) -> str | None:
        """A provider and a name with a colon between them."""
        if value and not all(part.strip() for part in value.partition(":")[::2]):
            raise ValueError("PROVIDER:NAME, such as openai:gpt-5-mini or ollama:llama3.2")
        return value or None

    @property
    def store(self) -> Store:
        """Where the versions of the index lie."""
        return Store(self.data, self.chroma_url, self.exact_up_to)

    @field_validator("chroma_url", "model_base_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        """An address begins with http:// or https://."""
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("an address that begins with http:// or https://")
        return value or None


def _listed(value: str) -> tuple[str, ...]:
    """The parts of a comma-separated setting."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def load_settings(**given: Any) -> Settings:
    """Settings of this process. Raises SettingsError naming each wrong variable and what is allowed."""
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = []
        for item in error.errors():
            name = str(item["loc"][0])
            field = Settings.model_fields.get(name)
            allowed = f" {field.description}" if field and field.description else ""
            lines.append(f"{PREFIX}{name.upper()}={str(item['input'])!r}: {item['msg']}.{allowed}")
        raise SettingsError("\n".join(lines)) from error
