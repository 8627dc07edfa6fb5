"""Texts, PDFs and pages that are wanted for later, with a Hub and an arXiv on loopback that come and go."""

from __future__ import annotations

import re
import socket
import stat
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperreader.models import Cause
from paperreader.reader import navigation, undo
from paperreader.reader.copy_and_open import open_address, open_papers
from paperreader.reader.go_to_papers import go_to_papers
from paperreader.reader.open_text import TextState
from paperreader.reader.outbox import Answer
from paperreader.reader.status import activity, view_summary
from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.arxiv import page, pdf
from tests.hub_server.items import item, papers
from tests.reader.conftest import OpenSession, User
from tests.sample_text import SAMPLE
from tests.stored_days import CONFIG, fill

DAY = date(2026, 7, 31)
FIRST, SECOND, THIRD = "2607.31001", "2607.31002", "2607.31003"


@pytest.fixture
def port() -> int:
    """Where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def browser(tmp_path: Path) -> tuple[str, ...]:
    """A command that takes down what it should open."""
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" >> "{tmp_path}/opened"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return (str(script),)


@pytest.fixture
def opened_links(tmp_path: Path) -> Callable[[], list[str]]:
    file = tmp_path / "opened"
    return lambda: file.read_text().splitlines() if file.exists() else []


def serve(port: int) -> HubServer:
    """A Hub and an arXiv with texts and PDFs of the day's papers."""
    server = HubServer({DAY: papers(DAY, 6)}, newest=DAY, port=port)
    server.texts.html |= {FIRST: page("First"), SECOND: page("Second")}
    server.texts.pdf |= {FIRST: pdf()}
    return server


async def offline_user(store: Store, port: int, open_session: OpenSession, **config: object) -> User:
    """A reader that has found out that the network is away."""
    fill(store, {DAY: papers(DAY, 6)}, since=DAY)
    folder = store.path.parent / "PDFs"
    config = {"pdf_folder": str(folder), **config}
    user = open_session(store, hub=f"http://127.0.0.1:{port}", config=CONFIG._replace(**config))
    user.session.start()
    await user.until(lambda: user.session.sync.offline)
    return user


async def test_a_text_that_was_wanted_offline_is_fetched_once_and_shown_when_the_network_is_back(
    store: Store, port: int, open_session: OpenSession
) -> None:
    user = await offline_user(store, port, open_session)
    text = user.session.text
    text.open(FIRST)
    await user.until(lambda: text.state is TextState.NONE)
    assert "when the network is back" in text.message
    await user.until(lambda: user.session.deliveries.outbox.count == 1)
    assert "outbox 1" in user.activity
    with serve(port) as server:
        user.session.sync.request_due()
        await user.until(lambda: text.is_shown)
        await user.until(lambda: user.session.deliveries.outbox.count == 0)
        assert [request.path for request in server.requests if "html" in request.path] == [f"/html/{FIRST}"]
    assert any("The text of" in toast for toast in user.toasts)


async def test_what_waits_outlives_a_restart_and_is_done_by_one_of_two_readers(
    store: Store,
    port: int,
    open_session: OpenSession,
    clock: Clock,
    browser: tuple[str, ...],
    opened_links: Callable[[], list[str]],
) -> None:
    user = await offline_user(store, port, open_session, browser=browser)
    with user.session.reading_store():
        open_papers(user.session, [paper for id in user.ids[:2] if (paper := store.papers.get(id))], "hub")
    await user.until(lambda: user.session.deliveries.outbox.count == 2)
    assert opened_links() == []
    assert user.copied == []
    user.session.close()
    other = Store(store.path, now=clock)
    try:
        with serve(port):
            readers = [
                open_session(each, hub=f"http://127.0.0.1:{port}", config=CONFIG._replace(browser=browser))
                for each in (store, other)
            ]
            for reader in readers:
                reader.session.start()
            for reader in readers:
                await reader.until(lambda: len(opened_links()) == 2 and store.outbox.count() == 0)
                await reader.until(lambda reader=reader: reader.session.deliveries.outbox.count == 0)
        assert sorted(opened_links()) == sorted(f"https://huggingface.co/papers/{id}" for id in user.ids[:2])
        for reader in readers:
            reader.session.close()
    finally:
        other.close()


