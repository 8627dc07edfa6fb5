"""The migrations of the store, from its first tables to the newest version of its schema.

New ones go to the end of MIGRATIONS, and never change once released.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from paperreader.store.imported_tables import imported_vectors
from paperreader.store.machine_tables import machines
from paperreader.store.schema import first_tables, raw_words, search_index

if TYPE_CHECKING:
    from sqlite_utils import Database


def looks(db: Database) -> None:
    """When the user last looked at a view, and when the visit before that ended."""
    db.execute(
        """CREATE TABLE look (              -- lists show what papers gained since `before`
            view TEXT PRIMARY KEY,        -- a day, or the name of a collection
            at TEXT NOT NULL,
            before TEXT NOT NULL
        ) WITHOUT ROWID"""
    )


def gone_days(db: Database) -> None:
    """When the Hub last said that it does not have a day any more; NULL if it does."""
    db.execute("ALTER TABLE day ADD COLUMN gone TEXT")


def full_text(db: Database) -> None:
    """The full-text index. `other_words` finds what is in none of the readable texts (see `other_words`)."""
    db.execute("ALTER TABLE paper ADD COLUMN other_words TEXT NOT NULL DEFAULT ''")
    raw = "SELECT rowid, title_raw, title, summary_raw, summary, abstract_raw, abstract FROM paper"
    rows = db.execute(f"{raw} WHERE COALESCE(title_raw, summary_raw, abstract_raw) IS NOT NULL").fetchall()
    for rowid, *texts in rows:
        words = raw_words(*((texts[i], texts[i + 1]) for i in (0, 2, 4)))
        db.execute("UPDATE paper SET other_words = ? WHERE rowid = ?", (words, rowid))
    for statement in search_index():
        db.execute(statement)
    db.execute("INSERT INTO search (search) VALUES ('rebuild')")


def opened_marks(db: Database) -> None:
    """An index that finds the papers opened last."""
    db.execute("CREATE INDEX mark_opened ON mark (at) WHERE cause = 'opened' AND value")


def saved_searches(db: Database) -> None:
    """Saved searches, and rules that hide papers."""
    db.execute(
        """CREATE TABLE saved (             -- a saved search
            saved INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            query TEXT NOT NULL,          -- as typed
            hides INTEGER NOT NULL,       -- a rule: what it finds is not listed or counted unless it is starred
            position INTEGER NOT NULL
        )"""
    )
    db.execute(
        """CREATE TABLE member (            -- derived: what its settled clauses find
            saved INTEGER NOT NULL,
            paper INTEGER NOT NULL,       -- paper.rowid
            PRIMARY KEY (saved, paper)
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX member_paper ON member (paper, saved)")
    db.execute("ALTER TABLE state ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0")  # a rule hides it


def runs(db: Database) -> None:
    """Which steps of the journal are one run of reading on, which undo takes back paper by paper."""
    db.execute("ALTER TABLE step ADD COLUMN run INTEGER")  # the first step of the run; NULL: a step by itself


def whole_papers(db: Database) -> None:
    """Whole papers and where the user was in them, and what is to be done once the network is back.

    The indexes have no content of their own: what they hold of a text is kept in `content`, and with it taken out.
    """
    db.execute(
        """CREATE TABLE fulltext (          -- the text of a paper, or why there is none
            paper INTEGER PRIMARY KEY,    -- paper.rowid
            source TEXT,                  -- 'arxiv', 'hub'; NULL: no source has a text
            reason TEXT,                  -- why there is none
            arxiv_version TEXT,           -- 'v2', '' if unknown
            fetched TEXT NOT NULL,        -- when the sources were last asked
            etag TEXT,
            modified TEXT,                -- Last-Modified, as it was answered
            converter INTEGER,            -- the version of the conversion that made the blocks
            blocks INTEGER,               -- bytes of the blocks in `content` once it is decompressed
            words INTEGER,                -- bytes of the words behind them
            content BLOB                  -- XZ: blocks (JSON), words as they are indexed, what was fetched
        )"""
    )
    db.execute("CREATE INDEX fulltext_stored ON fulltext (paper) WHERE source IS NOT NULL")
    columns = "words, other_words, content = ''"
    db.execute(
        f"CREATE VIRTUAL TABLE fulltext_words USING fts5 ({columns}, tokenize = 'porter unicode61', prefix = '3')"
    )
    db.execute(f"CREATE VIRTUAL TABLE fulltext_exact USING fts5 ({columns}, tokenize = 'unicode61')")
    db.execute(
        """CREATE TABLE position (          -- where the user was in a text; the text need not be stored
            paper TEXT PRIMARY KEY,       -- paper.id
            place TEXT NOT NULL,          -- JSON
            at TEXT NOT NULL
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE outbox (            -- what is to be done once the network is back
            entry INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,           -- 'text', 'pdf', 'search', 'page', 'paper'
            argument TEXT NOT NULL,       -- the paper's id; of a search its text, of a page its address
            since TEXT NOT NULL,
            claimed TEXT,                 -- when a program began to do it; NULL: none has
            claimed_by TEXT,              -- which one: process id and machine
            UNIQUE (kind, argument)
        )"""
    )


def opened_papers(db: Database) -> None:
    """Papers that the user went to by their ids, and when last."""
    db.execute(
        """CREATE TABLE opened (            -- went to by id, link or citation; the paper need not be stored
            paper TEXT PRIMARY KEY,       -- paper.id
            at TEXT NOT NULL
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX opened_at ON opened (at)")


def linked_repositories(db: Database) -> None:
    """What the Hub says is around a paper, and since when that is known."""
    db.execute(
        """CREATE TABLE detail (            -- a paper whose detail was fetched
            paper INTEGER PRIMARY KEY,    -- paper.rowid
            fetched TEXT NOT NULL,        -- when the Hub was last asked
            models INTEGER,               -- how many name the paper
            datasets INTEGER,
            spaces INTEGER
        )"""
    )
    db.execute(
        """CREATE TABLE linked (            -- a repository that names a paper; there may be more of them
            paper INTEGER NOT NULL,       -- paper.rowid
            kind TEXT NOT NULL,           -- 'model', 'dataset', 'space'
            position INTEGER NOT NULL,    -- in the Hub's order, from 0
            id TEXT NOT NULL,             -- owner/name
            likes INTEGER,
            downloads INTEGER,
            parameters INTEGER,
            about TEXT NOT NULL,          -- a model's task, a Space's description, or ''
            gated INTEGER NOT NULL,       -- its owner decides who gets it
            PRIMARY KEY (paper, kind, position)
        ) WITHOUT ROWID"""
    )


def discussions(db: Database) -> None:
    """The comments on papers, and how many of them the user has seen."""
    db.execute(
        """CREATE TABLE discussion (        -- of a paper whose comments were fetched
            paper INTEGER PRIMARY KEY,    -- paper.rowid
            fetched TEXT NOT NULL,        -- when the Hub was last asked
            cut INTEGER NOT NULL,         -- the Hub had more comments than are kept
            listed INTEGER NOT NULL,      -- paper.comments at that time, should the Hub count in another way
            seen INTEGER                  -- how many there were at the user's last visit; NULL: never visited
        )"""
    )
    db.execute(
        """CREATE TABLE comment (
            paper INTEGER NOT NULL,       -- paper.rowid
            position INTEGER NOT NULL,    -- in the order of reading, from 0: replies follow what they reply to
            id TEXT NOT NULL,
            parent TEXT,                  -- comment.id that it replies to; NULL: it begins a thread
            author TEXT NOT NULL,         -- full name, '' if unknown
            account TEXT NOT NULL,
            roles TEXT NOT NULL,          -- 'author', 'submitter', 'HF', 'bot', with blanks between
            at TEXT,                      -- when it was written
            hidden INTEGER NOT NULL,      -- the Hub does not show it; `text` is then why
            edited INTEGER NOT NULL,
            reactions TEXT NOT NULL,      -- JSON object: how many users by sign
            came TEXT NOT NULL,           -- when it was first fetched
            text TEXT NOT NULL,           -- Markdown
            blocks TEXT NOT NULL,         -- the same to be laid out (JSON lines)
            PRIMARY KEY (paper, position)
        ) WITHOUT ROWID"""
    )


def follows(db: Database) -> None:
    """Follows: saved searches whose papers are followed, and so never hidden."""
    db.execute("ALTER TABLE saved ADD COLUMN follows INTEGER NOT NULL DEFAULT 0")  # what it finds is followed
    db.execute("ALTER TABLE state ADD COLUMN followed INTEGER NOT NULL DEFAULT 0")  # derived, like `hidden`
    db.execute("CREATE INDEX state_followed ON state (unread) WHERE followed")


def digests(db: Database) -> None:
    """Which papers were sent in a digest, so that the next one has the others."""
    db.execute(
        """CREATE TABLE digest (            -- a digest that is sent again and again
            digest INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,    -- what tells it from others
            since TEXT NOT NULL,          -- the first day that it is about
            at TEXT NOT NULL              -- when it was last sent
        )"""
    )
    db.execute(
        """CREATE TABLE sent (
            digest INTEGER NOT NULL,      -- digest.digest
            paper INTEGER NOT NULL,       -- paper.rowid
            PRIMARY KEY (digest, paper)
        ) WITHOUT ROWID"""
    )


def tags_and_notes(db: Database) -> None:
    """Tags and notes: the marks `tag:NAME` (0, 1), `note` and `note-also:WHEN:WHERE` (JSON texts)."""
    db.execute("ALTER TABLE state ADD COLUMN tags TEXT")  # derived: JSON list of the paper's tags; NULL: none
    db.execute("ALTER TABLE state ADD COLUMN noted INTEGER NOT NULL DEFAULT 0")  # derived: it has a note
    db.execute("CREATE INDEX state_tags ON state (tags, hidden) WHERE tags IS NOT NULL")
    db.execute("CREATE INDEX state_noted ON state (noted) WHERE noted")
    db.execute(
        """CREATE VIRTUAL TABLE note USING fts5 ( -- derived: the notes of papers, by paper.rowid
            text, other_words, tokenize = 'porter unicode61', prefix = '3'
        )"""
    )


def taste(db: Database) -> None:
    """What a user likes. The marks say it, of all papers `taste:FEATURE` and `learn-since` (see `mark_fields`)."""
    db.execute(
        """CREATE TABLE vector (            -- derived: the features of a paper
            paper INTEGER PRIMARY KEY,    -- paper.rowid
            version INTEGER NOT NULL,     -- of how features are made
            features BLOB NOT NULL        -- zlib: a line each, the feature and how much of it, with a tab between
        )"""
    )
    columns = ("title", "abstract", "keywords", "authors", "organization")
    new, old = (", ".join(f"{prefix}.{column}" for column in columns) for prefix in ("new", "old"))
    db.execute(
        f"CREATE TRIGGER vector_outdated AFTER UPDATE OF {', '.join(columns)} ON paper WHEN ({old}) IS NOT ({new})"
        " BEGIN DELETE FROM vector WHERE paper = new.rowid; DELETE FROM own_score WHERE paper = new.rowid; END"
    )
    db.execute(
        "CREATE TRIGGER vector_gone AFTER DELETE ON paper"
        " BEGIN DELETE FROM vector WHERE paper = old.rowid; DELETE FROM own_score WHERE paper = old.rowid; END"
    )
    db.execute(
        """CREATE TABLE imported (          -- the user's own papers, from bibliographies
            key TEXT PRIMARY KEY,         -- what tells it from others: arXiv id, DOI or title
            paper TEXT,                   -- paper.id; NULL: no arXiv paper, as far as is known
            title TEXT NOT NULL,
            abstract TEXT NOT NULL,       -- '' if unknown
            keywords TEXT NOT NULL,       -- JSON list
            authors TEXT NOT NULL,        -- JSON list
            at TEXT NOT NULL
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE learned_weight (    -- derived: what a feature adds to the score of a paper that has all of it
            feature TEXT PRIMARY KEY,
            weight REAL NOT NULL
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE own_score (         -- derived: what its features add up to
            paper INTEGER PRIMARY KEY,    -- paper.rowid
            score REAL NOT NULL,
            learned INTEGER NOT NULL      -- when it was learned what they count: number of setting 'learned'
        )"""
    )


def kept_in_sight(db: Database) -> None:
    """A rule hides no paper that the user has tagged or written a note on."""
    marked = "SELECT value = 0 FROM mark, paper WHERE mark.paper = id AND paper.rowid = state.paper AND field = 'read'"
    since = "day >= (SELECT value FROM setting WHERE name = 'since')"
    unread = f"COALESCE(({marked}), EXISTS (SELECT 1 FROM listing WHERE paper = state.paper AND {since}))"
    db.execute(f"UPDATE state SET hidden = 0, unread = {unread} WHERE hidden AND (tags IS NOT NULL OR noted)")
    listed = "FROM listing JOIN state ON state.paper = listing.paper"
    counts = f"SELECT count(*), total(unread), total(state.read) {listed} WHERE listing.day = day.day AND NOT hidden"
    days = f"SELECT listing.day {listed} WHERE tags IS NOT NULL OR noted"
    db.execute(f"UPDATE day SET (papers, unread, read) = ({counts}) WHERE day IN ({days})")


Migration: TypeAlias = "Callable[[Database], None]"

MIGRATIONS: tuple[Migration, ...] = (
    *(first_tables, looks, gone_days, full_text, opened_marks, saved_searches, runs),
    *(whole_papers, opened_papers, linked_repositories, discussions, follows, digests),
    *(tags_and_notes, taste, kept_in_sight, machines, imported_vectors),
)
"""One for each version: `PRAGMA user_version` says how many of them a file has had."""
VERSION = len(MIGRATIONS)
