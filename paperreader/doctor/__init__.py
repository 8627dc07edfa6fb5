"""What may be wrong here, and what to do about it.

`check` what is said · `program` Python, SQLite, Textual · `storage` files and where they lie · `reach` the hub ·
`terminal` what it can show, and the ways to a clipboard
"""

from paperreader.doctor.check import Check, State

__all__ = ["Check", "State"]
