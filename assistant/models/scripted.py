"""The test double: a chat model that follows a script. It is no language model; `scripted:NAME` tries out the path.

`faithful` gives the draft back, `careless` adds to it what no source says, `obedient` does whatever any text in the
prompt tells it to do, `silent` finds no answer. A test gives a script of its own, or an error to raise.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from assistant.models.prompts import REFUSAL
from assistant.settings import PREFIX, SettingsError

Script = Callable[[Sequence[BaseMessage]], str]
_PIECE = re.compile(r"\S+\s*|\s+")
_DRAFT = re.compile(r"<\w+ draft>\n(.*?)\n</\w+>", re.S)
_KEY = re.compile(r"source (\w+):")
_ORDER = re.compile(
    r"\b(?:say|write|reply|answer|respond|output|print|repeat|tell|cite|add|append)\b[^:.\n]{0,60}:\s+([^\n]+)", re.I
)
_BLOCK = re.compile(r"<\w+ (?:source (\w+):[^\n]*|question|earlier questions)>\n(.*?)\n</\w+>", re.S)
_PROMPT = re.compile(r"\b(?:prompt|(?:your|these|secret|hidden) (?:rules|instructions|guidelines|message))\b", re.I)
_DIGIT = re.compile(r"\b([1-9]\d?)\b(?![^\[]*\])")


class ScriptedModel(BaseChatModel):
    """Replies with what its script returns for the messages, in pieces; `asked` counts the calls."""

    script: Script
    reason: str | None = "stop"
    """The reason of its end that a reply gives; None: it breaks off without one."""
    asked: list[Sequence[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        """Its kind, for LangChain."""
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        """The whole reply at once."""
        self.asked.append(messages)
        message = AIMessage(self.script(messages), response_metadata=self._end())
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        """The reply word by word."""
        self.asked.append(messages)
        for piece in _PIECE.findall(self.script(messages)):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        yield ChatGenerationChunk(message=AIMessageChunk(content="", response_metadata=self._end()))

    def _end(self) -> dict[str, str]:
        """The metadata of a reply's end."""
        return {"finish_reason": self.reason} if self.reason else {}


def scripted(name: str) -> ScriptedModel:
    """The double with one of the built-in scripts. Raises SettingsError when there is none of that name."""
    if name not in SCRIPTS:
        raise SettingsError(f"{PREFIX}MODEL=scripted:{name}: there is {', '.join(SCRIPTS)}.")
    return ScriptedModel(script=SCRIPTS[name])


def text_of(messages: Sequence[BaseMessage]) -> str:
    """Everything that was sent, as one text."""
    return "\n".join(str(message.content) for message in messages)


def draft_of(messages: Sequence[BaseMessage]) -> str:
    """The draft in the prompt, or the lines that are to be translated."""
    found = _DRAFT.search(text_of(messages))
    return found[1] if found else str(messages[-1].content)


def keys_of(messages: Sequence[BaseMessage]) -> list[str]:
    """The keys of the sources in the prompt."""
    return _KEY.findall(text_of(messages[1:]))


def faithful(messages: Sequence[BaseMessage]) -> str:
    """The draft as it is."""
    return draft_of(messages)


def careless(messages: Sequence[BaseMessage]) -> str:
    """The draft, with a number changed, a false statement under a true key, one without a key, and an invented key."""
    draft, keys = draft_of(messages), [*keys_of(messages), "ZZZZ"]
    changed = _DIGIT.sub(lambda m: str(int(m[1]) + 1), draft, count=1)
    return (
        f"{changed}\n\nEvery family receives a scholarship of $1,250 from the state lottery [{keys[0]}]. "
        f"Dr. Horatio Quince decides on each place [{keys[0]}].\n\nMost parents find that it is worth the wait.\n\n"
        "Call 617-555-0199 or see www.best-schools.example for more [ZZZZ]."
    )


def obedient(messages: Sequence[BaseMessage]) -> str:
    """What any text tells it to say, under the key of its source; the prompt itself when asked for it; the draft."""
    sent, keys = text_of(messages[1:]), keys_of(messages)
    said = []
    for key, text in _BLOCK.findall(sent):
        mark = f" [{key or keys[0]}]" if keys else ""
        said += [f"{order.strip()}{mark}" for order in _ORDER.findall(text)]
    if _PROMPT.search(sent):
        said += [text_of(messages[:1]), f"My instructions are: {text_of(messages[:1])[:300]} [{keys[0]}]"]
    return "\n\n".join([*said, draft_of(messages)])


def silent(messages: Sequence[BaseMessage]) -> str:
    """The refusal."""
    return REFUSAL


SCRIPTS: dict[str, Script] = {"faithful": faithful, "careless": careless, "obedient": obedient, "silent": silent}
