"""What paperreader needs and has: modules of Python, and packages at the versions that its metadata asks for.

Asked when something has failed, and by `doctor`: most failures that no one could foresee come from here.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from typing import NamedTuple

DISTRIBUTION = "paperreader-tui"
"""What package indexes call it."""
FORMER_DISTRIBUTION = "paperreader"
PROGRAM = "paperreader"
PYTHON_MODULES = {
    "_sqlite3": "SQLite",
    "_ssl": "TLS",
    "zlib": "zlib",
    "termios": "terminals (on Windows, use WSL)",
    "fcntl": "file locks (on Windows, use WSL)",
}
"""Modules that some builds of Python lack, and what they are for."""


class Requirement(NamedTuple):
    """A package that is needed."""

    package: str
    versions: str
    """Like `>=8.2.8,<9`."""
    installed: str | None

    @property
    def problem(self) -> str | None:
        """What is wrong with what is installed; None if nothing is."""
        asks = f"{PROGRAM} needs {self.versions or 'it'}"
        install = f"{sys.executable} -m pip install {shlex.quote(self.package + self.versions)}"
        if self.installed is None:
            return f"{self.package} is not installed, and {asks}: run {install}"
        if not allows(self.versions, self.installed):
            return f"{self.package} {clean_version(self.installed)} is installed, and {asks}: run {install}"
        return None


def cause_of(error: BaseException | None = None) -> str | None:
    """What is missing or of a wrong version, and so the likely cause of an error; None if all is there."""
    name = error.name if isinstance(error, ModuleNotFoundError) else None  # another ImportError has the module
    if name in sys.stdlib_module_names and name not in PYTHON_MODULES and name not in sys.modules:
        return f"this Python has no module {name}; use another build of Python"
    return next(problems(), None)


def problems() -> Iterator[str]:
    """Everything that is missing or of a wrong version."""
    for module, purpose in PYTHON_MODULES.items():
        if not _is_there(module):
            yield f"this Python was built without {purpose}: it has no module {module}; use another build of Python"
    for requirement in requirements():
        if requirement.problem:
            yield requirement.problem


def requirements(package: str = DISTRIBUTION, extra: str = "") -> list[Requirement]:
    """The packages that the metadata names, and what they need for the extras that it names; [] without metadata."""
    return list(_required_by(package, extra))


def _required_by(package: str, extra: str = "") -> Iterator[Requirement]:
    for line in _requires(package):
        text, _, marker = line.partition(";")
        wanted = re.fullmatch(r"""extra == ["']([\w.-]+)["']""", marker.strip())
        parts = re.fullmatch(r"([\w.-]+)\s*(?:\[([\w., -]*)\])?\s*\(?([^()\[\]@]*)\)?", text.strip())
        if not parts or bool(marker.strip()) != bool(wanted) or (wanted[1] if wanted else "") != extra:
            continue  # for another platform, for development, or from an address
        name, extras, versions = parts[1], parts[2] or "", re.sub(r"\s", "", parts[3])
        yield Requirement(name, ",".join(sorted(versions.split(","), reverse=True)), installed(name))
        for each in filter(None, re.split(r"\s*,\s*", extras)):
            yield from _required_by(name, each)


def installed(package: str) -> str | None:
    """The version that is installed; None if none is."""
    try:
        return version(package)
    except (PackageNotFoundError, KeyError):  # no version in its metadata
        return None


def allows(versions: str, number: str) -> bool:
    """Whether a version is one of `>=8.2.8,<9`; what cannot be read allows all."""
    return all(_allows(each, number) for each in versions.split(",") if each)


def _allows(clause: str, number: str) -> bool:
    found = re.fullmatch(r"(>=|<=|==|!=|~=|<|>)v?(\d+(?:\.\d+)*)(\.\*)?.*", clause)
    has = _release(number)
    if not found or not has:
        return True
    asked, start = _release(found[2]), bool(found[3])
    width = len(asked) if start else max(len(asked), len(has))
    left, right = _padded(has, width)[:width], _padded(asked, width)
    match found[1]:
        case ">=":
            return left >= right
        case "<=":
            return left <= right
        case "<":
            return left < right
        case ">":
            return left > right
        case "!=":
            return left != right
        case "~=":
            return left >= right and left[: len(asked) - 1] == asked[:-1]
        case _:
            return left == right


def _release(number: str) -> tuple[int, ...]:
    found = re.match(r"v?(?:\d+!)?(\d{1,9}(?:\.\d{1,9})*)", number)
    return tuple(map(int, found[1].split("."))) if found else ()


def _padded(numbers: tuple[int, ...], width: int) -> tuple[int, ...]:
    return numbers + (0,) * (width - len(numbers))


def clean_version(number: str) -> str:
    """A version that is safe to print."""
    return re.sub(r"[^\w.+!-]", "?", number)[:40]


def _requires(package: str) -> list[str]:
    try:
        return requires(package) or []
    except PackageNotFoundError:
        return []


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
