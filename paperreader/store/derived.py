"""Derived data: the state of each paper and the counts of each day, updated in the transaction of every change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

STATE = """
INSERT INTO state (paper, read, unread, starred, hidden, followed, tags, noted)
SELECT rowid, read, waits AND NOT (is_ruled_out AND NOT is_spared), starred, is_ruled_out AND NOT is_spared,
       followed, tags, noted
FROM (SELECT *, starred IS NOT NULL OR followed OR tags IS NOT NULL OR noted AS is_spared FROM (
    SELECT paper.rowid,
           COALESCE(read.value, 0) AS read,
           COALESCE(read.value = 0, EXISTS (
               SELECT 1 FROM listing
               WHERE listing.paper = paper.rowid
                 AND listing.day >= (SELECT value FROM setting WHERE name = 'since'))) AS waits,
           CASE WHEN starred.value THEN starred.at END AS starred,
           EXISTS (
               SELECT 1 FROM member JOIN saved ON saved.saved = member.saved
               WHERE member.paper = paper.rowid AND saved.hides) AS is_ruled_out,
           EXISTS (
               SELECT 1 FROM member JOIN saved ON saved.saved = member.saved
               WHERE member.paper = paper.rowid AND saved.follows) AS followed,
           (SELECT nullif(json_group_array(tag), '[]') FROM (
               SELECT substr(field, 5) AS tag FROM mark
               WHERE mark.paper = paper.id AND field > 'tag:' AND field < 'tag;' AND value ORDER BY field)) AS tags,
           EXISTS (
               SELECT 1 FROM mark
               WHERE mark.paper = paper.id AND field >= 'note' AND field < 'note;' AND length(value) > 2) AS noted
    FROM json_each(?) AS touched
    JOIN paper ON paper.rowid = touched.value
    LEFT JOIN mark AS read ON read.paper = paper.id AND read.field = 'read'
    LEFT JOIN mark AS starred ON starred.paper = paper.id AND starred.field = 'starred'))
WHERE true
ON CONFLICT (paper) DO UPDATE
SET read = excluded.read, unread = excluded.unread, starred = excluded.starred, hidden = excluded.hidden,
    followed = excluded.followed, tags = excluded.tags, noted = excluded.noted
WHERE (read, unread, starred, hidden, followed, tags, noted)
   IS NOT (excluded.read, excluded.unread, excluded.starred, excluded.hidden, excluded.followed, excluded.tags,
           excluded.noted)
"""

COUNTS = """
UPDATE day SET (papers, unread, read) = (
    SELECT count(*), COALESCE(sum(state.unread), 0), COALESCE(sum(state.read), 0)
    FROM listing JOIN state ON state.paper = listing.paper
    WHERE listing.day = day.day AND NOT state.hidden)
WHERE day IN (SELECT day FROM listing WHERE paper IN (SELECT value FROM json_each(?)) UNION ALL SELECT ?)
"""


def recount(connection: sqlite3.Connection, papers: Iterable[int], day: str | None = None) -> None:
    """Update what depends on the marks and days of these papers (by rowid), and the counts of `day`."""
    touched = json.dumps(list(papers))
    connection.execute(STATE, (touched,))
    connection.execute(COUNTS, (touched, day))
