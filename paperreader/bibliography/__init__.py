"""Bibliographies, read to know the user's own papers: BibTeX, RIS, and the JSON of reference managers.

`read` finds out what a file is and reads it · `bibtex`, `ris` and `json_items` read one format each · `entry` is what
they have in common, and what a paper is made of · `match` finds the same paper in the store and among others
"""
