"""The one error that a measurement raises."""


class BenchError(Exception):
    """A measurement could not be made; the message says why."""
