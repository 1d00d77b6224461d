"""Starts the web application: `python app.py`. Settings come from the environment and `.env` (prefix ASSISTANT_)."""

import socket
import sys

from assistant.settings import PREFIX, Settings, SettingsError, load_settings
from corpus.errors import CorpusError


def listen(settings: Settings) -> socket.socket:
    """The socket to serve on. Raises SettingsError when the address is not ours or the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        where = f"{PREFIX}HOST={settings.host!r}, {PREFIX}PORT={settings.port}"
        raise SettingsError(
            f"{where}: cannot listen there ({error.strerror}). Choose another port or address."
        ) from error


def serve(settings: Settings) -> None:
    """Open the assistant and serve the page until interrupted. Raises CorpusError for a mistake in the documents."""
    door = listen(settings)
    # Here and not above: these take seconds to load, and a wrong setting is to be told at once.
    import uvicorn  # noqa: PLC0415

    from assistant.engine import open_assistant  # noqa: PLC0415
    from assistant.server import create_app  # noqa: PLC0415

    app = create_app(open_assistant(settings, say=print), settings)
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"Collaborative Answers is at http://{shown}:{settings.port} (stop with Ctrl+C)", flush=True)
    config = uvicorn.Config(app, access_log=False, log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[door])


def main() -> int:
    """Serve, or say plainly what is wrong. Returns the exit status: 0, or 2 for a wrong setting or document."""
    try:
        serve(load_settings())
    except (SettingsError, CorpusError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
