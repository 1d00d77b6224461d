"""What can be wrong with the files that an evaluation reads."""


class EvaluationError(Exception):
    """The evaluation cannot go on; the message says what is wrong and what to do."""


class GoldenError(EvaluationError):
    """A file of golden questions has a mistake; the message names file, question and what is wrong."""


class FormError(EvaluationError):
    """A file is not of the form that is expected; the message names file, line and what is wrong."""
