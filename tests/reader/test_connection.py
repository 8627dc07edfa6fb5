"""Whether the network is there, as every answer and failure of each host tells."""

from __future__ import annotations

import pytest

from paperreader.address import Contact, Host
from paperreader.environment import Network
from paperreader.reader.connection import RECENT_S, Connection

TWO_HOSTS = Network("https://hub.example", None, False, "https://arxiv.example")
MIRROR = Network("https://hub.example", None, False, "https://hub.example")


class News:
    """A connection, and what it has told."""

    def __init__(self, network: Network | None = TWO_HOSTS) -> None:
        self.now = 1_000.0
        self.told: list[str] = []
        self.connection = Connection(network, changed=lambda _: None, clock=lambda: self.now)
        self.connection.when_back.append(lambda: self.told.append("back"))
        self.connection.when_lost.append(lambda: self.told.append("lost"))

    def comes(self, host: Host, contact: Contact, after_s: float = 1) -> None:
        self.now += after_s
        self.connection.contacted(host, contact)

    @property
    def away(self) -> list[str]:
        hosts: tuple[Host, ...] = ("hub", "arxiv")
        return [host for host in hosts if self.connection.is_away(host)] + ["all"] * self.connection.is_away()


def test_without_news_nothing_is_away_and_nothing_is_known_to_be_there() -> None:
    news = News()
    assert news.away == []
    assert not news.connection.has_answered()


def test_without_a_network_all_is_away() -> None:
    assert News(None).away == ["hub", "arxiv", "all"]


def test_one_host_that_is_down_is_not_the_other() -> None:
    news = News()
    news.comes("hub", "served")
    news.comes("arxiv", "unreachable")
    assert news.away == ["arxiv"]
    news.comes("arxiv", "troubled")
    assert news.away == []


def test_where_only_one_host_was_asked_and_is_down_nobody_knows_of_another() -> None:
    news = News()
    news.comes("hub", "unreachable")
    assert news.away == ["hub", "arxiv", "all"]
    news.comes("arxiv", "served")
    assert news.away == ["hub"]


def test_no_network_is_all_of_them_until_one_answers() -> None:
    news = News()
    news.comes("hub", "served")
    news.comes("arxiv", "no network")
    assert news.away == ["hub", "arxiv", "all"]
    news.comes("hub", "served")
    assert news.away == []


def test_an_answer_of_long_ago_says_nothing_when_another_host_is_gone() -> None:
    news = News()
    news.comes("arxiv", "served")
    news.comes("hub", "unreachable", after_s=RECENT_S + 1)
    assert news.away == ["hub", "arxiv", "all"]


def test_a_mirror_is_one_host() -> None:
    news = News(MIRROR)
    news.comes("arxiv", "unreachable")
    assert news.away == ["hub", "arxiv", "all"]
    news.comes("hub", "served")
    assert news.away == []


@pytest.mark.parametrize("failure", ["unreachable", "no network"])
def test_it_is_told_once_that_a_host_is_lost_and_once_that_it_is_back(failure: Contact) -> None:
    news = News()
    news.comes("hub", "served")
    news.told.clear()
    for contact in (failure, failure, "served", "served"):
        news.comes("hub", contact)
    assert news.told == ["lost", "back"]


def test_a_host_that_had_trouble_is_back_when_it_serves_again() -> None:
    news = News()
    news.comes("arxiv", "troubled")
    assert news.told == []
    news.comes("arxiv", "served")
    assert news.told == ["back"]
