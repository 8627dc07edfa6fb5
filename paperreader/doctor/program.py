"""Checks of the program: its version, Python and SQLite."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator

from paperreader import __version__, installation, requirements
from paperreader.doctor.check import Check, note, ok, problem
from paperreader.store.connection import MIN_SQLITE
from paperreader.store.health import Engine, engine


def checks() -> Iterator[Check]:
    """Check paperreader, Python and SQLite."""
    yield ok("paperreader", f"{__version__}, on {platform.system()} {platform.release()}")
    yield installed()
    yield ok("Python", f"{platform.python_version()}, {sys.executable}")
    yield sqlite(engine())


def installed() -> Check:
    """How it was installed; a problem if it was so twice, under its old name as well."""
    if requirements.installed(requirements.FORMER_DISTRIBUTION) is not None:
        former, now = requirements.FORMER_DISTRIBUTION, requirements.DISTRIBUTION
        message = f"{installation.kind()}; and under its former name {former} as well"
        return problem("installed", message, f"pip uninstall {former} {now}, then install {now} again")
    how = installation.kind()
    if how.startswith(f"{installation.PLAIN_ZIP}:"):
        message = f"{how}; Python cannot run compiled code out of it, so that no new texts can be read"
        return note("installed", message, "make the file with shiv or pex")
    return ok("installed", how)


def sqlite(engine: Engine) -> Check:
    """Whether this SQLite is new enough, has full-text search and JSON, and is free of the one bug that affects us."""
    lacks = [name for name, there in (("FTS5", engine.fts5), ("JSON", engine.json)) if not there]
    if engine.old:
        needed = ".".join(map(str, MIN_SQLITE[:2]))
        return problem("SQLite", f"{engine.version}, and paperreader needs {needed}", "use another build of Python")
    if lacks:
        return problem("SQLite", f"{engine.version}, without {' and '.join(lacks)}", "use another build of Python")
    if engine.reset_bug:
        return note(
            "SQLite",
            f"{engine.version}: very rarely, two programs that write at the same moment damage the store",
            "fixed in 3.51.3; until then make backups now and then",
        )
    return ok("SQLite", engine.version)
