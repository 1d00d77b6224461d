"""Texts that speak to a language model instead of to readers; a source with such a sentence is not given to one."""

import re

_SPEAKS_TO_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.?!\n]{0,60}\b(?:instructions?|rules?|prompts?|guidelines|sources?|"
    r"context|above|previous|prior|everything)\b|"
    r"\b(?:system|developer|hidden|initial)\s+(?:prompt|message|instructions?)\b|"
    r"\b(?:you are|act as|pretend to be|behave as)\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:ai|language model|llm|chatbot|"
    r"assistant|chatgpt|gpt|claude|jailbroken|unrestricted|dan)\b|"
    r"\b(?:as|dear|attention|note to|hey)[,:]?\s+(?:an?\s+|the\s+|all\s+)?(?:ai|llms?|language models?|"
    r"chatbots?|assistants?|ai assistants?)\b|"
    r"(?:^|[.!?;]\s+|\b(?:and|then|now|please)\s+)(?:say|write|reply|answer|respond|output|print|repeat|cite|"
    r"tell (?:them|everyone|(?:the |every |all )?(?:user|reader|visitor|parent)s?))\b[^.?!\n]{0,40}:\s|"
    r"\b(?:do not|don't|never)\s+(?:tell|reveal to|show)\s+(?:the\s+)?(?:user|reader|visitor)s?\b|"
    r"(?:^|[.!?]\s)\s*(?:system|assistant|user|developer)\s*:|<\|[^|]*\|>|\[/?INST\]|#{2,}\s*(?:instruction|system|response)|"
    r"</?(?:system|instructions?|prompt)>",
    re.I | re.M,
)


def instructs(text: str) -> bool:
    """Whether a text gives a language model instructions."""
    return bool(_SPEAKS_TO_MODEL.search(text))
