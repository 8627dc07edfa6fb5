"""Copying and opening links: what is said is what happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperreader.clipboard import Copied
from paperreader.export import FORMATS, export
from paperreader.models import Paper
from paperreader.reader.changes import Change
from paperreader.reader.links import copy_message
from paperreader.store import Store
from tests.hub_server.items import item
from tests.reader.conftest import OpenSession, User
from tests.stored_days import THU, fill, id_of, with_config

FULL, BARE = id_of(THU, 1), id_of(THU, 2)
TITLE = "A [bold]Loom[/] for [@click=app.quit]x[/] Models"
SENT = "to your terminal's clipboard (it doesn't confirm)"


@pytest.fixture
def papers(store: Store) -> list[Paper]:
    """One that has everything, and one that has hardly anything."""
    links = {"repo": "https://github.com/example/loom", "project": "https://example.org/loom"}
    full = item(FULL, TITLE, day=THU, upvotes=9, abstract="We weave. " * 40, **links)
    fill(store, {THU: [full, item(BARE, "Bare", day=THU, abstract="")]})
    return [store.papers.get(FULL), store.papers.get(BARE)]


@pytest.fixture
def user(store: Store, papers: list[Paper], open_session: OpenSession, tmp_path: Path) -> User:
    """With a browser that writes down what it is told to open."""
    command = ("/bin/sh", "-c", f"printf '%s\\n' \"$0\" >> {tmp_path}/opened")
    return open_session(store, config=with_config(browser=command))


def opened(folder: Path) -> list[str]:
    file = folder / "opened"
    return file.read_text().split() if file.exists() else []


async def test_every_format_is_copied_with_a_toast_that_says_so(user: User, papers: list[Paper]) -> None:
    for name, format in FORMATS.items():
        text = export(papers[0], name)
        assert text is not None
        await user.session.links.copy(papers[:1], name)
        assert user.copied[-1] == text
        is_short = len(text) <= 60 and "\n" not in text
        told = f"Sent {format.name} {SENT}"
        assert user.toasts[-1] == (f"{told}: {text}" if is_short else f"{told} ({len(text):,} characters)")


async def test_a_format_that_no_paper_has_is_not_copied(user: User, papers: list[Paper]) -> None:
    for format in ("code", "project", "abstract"):
        await user.session.links.copy(papers[1:], format)
    assert user.toasts == ["No code link.", "No project page.", "No abstract."]
    assert user.copied == []


async def test_several_papers_are_copied_as_one_text(user: User, papers: list[Paper]) -> None:
    await user.session.links.copy(papers, "hub")
    assert user.copied == [f"https://huggingface.co/papers/{FULL}\nhttps://huggingface.co/papers/{BARE}"]
    assert user.toasts[-1].startswith(f"Sent Hub link of 2 papers {SENT} (")
    await user.session.links.copy(papers, "code")
    assert user.toasts[-1].startswith(f"Sent code link of 1 of the 2 papers {SENT}: ")
    await user.session.links.copy(papers, "bibtex")
    assert user.copied[-1].count("\n\n@misc{") == 1


@pytest.mark.parametrize(
    ("text", "copied", "because", "message"),
    [
        ("a b", Copied(), "", "Copied abstract: a b"),
        ("a b", Copied("tmux buffer"), "", "Copied abstract (tmux buffer): a b"),
        ("a " * 40, Copied("tmux buffer"), "", "Copied abstract (80 characters) - tmux buffer"),
        ("a b", Copied(certain=False), "", f"Sent abstract {SENT}: a b"),
        ("a b", Copied(), "Offline", "Offline, so copied the abstract instead: a b"),
        ("a b", Copied(certain=False), "Offline", f"Offline, so sent the abstract instead {SENT}: a b"),
    ],
)
def test_a_toast_says_where_a_copy_went(text: str, copied: Copied, because: str, message: str) -> None:
    assert copy_message("abstract", text, copied, because) == message


async def test_a_text_that_no_clipboard_takes_is_shown(user: User) -> None:
    long = "a" * 80_000
    await user.session.links.copy_text(long, "abstract")
    assert user.changes[-1] == Change.MANUAL_COPY
    assert user.session.links.manual_copy == ("abstract: no clipboard here", long)
    assert (user.toasts, user.copied) == ([], [])


async def test_links_are_opened_with_the_user_s_browser(user: User, papers: list[Paper], tmp_path: Path) -> None:
    links = user.session.links
    for format, toast in (
        ("hub", "Opened on the Hub"),
        ("pdf", "Opened PDF"),
        ("code", "Opened code"),
        ("project", "Opened project page"),
    ):
        assert await links.open(papers[:1], format, offline=False) == [FULL]
        assert user.toasts[-1] == toast
    assert await links.open(papers, "hub", offline=False) == [FULL, BARE]
    assert user.toasts[-1] == "Opened 2 papers on the Hub"
    assert opened(tmp_path) == [
        f"https://huggingface.co/papers/{FULL}",
        f"https://arxiv.org/pdf/{FULL}",
        "https://github.com/example/loom",
        "https://example.org/loom",
        f"https://huggingface.co/papers/{FULL}",
        f"https://huggingface.co/papers/{BARE}",
    ]
    assert await links.open(papers[1:], "project", offline=False) == []
    assert user.toasts[-1] == "No project page."


async def test_offline_a_link_is_copied_instead(user: User, papers: list[Paper], tmp_path: Path) -> None:
    url = f"https://huggingface.co/papers/{FULL}"
    assert await user.session.links.open(papers[:1], "hub", offline=True) == []
    assert user.toasts == [f"Offline, so sent the Hub link instead {SENT}: {url}"]
    assert (user.copied, opened(tmp_path)) == ([url], [])


async def test_without_a_browser_a_link_is_copied_instead(
    store: Store, papers: list[Paper], open_session: OpenSession
) -> None:
    user = open_session(store, config=with_config(browser=("/no/such/browser",)))
    assert await user.session.links.open(papers, "hub", offline=False) == []
    assert user.toasts[-1].startswith(f"No browser found, so sent the Hub link instead {SENT}")
    assert len(user.copied[-1].split("\n")) == 2