async def test_a_page_that_a_text_refers_to_is_opened_once_when_the_network_is_back(
    store: Store,
    port: int,
    open_session: OpenSession,
    browser: tuple[str, ...],
    opened_links: Callable[[], list[str]],
) -> None:
    user = await offline_user(store, port, open_session, browser=browser)
    for address in ("https://loom.example/a?b=c", "javascript:alert(1)"):
        open_address(user.session, address)
    await user.until(lambda: user.session.deliveries.outbox.count == 1)
    await user.until(lambda: "Not opened: this is not a safe link." in user.toasts)
    with serve(port):
        user.session.sync.request_due()
        await user.until(opened_links)
        await user.until(lambda: user.session.deliveries.outbox.count == 0)
        assert opened_links() == ["https://loom.example/a?b=c"]


async def test_many_pages_are_opened_only_after_a_question(
    store: Store, port: int, open_session: OpenSession, browser: tuple[str, ...], opened_links: Callable[[], list[str]]
) -> None:
    user = await offline_user(store, port, open_session, browser=browser)
    outbox = user.session.deliveries.outbox
    open_papers(user.session, [paper for id in user.ids[:4] if (paper := store.papers.get(id))], "hub")
    await user.until(lambda: outbox.count == 4)
    with serve(port):
        user.session.sync.request_due()
        await user.until(lambda: outbox.question)
        assert opened_links() == []
        await outbox.answer(Answer.OPEN)
        await user.until(lambda: len(opened_links()) == 4)
    assert outbox.count == 0
    assert all(user.read_by(id) == "opened" for id in user.ids[:4])


async def test_a_pdf_is_saved_under_a_readable_name_and_opened_when_it_is_there(
    store: Store,
    port: int,
    open_session: OpenSession,
    tmp_path: Path,
    browser: tuple[str, ...],
    opened_links: Callable[[], list[str]],
) -> None:
    folder = tmp_path / "PDFs"
    user = await offline_user(store, port, open_session, pdf_folder=str(folder), browser=browser)
    paper = store.papers.get(FIRST)
    assert paper
    user.session.deliveries.save_pdfs([paper])
    await user.until(lambda: user.session.deliveries.outbox.count == 1)
    with serve(port):
        user.session.sync.request_due()
        await user.until(lambda: folder.is_dir() and list(folder.glob("*.pdf")))
    (file,) = folder.glob("*.pdf")
    assert file.name.startswith(f"{FIRST} {paper.authors[0]} - ")
    assert file.read_bytes() == pdf()
    await user.until(lambda: any("Saved" in toast for toast in user.toasts))
    user.session.deliveries.save_pdfs([paper])
    await user.until(opened_links)
    assert opened_links() == [file.as_uri()]


async def test_of_several_pdfs_none_is_lost_when_the_reader_ends_meanwhile(
    store: Store, port: int, open_session: OpenSession, tmp_path: Path
) -> None:
    fill(store, {DAY: papers(DAY, 6)}, since=DAY)
    with serve(port) as server:
        server.texts.pdf |= {SECOND: pdf()}
        config = CONFIG._replace(pdf_folder=str(tmp_path / "PDFs"))
        user = open_session(store, hub=server.url, config=config)
        user.session.start()
        user.session.deliveries.save_pdfs([paper for id in (FIRST, SECOND) if (paper := store.papers.get(id))])
        await user.until(lambda: f"PDF of {SECOND} in" in user.activity)
        assert user.session.deliveries.outbox.count == 1
        assert any("Saving 2 PDFs, one every 15 s" in toast for toast in user.toasts)
        user.session.close()
        again = open_session(store, hub=server.url, config=config)
        again.session.start()
        await again.until(lambda: len(list((tmp_path / "PDFs").glob("*.pdf"))) == 2)
        await again.until(lambda: store.outbox.count() == 0)
        asked = [request.path for request in server.requests if "/pdf/" in request.path]
        assert asked == [f"/pdf/{FIRST}", f"/pdf/{SECOND}"]


