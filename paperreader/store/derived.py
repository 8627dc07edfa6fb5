"""How each paper stands and what each day counts: derived by SQL in the transaction of every change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

STATE = """
INSERT INTO state (paper, read, unread, starred, hidden)
SELECT rowid, read, waits AND NOT hidden, starred, hidden FROM (
    SELECT paper.rowid,
           COALESCE(read.value, 0) AS read,
           COALESCE(read.value = 0, EXISTS (
               SELECT 1 FROM listing
               WHERE listing.paper = paper.rowid
                 AND listing.day >= (SELECT value FROM setting WHERE name = 'since'))) AS waits,
           CASE WHEN starred.value THEN starred.at END AS starred,
           NOT COALESCE(starred.value, 0) AND EXISTS (
               SELECT 1 FROM member JOIN saved ON saved.saved = member.saved
               WHERE member.paper = paper.rowid AND saved.hides) AS hidden
    FROM json_each(?) AS touched
    JOIN paper ON paper.rowid = touched.value
    LEFT JOIN mark AS read ON read.paper = paper.id AND read.field = 'read'
    LEFT JOIN mark AS starred ON starred.paper = paper.id AND starred.field = 'starred')
WHERE true
ON CONFLICT (paper) DO UPDATE
SET read = excluded.read, unread = excluded.unread, starred = excluded.starred, hidden = excluded.hidden
WHERE (read, unread, starred, hidden) IS NOT (excluded.read, excluded.unread, excluded.starred, excluded.hidden)
"""

COUNTS = """
UPDATE day SET (papers, unread, read) = (
    SELECT count(*), COALESCE(sum(state.unread), 0), COALESCE(sum(state.read), 0)
    FROM listing JOIN state ON state.paper = listing.paper
    WHERE listing.day = day.day AND NOT state.hidden)
WHERE day IN (SELECT day FROM listing WHERE paper IN (SELECT value FROM json_each(?)) UNION ALL SELECT ?)
"""


def recount(connection: sqlite3.Connection, papers: Iterable[int | None], day: str | None = None) -> None:
    """Make right what depends on the marks and days of these papers (by rowid), and the counts of `day`."""
    touched = json.dumps([paper for paper in papers if paper is not None])
    connection.execute(STATE, (touched,))
    connection.execute(COUNTS, (touched, day))


def set_setting(connection: sqlite3.Connection, name: str, value: str | None) -> None:
    """Keep a small fact, None to forget it; a new 'since' changes what waits to be read."""
    before = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    if value is None:
        connection.execute("DELETE FROM setting WHERE name = ?", (name,))
    else:
        connection.execute(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
    if name == "since":
        never = "9999-12-31"
        between = sorted((before[0] if before else never, value or never))
        listed = connection.execute("SELECT DISTINCT paper FROM listing WHERE day >= ? AND day < ?", between)
        recount(connection, [paper for (paper,) in listed.fetchall()])
