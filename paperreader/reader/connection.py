"""Whether the network is there: what each host last came to, whoever asked it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from paperreader.reader.changes import Change, Changed

if TYPE_CHECKING:
    from paperreader.address import Contact, Host
    from paperreader.environment import Network

RECENT_S = 60.0
"""When one host cannot be reached, another that answered so lately still can; of one that answered before, nobody
knows."""


class Connection:
    """Told of every answer and failure by all workers; whoever needs the network asks here."""

    def __init__(self, network: Network | None, *, changed: Changed, clock: Callable[[], float] = monotonic) -> None:
        """`network` None: it is never used."""
        self.network, self._changed, self._clock = network, changed, clock
        self._is_one_host = network is not None and network.endpoint == network.arxiv
        """A mirror, which is the Hub and arXiv."""
        self._contacts: dict[Host, tuple[Contact, float]] = {}
        """What is known of each host, and since when."""
        self.when_back: list[Callable[[], None]] = []
        """Called when a host that could not be reached, or had trouble, has answered."""
        self.when_lost: list[Callable[[], None]] = []
        """Called when a host cannot be reached any more."""

    def is_away(self, host: Host | None = None) -> bool:
        """Whether the host cannot be reached, as far as is known; None: the network."""
        if self.network is None:
            return True
        known = {of: self._has_answered(contact) for of, (contact, _) in self._contacts.items()}
        if host in known:
            return not known[host]
        return bool(known) and not any(known.values())

    def has_answered(self, host: Host) -> bool:
        """Whether the host is known to be there."""
        return host in self._contacts and self._has_answered(self._contacts[host][0])

    def contacted(self, host: Host, contact: Contact) -> None:
        """A host was asked for something, and this came of it."""
        was_away, before = self.is_away(), self._contacts.get(host)
        for of in ("hub", "arxiv") if self._is_one_host else (host,):
            self._contacts[of] = contact, self._clock()
        if self._has_answered(contact):
            for other in self._others(host):
                if self._contacts[other][0] == "no network":  # it is there again, and so may that host be
                    del self._contacts[other]
            if contact == "served" and before is not None and before[0] != "served":
                self._tell(self.when_back)
        else:
            for other in self._others(host):
                seen, at = self._contacts[other]
                is_recent = contact != "no network" and self._clock() - at < RECENT_S
                if self._has_answered(seen) and not is_recent:
                    del self._contacts[other]
            if before is None or self._has_answered(before[0]):
                self._tell(self.when_lost)
        if self.is_away() is not was_away or (before is not None and before[0] != contact):
            self._changed(Change.STATUS)

    def _others(self, host: Host) -> list[Host]:
        return [other for other in self._contacts if other != host and not self._is_one_host]

    def _has_answered(self, contact: Contact) -> bool:
        return contact in ("served", "troubled")

    def _tell(self, listeners: list[Callable[[], None]]) -> None:
        for listener in listeners:
            listener()
