"""Text made safe for HTML."""

import re
from html import escape

_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """Text without control, zero-width and direction-changing characters."""
    return _UNSEEN.sub("", text)


def safe(text: object) -> str:
    """Text for HTML, in an element or a quoted attribute: visible and escaped."""
    return escape(visible(str(text)))
