"""Whether the network is there: what came of each host last, whoever asked it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from paperreader.reader.changes import Change, Changed

if TYPE_CHECKING:
    from paperreader.address import Contact, Host
    from paperreader.environment import Network
    from paperreader.refresh.worker import HubWorker
    from paperreader.store import Store

RECENT_S = 60.0
"""When a host cannot be reached, another that answered so lately can; of one that answered before, nobody knows."""
ANSWERS = ("served", "troubled")
"""Contacts that show that the network is there."""


class Connection:
    """All workers tell it of every answer and failure; whoever needs the network asks here."""

    def __init__(self, network: Network | None, *, changed: Changed, clock: Callable[[], float] = monotonic) -> None:
        """`network` None: it is never used."""
        self.network, self._changed, self._clock = network, changed, clock
        self._is_one_host = network is not None and network.endpoint == network.arxiv
        """A mirror that is the Hub and arXiv."""
        self._known: dict[Host, tuple[Contact, float]] = {}
        """What came of each host last, and when; nothing where nobody knows any more."""
        self.when_back: list[Callable[[], None]] = []
        """Called when a host answers of which that was not known."""
        self.when_lost: list[Callable[[], None]] = []
        """Called when a host cannot be reached of which that was not known."""

    def is_away(self, host: Host | None = None) -> bool:
        """Whether the host cannot be reached, as far as is known; None: no host can."""
        if self.network is None:
            return True
        if host in self._known:
            return not self.has_answered(host)
        return bool(self._known) and not self.has_answered()

    def has_answered(self, host: Host | None = None) -> bool:
        """Whether the host is known to be there; None: any is."""
        return any(self._contact(each) in ANSWERS for each in ([host] if host else self._known))

    def is_known(self, host: Host) -> bool:
        """Whether anything is known of the host itself."""
        return host in self._known

    def worker(self, store: Store, *, now: Callable[[], datetime]) -> HubWorker:
        """A process that asks the hosts, and tells of their answers here. There must be a network."""
        from paperreader.refresh.worker import HubWorker

        assert self.network is not None
        return HubWorker(store, self.network, now=now, contacted=self.contacted)

    def contacted(self, host: Host, contact: Contact) -> None:
        """The host was asked for something, and this came of it."""
        was_away, before = self.is_away(), self._contact(host)
        for same in ("hub", "arxiv") if self._is_one_host else (host,):
            self._known[same] = contact, self._clock()
        self._doubt_others(host, contact)
        if contact == "served" and before != "served":
            self._tell(self.when_back)
        elif contact not in ANSWERS and (before is None or before in ANSWERS):
            self._tell(self.when_lost)
        if self.is_away() is not was_away:
            self._changed(Change.SYNC)

    def _doubt_others(self, host: Host, contact: Contact) -> None:
        """Forget what the news of one host makes doubtful of the others."""
        for other in [other for other in self._known if other != host and not self._is_one_host]:
            known, at = self._known[other]
            if contact in ANSWERS:
                is_doubtful = known == "no network"
            else:
                is_doubtful = known in ANSWERS and (contact == "no network" or self._clock() - at > RECENT_S)
            if is_doubtful:
                del self._known[other]

    def _contact(self, host: Host) -> Contact | None:
        return self._known[host][0] if host in self._known else None

    def _tell(self, listeners: list[Callable[[], None]]) -> None:
        for listener in listeners:
            listener()
