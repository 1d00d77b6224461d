"""Reads YAML files into strict models and keeps the line of every value, so that a mistake names its place."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from corpus.errors import CorpusError, Mistake, relative

Loc: TypeAlias = tuple[int | str, ...]
M = TypeVar("M", bound=BaseModel)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which dates stay text and a repeated key is a mistake."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Source:
    """A parsed file: its value, and the line (from 1) of each location within it."""

    file: str
    value: object
    lines: dict[Loc, int] = field(repr=False)

    def line(self, loc: Loc) -> int:
        """The line of the nearest location that exists; a missing key points at what should hold it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def mistake(self, loc: Loc, what: str) -> Mistake:
        """A mistake at a location of this file."""
        return Mistake(self.file, self.line(loc), what)


def read_yaml(path: Path, folder: Path) -> Source:
    """Parse one file. Raises CorpusError for bad YAML, a repeated key, or text that is not UTF-8."""
    name = relative(path, folder)
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        lines: dict[Loc, int] = {}
        if node is None:
            raise CorpusError([Mistake(name, 1, "the file is empty")])
        _number(node, (), lines, name)
        return Source(name, loader.construct_document(node), lines)
    except UnicodeDecodeError as error:
        raise CorpusError([Mistake(name, 1, f"not UTF-8 text: {error.reason}")]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise CorpusError([Mistake(name, mark.line + 1 if mark else 1, f"not YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise CorpusError([Mistake(name, 1, f"not YAML: {error}")]) from error


def _number(node: yaml.Node, loc: Loc, lines: dict[Loc, int], name: str) -> None:
    """Note the line of each node; refuse a key that is given twice."""
    lines.setdefault(loc, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _number(item, (*loc, index), lines, name)
    elif isinstance(node, yaml.MappingNode):
        for key, item in node.value:
            place = (*loc, key.value)
            if place in lines:
                raise CorpusError([Mistake(name, key.start_mark.line + 1, f"the key {key.value!r} is given twice")])
            lines[place] = key.start_mark.line + 1
            _number(item, place, lines, name)


def read_model(source: Source, model: type[M]) -> M:
    """Validate a parsed file. Raises CorpusError with every mistake, each at its line."""
    try:
        return model.model_validate(source.value)
    except ValidationError as error:
        raise CorpusError([_explain(source, dict(item)) for item in error.errors()]) from error


def _explain(source: Source, item: dict[str, object]) -> Mistake:
    """One validation error in plain words."""
    loc = item["loc"]
    assert isinstance(loc, tuple)
    where = ".".join(str(part) for part in loc) or "file"
    given = f" (given: {str(item['input'])[:60]!r})" if item["type"] not in ("missing", "value_error") else ""
    return source.mistake(loc, f"{where}: {str(item['msg']).removeprefix('Value error, ')}{given}")