async def test_a_pdf_that_arxiv_cannot_send_just_now_is_asked_for_again(
    store: Store, port: int, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperreader.reader.tasks.FIRST_RETRY_S", 0.1)
    monkeypatch.setattr("paperreader.reader.pdfs.CRAWL_DELAY_S", 0.1)
    user = await offline_user(store, port, open_session)
    paper = store.papers.get(FIRST)
    assert paper
    user.session.deliveries.save_pdfs([paper])
    await user.until(lambda: user.session.deliveries.outbox.count == 1)
    with serve(port) as server:
        server.fail("500", match="/pdf/", times=3)
        user.session.sync.request_due()
        await user.until(lambda: any("Saved" in toast for toast in user.toasts))
        await user.until(lambda: store.outbox.count() == 0)
        assert not any("500" in toast for toast in user.toasts)


async def test_a_cited_paper_that_was_wanted_offline_is_offered_once_it_is_here(
    store: Store, port: int, open_session: OpenSession
) -> None:
    user = await offline_user(store, port, open_session)
    cited = "2401.00007"
    go_to_papers(user.session, [cited])
    await user.until(lambda: user.session.deliveries.outbox.count == 1)
    with serve(port) as server:
        server.days[date(2024, 1, 1)] = [item(cited, "Looms that learn", day=date(2024, 1, 1))]
        user.session.sync.request_due()
        await user.until(lambda: user.session.toasts.place)
        assert user.session.toasts.last == "“Looms that learn” is here: {mark.show} shows it"
        undo.go_to_place(user.session)
        await user.until(lambda: user.ids == [cited])
        assert view_summary(user.session).facts[0] == "1 paper", "it may have been stored for long"
        await user.until(lambda: store.outbox.count() == 0)
        assert len([request for request in server.requests if cited in request.path]) == 1
        assert navigation.back(user.session)
        assert user.view == DAY


async def test_a_pack_says_how_far_it_is_and_goes_on_after_a_restart(
    store: Store, port: int, open_session: OpenSession, clock: Clock
) -> None:
    with serve(port) as server:
        fill(store, {DAY: papers(DAY, 6)}, since=DAY)
        user = open_session(store, hub=server.url)
        user.session.start()
        user.session.deliveries.fetch_texts([FIRST, SECOND, THIRD])
        await user.until(lambda: store.texts.stored([FIRST]))
        await user.until(lambda: "text 2 of 3" in user.activity)
        await user.until(lambda: any(e.has_text for e in user.rows.entries if e.id == FIRST))
        user.session.close()
        again = open_session(store, hub=server.url)
        again.session.start()
        for _ in range(2):  # the pause that arXiv asks for is over
            store.settings.set("arxiv_asked_at", (clock.now - timedelta(minutes=1)).isoformat())
            await again.until(lambda: store.texts.stored([SECOND]))
        store.settings.set("arxiv_asked_at", (clock.now - timedelta(minutes=1)).isoformat())
        await again.until(lambda: "3 texts: 2 stored, 1 without a text" in again.toasts)
        assert again.session.deliveries.pack.facts == []
        assert store.texts.missing(THIRD)


async def test_a_text_that_another_program_brings_is_shown_to_who_waits_for_it(
    store: Store, port: int, open_session: OpenSession, clock: Clock
) -> None:
    user = await offline_user(store, port, open_session)
    text = user.session.text
    text.open(FIRST)
    await user.until(lambda: text.state is TextState.NONE)
    other = Store(store.path, now=clock)
    try:
        other.texts.save(FIRST, b"", SAMPLE, converter=1, etag=None, modified=None).result()
    finally:
        other.close()
    user.session.poll()
    assert text.is_shown


async def test_the_setting_fetches_what_is_starred(store: Store, port: int, open_session: OpenSession) -> None:
    with serve(port) as server:
        fill(store, {DAY: papers(DAY, 6)}, since=DAY)
        store.marks.set("starred", True, [SECOND], Cause.BY_HAND).result()
        user = open_session(store, hub=server.url, config=CONFIG._replace(texts="starred"))
        user.session.start()
        await user.until(lambda: store.texts.stored([SECOND]))
        assert not store.texts.stored([FIRST])


async def test_entries_are_listed_by_title_and_can_be_dropped(
    store: Store, port: int, open_session: OpenSession
) -> None:
    user = await offline_user(store, port, open_session)
    outbox = user.session.deliveries.outbox
    paper = store.papers.get(SECOND)
    assert paper
    user.session.deliveries.save_pdfs([paper])
    await user.until(lambda: outbox.count == 1)
    (entry,) = outbox.entries()
    assert entry.what == f"PDF of “{paper.title}”"
    outbox.drop([entry.number])
    await user.until(lambda: outbox.entries() == [])
    assert any("{outbox.open}" in toast for toast in user.toasts)


async def test_the_hub_s_answer_to_a_search_that_waited_is_offered_and_asked_for_once(
    store: Store, port: int, open_session: OpenSession
) -> None:
    user = await offline_user(store, port, open_session)
    user.session.searcher.ask_hub("friday")
    await user.until(lambda: user.session.deliveries.outbox.count == 1)
    with serve(port) as server:
        user.session.sync.request_due()
        await user.until(lambda: user.session.toasts.place)
        assert "“friday” has" in user.session.toasts.last
        await user.until(lambda: user.session.deliveries.outbox.count == 0 == store.outbox.count())
        undo.go_to_place(user.session)
        await user.until(lambda: user.session.search and user.session.search.hub and user.ids)
        assert len([request for request in server.requests if "search" in request.path]) == 1


async def test_what_is_asked_for_and_dropped_is_never_done_and_later_is_not_now(
    store: Store, port: int, open_session: OpenSession, browser: tuple[str, ...], opened_links: Callable[[], list[str]]
) -> None:
    user = await offline_user(store, port, open_session, browser=browser)
    outbox = user.session.deliveries.outbox
    open_papers(user.session, [paper for id in user.ids[:4] if (paper := store.papers.get(id))], "hub")
    await user.until(lambda: outbox.count == 4)
    with serve(port):
        user.session.sync.request_due()
        await user.until(lambda: outbox.question)
        await outbox.answer(Answer.LATER)
        assert not outbox.question
        outbox.ask_again()
        await user.until(lambda: outbox.question)
        await outbox.answer(Answer.COPY)
        await user.until(lambda: outbox.count == 0)
    assert user.copied[-1].splitlines() == [f"http://127.0.0.1:{port}/papers/{id}" for id in user.ids[:4]] or (
        user.copied[-1].splitlines() == [f"https://huggingface.co/papers/{id}" for id in user.ids[:4]]
    )
    assert opened_links() == []


async def online_user(store: Store, server: HubServer, open_session: OpenSession, **config: object) -> User:
    """A reader that has heard of the Hub."""
    fill(store, {DAY: papers(DAY, 6)}, since=DAY)
    config = {"pdf_folder": str(store.path.parent / "PDFs"), **config}
    user = open_session(store, hub=server.url, config=CONFIG._replace(**config))
    user.session.start()
    await user.until(lambda: user.session.sync.has_answered and user.session.sync.is_idle)
    return user


@pytest.mark.parametrize("wish", ["text", "pdf", "search", "paper"])
async def test_a_wish_that_meets_no_network_makes_the_reader_offline_for_the_next_one(
    store: Store,
    port: int,
    open_session: OpenSession,
    wish: str,
    browser: tuple[str, ...],
    opened_links: Callable[[], list[str]],
) -> None:
    server = serve(port)
    server.start()
    user = await online_user(store, server, open_session, browser=browser)
    server.stop()
    session = user.session
    paper = store.papers.get(FIRST)
    assert paper
    {
        "text": lambda: session.text.open(FIRST),
        "pdf": lambda: session.deliveries.save_pdfs([paper]),
        "search": lambda: session.searcher.ask_hub("looms"),
        "paper": lambda: go_to_papers(session, ["2401.00007"]),
    }[wish]()
    await user.until(lambda: session.deliveries.outbox.count == 1)
    await user.until(lambda: "offline" in user.activity)
    open_papers(session, [paper], "hub")
    await user.until(lambda: session.deliveries.outbox.count == 2)
    assert opened_links() == []
    server.start()
    try:
        session.sync.request_due()
        await user.until(opened_links)
    finally:
        server.stop()


@pytest.mark.parametrize(("wish", "match", "host"), [("pdf", "/pdf/", "arXiv"), ("paper", "/papers/", "The Hub")])
async def test_a_wish_waits_while_a_host_asks_for_a_pause_and_the_host_is_left_alone(
    store: Store,
    port: int,
    open_session: OpenSession,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    wish: str,
    match: str,
    host: str,
) -> None:
    monkeypatch.setattr("paperreader.reader.tasks.FIRST_RETRY_S", 0.1)
    monkeypatch.setattr("paperreader.reader.pdfs.CRAWL_DELAY_S", 0.1)
    cited = "2401.00007"
    with serve(port) as server:
        server.days[date(2024, 1, 1)] = [item(cited, "Looms that learn", day=date(2024, 1, 1))]
        user = await online_user(store, server, open_session)
        session, paper = user.session, store.papers.get(FIRST)
        assert paper
        server.fail("429", match=match, Retry_After="300")
        if wish == "pdf":
            session.deliveries.save_pdfs([paper])
        else:
            go_to_papers(session, [cited])
        await user.until(lambda: session.deliveries.outbox.count == 1)
        assert any(toast.startswith(f"{host} asks us to wait 5 minutes") and "later" in toast for toast in user.toasts)
        await user.until(lambda: session.deliveries.outbox.next_try_s)
        await user.until(lambda: not session.deliveries.outbox.next_try_s)
        await user.until(lambda: session.deliveries.outbox.next_try_s)
        assert len([request for request in server.requests if match in request.path]) == 1
        server.fail()
        clock.now += timedelta(minutes=6)
        await user.until(lambda: store.outbox.count() == 0)
        said = "Saved" if wish == "pdf" else "“Looms that learn” is here"
        await user.until(lambda: any(said in toast for toast in user.toasts))


async def test_what_waits_is_done_as_soon_as_anything_else_is_answered(
    store: Store, port: int, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperreader.reader.tasks.FIRST_RETRY_S", 1_000.0)
    monkeypatch.setattr("paperreader.reader.tasks.MAX_RETRY_S", 1_000.0)
    user = await offline_user(store, port, open_session)
    session = user.session
    paper = store.papers.get(FIRST)
    assert paper
    session.deliveries.save_pdfs([paper])
    await user.until(lambda: session.deliveries.outbox.next_try_s > 900)
    assert "outbox 1, next try in 17 minutes" in user.activity
    with serve(port):
        session.text.open(SECOND)
        await user.until(lambda: session.text.is_shown)
        await user.until(lambda: any("Saved" in toast for toast in user.toasts))
        await user.until(lambda: store.outbox.count() == 0)
        assert session.deliveries.outbox.next_try_s == 0


async def test_another_attempt_at_a_pdf_is_told(store: Store, port: int, open_session: OpenSession) -> None:
    with serve(port) as server:
        user = await online_user(store, server, open_session)
        server.fail("500", match="/pdf/", times=1)
        paper = store.papers.get(FIRST)
        assert paper
        user.session.deliveries.save_pdfs([paper])
        said = f"PDF of {FIRST}: arXiv returned an error (500); trying again in "
        await user.until(lambda: user.activity.startswith(said))
        await user.until(lambda: any("Saved" in toast for toast in user.toasts))


async def test_all_that_runs_is_told_side_by_side(store: Store, port: int, open_session: OpenSession) -> None:
    with serve(port) as server:
        server.texts.pdf |= {SECOND: pdf()}
        user = await online_user(store, server, open_session)
        session = user.session
        session.deliveries.fetch_texts([FIRST, SECOND, THIRD])
        session.deliveries.save_pdfs([paper for id in (FIRST, SECOND) if (paper := store.papers.get(id))])
        whole = re.compile(rf"PDF of {SECOND} in \d+ s · text 2 of 3 · .* · outbox 1")
        await user.until(lambda: whole.fullmatch(user.activity))
        shorter = ["".join(wording) for wording in activity(session, show_hint=False).wordings]
        assert re.fullmatch(r"PDF in \d+ s · text 2 of 3 · outbox 1", next(w for w in shorter if len(w) < 42))
        assert shorter == sorted(shorter, key=len, reverse=True)


async def test_an_offer_outlives_the_toast_behind_it(store: Store, port: int, open_session: OpenSession) -> None:
    user = await offline_user(store, port, open_session)
    session = user.session
    paper = store.papers.get(FIRST)
    assert paper
    session.searcher.ask_hub("friday")
    await user.until(lambda: session.deliveries.outbox.count == 1)
    session.deliveries.save_pdfs([paper])
    await user.until(lambda: session.deliveries.outbox.count == 2)
    with serve(port):
        session.sync.request_due()
        await user.until(lambda: any("Saved" in toast for toast in user.toasts))
        await user.until(lambda: store.outbox.count() == 0)
    assert "friday" in session.toasts.last, "nobody can have read it yet"
    undo.go_to_place(session)
    await user.until(lambda: session.search and session.search.hub and user.ids)
    assert session.toasts.place is None


async def test_arxiv_that_is_down_is_not_the_hub(
    store: Store,
    port: int,
    open_session: OpenSession,
    browser: tuple[str, ...],
    opened_links: Callable[[], list[str]],
) -> None:
    fill(store, {DAY: papers(DAY, 6)}, since=DAY)
    with HubServer({DAY: papers(DAY, 6)}, newest=DAY) as hub:
        config = CONFIG._replace(pdf_folder=str(store.path.parent / "PDFs"), browser=browser)
        user = open_session(store, hub=hub.url, arxiv=f"http://127.0.0.1:{port}", config=config)
        session = user.session
        session.start()
        await user.until(lambda: session.sync.has_answered and session.sync.is_idle)
        paper = store.papers.get(FIRST)
        assert paper
        session.deliveries.save_pdfs([paper])
        await user.until(lambda: session.deliveries.outbox.count == 1)
        assert any(toast.startswith("Can't reach arXiv: the PDF is saved when it is back") for toast in user.toasts)
        assert "offline" not in user.activity
        open_papers(session, [paper], "hub")
        await user.until(opened_links)
        session.deliveries.queue_search("looms")
        await user.until(lambda: any("“looms”" in toast for toast in user.toasts))
        await user.until(lambda: [entry.kind for entry in store.outbox.entries()] == ["pdf"])


async def test_a_paper_that_waited_and_that_the_hub_does_not_have_is_offered_on_arxiv(
    store: Store, port: int, open_session: OpenSession
) -> None:
    user = await offline_user(store, port, open_session)
    session = user.session
    paper = store.papers.get(FIRST)
    assert paper
    session.deliveries.save_pdfs([paper])
    go_to_papers(session, ["2401.99999"])
    await user.until(lambda: session.deliveries.outbox.count == 2)
    with serve(port):
        session.sync.request_due()
        await user.until(lambda: store.outbox.count() == 0)
        await user.until(lambda: any("Saved" in toast for toast in user.toasts))
    assert "arXiv:2401.99999 · {mark.show} opens it on arXiv" in user.toasts[-1], "the PDF's toast does not hide it"
    undo.go_to_place(session)
    await user.until(lambda: "https://arxiv.org/abs/2401.99999" in user.copied)
