"""50 an old SQLite

To run the tests of the store with another one: `LD_LIBRARY_PATH=folder pytest tests/store`, with its `libsqlite3.so.0`
in the folder.
"""

from __future__ import annotations

import ast
import re
import sqlite3
from pathlib import Path

import pytest

from paperreader.store import Store, StoreError, connection
from paperreader.store.backup import back_up
from paperreader.store.errors import store_error
from paperreader.views import Search
from tests.conftest import FRIDAY, Clock
from tests.stores import ROOT, a_paper, ids

NEWER = {
    r"\bVACUUM\s+INTO\b": (3, 27),
    r"\bNULLS\s+(FIRST|LAST)\b": (3, 30),
    r"\bFILTER\s*\(": (3, 30),
    r"\bGENERATED\s+ALWAYS\b": (3, 31),
    r"\biif\s*\(": (3, 32),
    r"'trigram'|tokenize\s*=\s*'?trigram": (3, 34),
    r"\bRETURNING\b": (3, 35),
    r"\bDROP\s+COLUMN\b": (3, 35),
    r"\bAS\s+(NOT\s+)?MATERIALIZED\b": (3, 35),
    r"\b(ceil|floor|ln|log|log2|pow|power|sqrt|exp|pi)\(": (3, 35),
    r"\)\s*STRICT\b": (3, 37),
    r"->>?\s*'": (3, 38),
    r"\bunixepoch\s*\(": (3, 38),
    r"\b(RIGHT|FULL)\s+(OUTER\s+)?JOIN\b": (3, 39),
    r"\bIS\s+(NOT\s+)?DISTINCT\s+FROM\b": (3, 39),
    r"\b(concat|concat_ws|octet_length|string_agg|timediff)\s*\(": (3, 44),
    r"\bcontentless_delete\b": (3, 43),
    r"\bjsonb\w*\s*\(": (3, 45),
}
"""What SQL came with which version."""


def texts(file: Path) -> list[str]:
    """All texts of a module, those with values in them put together."""
    tree = ast.parse(file.read_text())
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    plain = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    parts = [[part.value if isinstance(part, ast.Constant) else " x " for part in node.values] for node in joined]
    return [*plain, *("".join(map(str, part)) for part in parts)]


def test_fault_50_no_sql_is_newer_than_the_oldest_sqlite() -> None:
    files = sorted((ROOT / "paperreader" / "store").glob("*.py"))
    statements = [(file.name, text) for file in files for text in texts(file) if re.search(r"[A-Z]{4}", text)]
    assert len(statements) > 100
    found = [
        (name, text, since)
        for pattern, since in NEWER.items()
        for name, text in statements
        if since > connection.MIN_SQLITE and re.search(pattern, text)
    ]
    assert found == []
    updates = [text for _, text in statements if re.search(r"\bUPDATE\b.*\bSET\b.*\bFROM\b", without_parentheses(text))]
    assert updates == [], "since 3.33"


def without_parentheses(text: str) -> str:
    while (shorter := re.sub(r"\([^()]*\)", "", text)) != text:
        text = shorter
    return text


def test_fault_50_a_sqlite_that_is_too_old_is_one_clear_message(
    path: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(path, now=clock).close()
    monkeypatch.setattr(connection, "MIN_SQLITE", (99, 1, 0))
    for act in (lambda: Store(path, now=clock), lambda: back_up(path, tmp_path / "copy.db")):
        with pytest.raises(StoreError, match=rf"SQLite {sqlite3.sqlite_version}, and paperreader needs 99\.1 or newer"):
            act()
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("said", ["no such module: fts5", "no such table: json_each", "no such function: json"])
def test_fault_50_a_sqlite_without_search_or_json_is_told(path: Path, said: str) -> None:
    assert "needs FTS5 and JSON" in str(store_error(sqlite3.OperationalError(said), path))


def test_fault_50_papers_whose_stars_are_unknown_come_last(store: Store) -> None:
    papers = [a_paper(n, github_stars=stars) for n, stars in enumerate((3, None, 9))]
    store.ingest.save_day(FRIDAY, papers, complete=True).result()
    assert ids(store.searches.find(Search("sort:stars")).result()) == [2, 0, 1]
