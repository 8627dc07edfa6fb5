"""The tables of what other machines and groups wrote: the migration that makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def machines(db: Database) -> None:
    """The files of other machines and of groups, and saved searches as marks `saved:NAME` (see `saved_marks`).

    Nobody knows when a search was saved: whatever is done to one of that name from now on, on any machine, is newer.
    """
    db.execute(
        """CREATE TABLE machine_file (           -- a file in the folder of the user's machines
            file TEXT PRIMARY KEY,        -- its name
            bytes INTEGER NOT NULL,       -- as it was when it was read
            modified_ns INTEGER NOT NULL,
            read_again_at TEXT,           -- when it is read again though it has not changed; NULL: never
            device TEXT,                  -- the store that wrote it; NULL: none did
            name TEXT NOT NULL,           -- what the user calls the machine
            written TEXT,                 -- when, by its clock
            marks INTEGER NOT NULL,
            changed INTEGER NOT NULL,     -- how many of them were newer than ours when it was read last
            problem TEXT NOT NULL         -- what is wrong with the file; '' if nothing is
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE group_file (        -- a file in the folder of a group
            grp TEXT NOT NULL,            -- the group's name in the settings
            file TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            modified_ns INTEGER NOT NULL,
            device TEXT,
            name TEXT NOT NULL,           -- what the member is called
            written TEXT NOT NULL,
            marks INTEGER NOT NULL,
            problem TEXT NOT NULL,
            PRIMARY KEY (grp, file)
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE group_mark (        -- what a member starred or tagged; the paper need not be stored
            paper INTEGER NOT NULL,       -- paper.rowid
            grp TEXT NOT NULL,
            file TEXT NOT NULL,
            field TEXT NOT NULL,          -- 'starred', 'tag:NAME'
            at TEXT NOT NULL,
            PRIMARY KEY (paper, grp, file, field)
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX group_mark_file ON group_mark (grp, file)")
    db.execute("CREATE INDEX group_mark_at ON group_mark (field, at, grp, paper)")
    db.execute(
        """CREATE TABLE group_star (        -- derived from group_mark: how many members starred a paper
            paper INTEGER NOT NULL,       -- paper.rowid
            grp TEXT NOT NULL,
            members INTEGER NOT NULL,
            PRIMARY KEY (paper, grp)
        ) WITHOUT ROWID"""
    )
    from paperreader.store.mark_writes import LONG_AGO  # few starts migrate anything
    from paperreader.store.saved_marks import record_all

    record_all(db.conn, LONG_AGO)
