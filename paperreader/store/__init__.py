"""The SQLite file that keeps papers and marks: the only package that speaks SQL.

`store` holds the parts, each with its SQL: `papers` `marks` `searches` `settings` `ingest` `visits` `texts` `outbox`
`digests` `taste`.
Below the parts: `database` (read, write, search; errors) over `connection`, `write_thread` and `search_thread` ·
`schema` (tables, versions) · `derived` (counts) · `members` (what saved searches find) · `search` (what is found, in
which order) over `match` (conditions -> SQL), `fts_expression` (words -> index), `highlights`, `text_hits` and
`other_words` (spellings in the index) · `packed_text` and `text_index` (whole papers) · `merge` (marks of other
stores) · `steps` and `saved_steps` (undo) · `saved` (searches, rules, follows) · `taste_marks`, `vectors` and
`imported` (what the own order is learned from), `taste_news` (what is new of it), `learned` and `scores` (what was
learned) · `entry_rows` and `mark_values` (rows <-> models).
Around them: `files` `open` `migrate` `lock` `journal` · `corruption` `repair` `recover` · `backup` `restore` ·
`health` · `errors`.
"""

from paperreader.store.errors import StoreError
from paperreader.store.store import Store

__all__ = ["Store", "StoreError"]
