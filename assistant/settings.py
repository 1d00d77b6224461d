"""Settings: environment variables and `.env`, all with the prefix ASSISTANT_."""

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.loading import DOCUMENTS
from index.encoder import BUILTIN

PREFIX = "ASSISTANT_"


class SettingsError(Exception):
    """A setting has a wrong value; the message names it and what is allowed."""


class Settings(BaseSettings):
    """What an owner can set. Each description is shown in the README."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(Path("data"), description="Folder for the index and the exported encoder.")
    documents: Path = Field(DOCUMENTS, description="Folder of the corpus documents.")
    encoder: str = Field(
        BUILTIN,
        description="Sentence encoder: the built-in one, a sentence-transformers model (folder or name), "
        "or `module:Class` of a LangChain `Embeddings`.",
    )
    chroma_url: str | None = Field(
        None, description="Address of a Chroma server on a private network, instead of the embedded database."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(7860, ge=1, le=65535, description="Port to listen on (1 to 65535).")
    max_question: int = Field(
        2000, ge=100, le=10_000, description="Longest question, in characters (100 to 10000); more is refused."
    )
    threads: int = Field(0, ge=0, le=64, description="Threads of the encoder (0 to 64; 0: all cores).")

    @field_validator("chroma_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        """An address begins with http:// or https://."""
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("an address that begins with http:// or https://")
        return value or None


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
