"""Checks for problems on this machine, with advice on how to fix them.

`check` the result of a check · `packages` what is installed · `program` Python and SQLite · `storage` the files and
their disk · `machines` what marks are exchanged through · `folder` whether a folder answers · `proxy` the variables
that name one · `hub` the Hub and the token · `terminal` what it can show, and the clipboards
"""

from paperreader.doctor.check import Check, State

__all__ = ["Check", "State"]
