"""Which response may be shown, loaded and called from which other website: all from one list of origins."""

from collections.abc import Sequence

EMBED = "/embed"
WIDGET = "/widget.js"
_EMBED_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}"
)


def own_headers(path: str, origins: Sequence[str]) -> dict[str, str]:
    """What the headers of one path have instead of the general ones; an empty value removes a header."""
    if path == WIDGET:
        return {"Cross-Origin-Resource-Policy": "cross-origin"}
    if path != EMBED:
        return {}
    policy = {"Content-Security-Policy": _EMBED_POLICY.format(ancestors=" ".join(origins) or "'none'")}
    # X-Frame-Options knows no list of origins; the policy does, and stands alone where there is one.
    opened = {"X-Frame-Options": "", "Cross-Origin-Resource-Policy": "cross-origin"}
    return policy | (opened if origins else {})
