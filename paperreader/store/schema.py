"""The tables of the store. They are public: users query the file with other tools.

What came from the network (`paper`, `day`, `listing`, `sample`, `fulltext`, `detail`, `linked`, `discussion`,
`comment`) may be deleted and fetched again; `mark`, with its journal `step` and `change`, `position`, `opened`,
`digest` and `sent` cannot. `state` and the counts of `day` are derived from these (see `derived`) in the transaction of
every change. Days are `YYYY-MM-DD`, times UTC in ISO 8601 with `Z`, booleans 0 or 1; NULL means unknown. What came
later is in `migrations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x50617052
"""`PapR`: the `PRAGMA application_id` of our files."""

TABLES = (
    """CREATE TABLE paper (
        rowid INTEGER PRIMARY KEY,    -- the id as a number: 2607.12345 is 260712345, 1412.6980 is 141206980
        id TEXT NOT NULL UNIQUE,      -- arXiv id without version
        source TEXT NOT NULL,         -- 'hf': the Hugging Face Hub
        title TEXT NOT NULL,          -- readable, like summary and abstract
        upvotes INTEGER NOT NULL,
        comments INTEGER NOT NULL,
        github_stars INTEGER,
        author_count INTEGER NOT NULL,
        first_author TEXT NOT NULL,   -- '' where none is shown
        organization TEXT,
        github_repo TEXT,
        project_page TEXT,
        submitter TEXT,
        published TEXT,               -- the arXiv date
        readable_version INTEGER NOT NULL, -- the version of the conversion that made the readable texts
        title_raw TEXT,               -- with its TeX; NULL where it is the same (all columns in _raw)
        keywords TEXT NOT NULL,       -- JSON list
        authors TEXT NOT NULL,        -- JSON list
        summary TEXT NOT NULL,        -- the Hub's AI summary, '' if there is none
        summary_raw TEXT,
        abstract TEXT NOT NULL,       -- long texts last: reading a list touches no overflow page
        abstract_raw TEXT
    )""",
    """CREATE TABLE day (               -- a day of the daily papers that was fetched
        day TEXT PRIMARY KEY,
        fetched TEXT NOT NULL,        -- when the Hub was last asked for it
        complete INTEGER NOT NULL,    -- fetched when the Hub had a later day
        etag TEXT,
        papers INTEGER NOT NULL DEFAULT 0, -- derived, like unread and read: how many papers it lists
        unread INTEGER NOT NULL DEFAULT 0,
        read INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID""",
    """CREATE TABLE listing (           -- which day lists which paper
        day TEXT NOT NULL,
        paper INTEGER NOT NULL,       -- paper.rowid
        position INTEGER NOT NULL,    -- in the Hub's order, from 0
        PRIMARY KEY (day, paper)
    ) WITHOUT ROWID""",
    "CREATE INDEX listing_paper ON listing (paper, day)",
    """CREATE TABLE mark (              -- what the user marked; the paper need not be stored
        paper TEXT NOT NULL,          -- paper.id
        field TEXT NOT NULL,          -- 'read', 'starred'
        value INTEGER,                -- NULL: undone, as if it had never been set
        at TEXT NOT NULL,
        cause TEXT,                   -- 'opened', 'passed', 'skipped', 'bulk', 'by hand'
        device TEXT NOT NULL,         -- setting 'device' of the store it was set in
        step INTEGER,                 -- step.step that set it; NULL: an automatic mark, or another store's
        PRIMARY KEY (paper, field)
    ) WITHOUT ROWID""",
    """CREATE TABLE step (              -- the undo journal: the newest 1,000 steps
        step INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused
        at TEXT NOT NULL,
        field TEXT NOT NULL,
        value INTEGER NOT NULL,
        cause TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX step_undone ON step (undone) WHERE undone",
    """CREATE TABLE change (            -- what a step changed
        step INTEGER NOT NULL,
        position INTEGER NOT NULL,    -- in the order of the request, from 0
        paper TEXT NOT NULL,          -- paper.id
        field TEXT NOT NULL,
        before INTEGER,               -- mark.value, cause and step before
        before_cause TEXT,
        before_step INTEGER,
        after INTEGER,
        undone INTEGER NOT NULL DEFAULT 0, -- undone (undo skips what was marked again since)
        PRIMARY KEY (step, position)
    ) WITHOUT ROWID""",
    """CREATE TABLE sample (            -- a paper's figures whenever a refresh found them changed
        paper INTEGER NOT NULL,       -- paper.rowid
        at TEXT NOT NULL,
        upvotes INTEGER NOT NULL,
        comments INTEGER NOT NULL,
        github_stars INTEGER,
        PRIMARY KEY (paper, at)
    ) WITHOUT ROWID""",
    """CREATE TABLE setting (           -- 'newest', 'since': the Hub's newest day, now and at the first start
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE state (             -- derived from marks, days and rules
        paper INTEGER PRIMARY KEY,    -- paper.rowid
        read INTEGER NOT NULL,        -- the user marked it read
        unread INTEGER NOT NULL,      -- marked unread, or not marked and listed on setting 'since' or later
        starred TEXT                  -- when it was starred; NULL: it is not
    )""",
    "CREATE INDEX state_unread ON state (unread) WHERE unread",
    "CREATE INDEX state_starred ON state (starred) WHERE starred IS NOT NULL",
    "INSERT INTO setting (name, value) VALUES ('device', lower(hex(randomblob(8))))",
)


INDEXED = ("title", "abstract", "summary", "keywords", "authors", "organization", "other_words")
"""The searchable texts of a paper, in the order of the index's columns."""


def first_tables(db: Database) -> None:
    """Version 1."""
    for statement in TABLES:
        db.execute(statement)


def search_index() -> tuple[str, ...]:
    """What makes the full-text index."""
    columns, new, old = (", ".join(f"{prefix}{name}" for name in INDEXED) for prefix in ("", "new.", "old."))
    add = f"INSERT INTO search (rowid, {columns}) VALUES (new.rowid, {new})"
    take_out = f"INSERT INTO search (search, rowid, {columns}) VALUES ('delete', old.rowid, {old})"
    return (
        f"""CREATE VIRTUAL TABLE search USING fts5 ( -- the full-text index, kept by triggers
            {columns}, content = 'paper', content_rowid = 'rowid', tokenize = 'porter unicode61', prefix = '3 4'
        )""",
        f"CREATE TRIGGER paper_added AFTER INSERT ON paper BEGIN {add}; END",
        f"CREATE TRIGGER paper_gone AFTER DELETE ON paper BEGIN {take_out}; END",
        f"CREATE TRIGGER paper_changed AFTER UPDATE OF {columns} ON paper WHEN ({old}) IS NOT ({new})"
        f" BEGIN {take_out}; {add}; END",
    )


def number(id: str) -> int | None:
    """The rowid of a paper, None if no arXiv paper can have this id.

    arXiv counts with four digits until 1412 and with five from 1501 on, so no two ids share a number.
    """
    if not re.fullmatch(r"[0-9]{4}\.[0-9]{4,5}", id):
        return None
    month, count = id.split(".")
    return int(month + count.zfill(5)) if len(count) == (4 if month < "1501" else 5) else None


def numbers(ids: Iterable[str]) -> list[int]:
    """The rowids of papers, without the ids that no arXiv paper can have."""
    return [rowid for rowid in map(number, ids) if rowid is not None]


def raw_words(*texts: tuple[str | None, str]) -> str:
    """The words of raw texts (None: same as readable) that the readable text beside each of them lacks."""
    words: dict[str, None] = {}
    for raw, readable in texts:
        if raw is not None:
            known = set(re.findall(r"[^\W_]+", readable))
            words |= dict.fromkeys(word for word in re.findall(r"[^\W_]+", raw) if word not in known)
    return " ".join(words)
