"""The program itself, and what it is made with."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from paperreader import __version__
from paperreader.doctor.check import Check, note, ok, problem
from paperreader.store.health import Engine, engine

NEEDED = ("textual", "httpx", "sqlite-utils", "pylatexenc", "pyperclip")


def checks() -> Iterator[Check]:
    """paperreader, Python, SQLite and the packages that are needed."""
    yield ok("paperreader", f"{__version__}, on {platform.system()} {platform.release()}")
    yield ok("Python", f"{platform.python_version()}, {sys.executable}")
    yield sqlite(engine())
    found = {name: _version(name) for name in NEEDED}
    if missing := [name for name, number in found.items() if number is None]:
        yield problem("packages", f"{', '.join(missing)} missing", "install paperreader anew, with pip")
    else:
        yield ok("packages", ", ".join(f"{name} {number}" for name, number in found.items()))


def sqlite(engine: Engine) -> Check:
    """Whether this SQLite can search, and is free of the one bug that concerns us."""
    if not engine.fts5:
        return problem("SQLite", f"{engine.version}, without FTS5: no search", "use another build of Python")
    if engine.reset_bug:
        return note(
            "SQLite",
            f"{engine.version}: two programs that write at just the same moment can, very rarely, damage the store",
            "3.51.3 is safe; until then make a backup now and then",
        )
    return ok("SQLite", engine.version)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
