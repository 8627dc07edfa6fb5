"""Check of the variables that name a proxy: what of them could not be read."""

from __future__ import annotations

import os
from collections.abc import Iterator

from paperreader.doctor.check import Check, note, problem
from paperreader.environment import Network
from paperreader.hub.proxy import choose_proxy


def checks(network: Network) -> Iterator[Check]:
    """A problem for a proxy that should have been used; a note for anything else that is ignored."""
    choice = choose_proxy(network.endpoint, os.environ)
    for message in choice.problems:
        if message == choice.skipped:
            instead = "using another" if choice.proxy else "connecting directly"
            yield problem("proxy", f"{message}, {instead}", "write it like http://proxy.example:3128")
        else:
            yield note("proxy", message)
