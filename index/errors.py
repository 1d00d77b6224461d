"""The one error of the index, in a module that loads nothing."""


class IndexFault(Exception):
    """The index cannot be built or opened; the message says what to do."""
