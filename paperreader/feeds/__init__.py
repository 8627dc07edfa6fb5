"""Papers as a feed for other readers. Nothing in it depends on votes: a paper that gains some stays the entry it was.

`feed` says what a feed and its entries are, `content` lays an entry out as HTML; `atom` and `json_feed` write them,
piece by piece, so that a feed of any size needs no memory of its own.
"""
