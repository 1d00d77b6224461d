"""Starts the web application: `python app.py`. Settings come from the environment and `.env` (prefix ASSISTANT_)."""

import sys
from functools import partial

from assistant.settings import SettingsError, load_settings
from corpus.errors import CorpusError
from index.encoder import EncoderError
from index.errors import IndexFault


def main() -> int:
    """Serve, or say plainly what is wrong. Returns the exit status: 0, or 2 for a wrong setting or document."""
    try:
        settings = load_settings()
        # Here and not above: this takes seconds to load, and a wrong setting is to be told at once.
        from assistant.server import run

        run(settings, partial(print, flush=True))
    except (SettingsError, CorpusError, EncoderError, IndexFault) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
