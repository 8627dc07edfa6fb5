"""arXiv against a real server on loopback, and how it may fail."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from paperreader import __version__
from paperreader.hub.arxiv import MAX_HTML_BYTES, Arxiv
from paperreader.hub.errors import HubError, HubFailed, NotSaved, RateLimited, Unreachable, WrongAnswer
from paperreader.hub.transport import Timings
from tests.conftest import QUICK, Clock
from tests.hub_server import HubServer
from tests.hub_server.arxiv import MODIFIED, page, pdf
from tests.hub_server.proxies import ProxyServer

ID = "2607.31001"
PATIENT = Timings(connect=20, read=20, total=60, backoff=0.01)
"""For what ends by itself."""


@pytest.fixture
def server(hub_server: HubServer) -> HubServer:
    hub_server.texts.html[ID] = page()
    hub_server.texts.pdf[ID] = pdf()
    return hub_server


@pytest.fixture
async def arxiv(server: HubServer, clock: Clock) -> AsyncIterator[Arxiv]:
    client = Arxiv(server.url, now=clock, sleep=clock.sleep, timings=PATIENT)
    yield client
    await client.close()


# Pages


async def test_a_paper_as_html_and_who_asks_for_it(arxiv: Arxiv, server: HubServer) -> None:
    answer = await arxiv.html(ID)
    assert answer is not None
    assert (answer.body, answer.modified) == (page(), MODIFIED)
    assert answer.etag
    (request,) = server.requests
    assert request.target == f"/html/{ID}"
    assert request.headers["user-agent"].startswith(f"paperreader/{__version__}; python/")
    assert "text/html" in request.headers["accept"]
    assert "authorization" not in request.headers
    assert "cookie" not in request.headers


async def test_a_page_that_is_known_does_not_come_again(arxiv: Arxiv, server: HubServer) -> None:
    first = await arxiv.html(ID)
    assert first
    for known in ({"etag": first.etag}, {"modified": first.modified}):
        again = await arxiv.html(ID, **known)
        assert again
        assert (again.not_modified, again.body) == (True, b"")
    server.texts.html[ID] = page(version="v2")
    changed = await arxiv.html(ID, etag=first.etag)
    assert changed
    assert (changed.not_modified, changed.body) == (False, page(version="v2"))


@pytest.mark.parametrize("status", ["404", "410"])
async def test_what_arxiv_does_not_have_is_no_error(arxiv: Arxiv, server: HubServer, status: str) -> None:
    assert await arxiv.html("2607.99999") is None
    server.fail(status)
    assert await arxiv.html(ID) is None


@pytest.mark.parametrize(
    ("fault", "error", "message"),
    [
        ("silent", Unreachable, "127.0.0.1 does not answer in time."),
        ("drip 0.01", Unreachable, "127.0.0.1 does not answer in time."),
        ("reset", Unreachable, "The connection to 127.0.0.1 was lost 3 times."),
        ("reset half", Unreachable, "lost 3 times"),
        ("truncate", Unreachable, "lost 3 times"),
        ("500", HubFailed, "arXiv returned an error (500)."),
        ("400", HubFailed, "arXiv returned an error (400)."),
        ("oversize", WrongAnswer, "too large"),
        ("flood", WrongAnswer, "larger than 5 MB"),
        ("encoded gzip-bomb", WrongAnswer, "larger than 5 MB"),
        ("encoded double-gzip", WrongAnswer, "did not ask for"),
        ("encoded br", WrongAnswer, "did not ask for"),
        ("encoded broken-gzip", WrongAnswer, "corrupt"),
        ("encoded truncated-gzip", WrongAnswer, "incomplete"),
        ("redirect http://login.example/", WrongAnswer, "redirects to another host (a login page?); not followed."),
        ("redirect file:///etc/passwd", WrongAnswer, "another host"),
        (f"redirect /html/{ID}", WrongAnswer, "in circles"),
        ("object application/json", WrongAnswer, "something other than a web page"),
        (r"raw \x15\x03\x01\x00\x02\x02\x28", Unreachable, "lost 3 times"),
    ],
)
async def test_every_failure_has_a_message_that_names_the_peer(
    server: HubServer, clock: Clock, fault: str, error: type[HubError], message: str
) -> None:
    arxiv = Arxiv(server.url, sleep=clock.sleep, timings=QUICK if "in time" in message else PATIENT)
    server.fail(fault, match="/html/")
    with pytest.raises(HubError) as caught:
        await arxiv.html(ID)
    assert type(caught.value) is error
    assert message in str(caught.value)
    server.fail()
    assert await arxiv.html(ID), "and it works again"
    await arxiv.close()


async def test_an_error_that_passes_is_not_told(arxiv: Arxiv, server: HubServer, clock: Clock) -> None:
    server.fail("502", times=1)
    server.fail("reset half", times=1)
    assert await arxiv.html(ID)
    assert len(server.requests) == 3


async def test_a_large_page_comes_and_a_larger_one_does_not(arxiv: Arxiv, server: HubServer) -> None:
    server.texts.html[ID] = page() + b" " * (MAX_HTML_BYTES - len(page()))
    assert await arxiv.html(ID)
    server.texts.html[ID] += b" "
    with pytest.raises(WrongAnswer, match="larger"):
        await arxiv.html(ID)


@pytest.mark.parametrize("status", ["403", "429", "503"])
async def test_a_pause_that_arxiv_asks_for_is_kept(arxiv: Arxiv, server: HubServer, clock: Clock, status: str) -> None:
    waits: list[float] = []
    arxiv.on_wait = waits.append
    server.fail(status, times=1, Retry_After="4")
    assert await arxiv.html(ID)
    assert (waits, clock.slept) == ([4], [4])
    server.fail(status, Retry_After="120")
    with pytest.raises(RateLimited, match="arXiv asks us to wait 2 minutes before the next request"):
        await arxiv.html(ID)
    assert clock.slept == [4], "nobody sits that out for a key press"
    server.fail()
    server.fail(status, times=1, Retry_After="120")
    assert await arxiv.html(ID, background=True)
    assert clock.slept[1:] == [120]


async def test_a_refusal_without_a_time_is_a_pause_too(arxiv: Arxiv, server: HubServer, clock: Clock) -> None:
    server.fail("403")
    with pytest.raises(RateLimited) as caught:
        await arxiv.html(ID)
    assert (caught.value.until - clock()).total_seconds() == 300
    assert len(server.requests) == 1


async def test_in_the_background_attempts_are_as_far_apart_as_arxiv_asks(
    arxiv: Arxiv, server: HubServer, clock: Clock
) -> None:
    server.fail("500", times=2)
    assert await arxiv.html(ID, background=True)
    assert min(clock.slept) >= 15


async def test_no_server_at_all(arxiv: Arxiv, server: HubServer) -> None:
    server.stop()
    with pytest.raises(Unreachable, match=r"Can't reach 127\.0\.0\.1"):
        await arxiv.html(ID)


# Redirects and proxies, with arXiv's real names: a proxy on loopback answers for all of them


@pytest.fixture
def proxy(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProxyServer]:
    with ProxyServer(server.port) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        yield proxy


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("http://arxiv.org", "http://www.arxiv.org"),
        ("http://arxiv.org", "http://export.arxiv.org"),
        ("http://export.arxiv.org", "http://arxiv.org"),
        ("http://mirror.example", "http://eu.mirror.example"),
    ],
)
async def test_redirects_within_the_domain_are_followed(
    server: HubServer, proxy: ProxyServer, address: str, to: str
) -> None:
    arxiv = Arxiv(address, timings=QUICK)
    server.fail(f"redirect {to}/html/{ID}v3", times=1)
    assert await arxiv.html(ID)
    await arxiv.close()
    assert [request.path for request in server.requests] == [f"/html/{ID}", f"/html/{ID}v3"]
    assert [host.partition(" ")[2].partition(":")[0] for host in proxy.asked] == [
        address.partition("://")[2],
        to.partition("://")[2],
    ]


@pytest.mark.parametrize(
    "to",
    [
        "http://arxiv.org.login.example/",
        "http://notarxiv.org/",
        "http://10.0.0.1/",
        "http://arxiv.org:8080/",
        "ftp://arxiv.org/",
        "//evil.example/html",
    ],
)
async def test_redirects_to_anywhere_else_are_not(server: HubServer, proxy: ProxyServer, to: str) -> None:
    arxiv = Arxiv("http://arxiv.org", timings=QUICK)
    server.fail(f"redirect {to}")
    with pytest.raises(WrongAnswer, match=r"^arxiv\.org redirects to another host"):
        await arxiv.html(ID)
    await arxiv.close()
    assert len(proxy.asked) == 1


async def test_the_proxy_is_the_one_for_arxiv(
    server: HubServer, proxy: ProxyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    direct, through = Arxiv(server.url, timings=QUICK), Arxiv("http://arxiv.org", timings=QUICK)
    assert await direct.html(ID)
    assert proxy.asked == []
    assert await through.html(ID)
    assert proxy.asked == ["GET arxiv.org"]
    assert through.peer == f"the proxy 127.0.0.1:{proxy.port}"
    for client in (direct, through):
        await client.close()


# PDFs


async def test_a_pdf_is_saved_under_its_name_when_it_is_complete(
    arxiv: Arxiv, server: HubServer, tmp_path: Path
) -> None:
    server.texts.pdf[ID] = pdf(2000)
    progress: list[tuple[int, int | None]] = []
    to = tmp_path / "made" / "on the way" / "A paper.pdf"
    seen: list[list[str]] = []

    def note(received: int, total: int | None) -> None:
        progress.append((received, total))
        seen.append(os.listdir(to.parent))

    assert await arxiv.pdf(ID, to, on_progress=note)
    assert to.read_bytes() == pdf(2000)
    assert os.listdir(to.parent) == [to.name]
    assert seen[0] == ["A paper.pdf.part"]
    assert progress == sorted(progress)
    assert {total for _, total in progress} == {len(pdf(2000))}
    assert server.requests[0].headers["accept-encoding"] == "identity"


async def test_there_may_be_no_pdf(arxiv: Arxiv, tmp_path: Path) -> None:
    assert not await arxiv.pdf("2607.99999", tmp_path / "a.pdf")
    assert os.listdir(tmp_path) == []


async def test_a_file_that_exists_is_never_touched(arxiv: Arxiv, server: HubServer, tmp_path: Path) -> None:
    to = tmp_path / "a.pdf"
    to.write_text("mine")
    with pytest.raises(NotSaved, match=r"a\.pdf already exists"):
        await arxiv.pdf(ID, to)
    assert server.requests == []
    to.unlink()
    to.symlink_to(tmp_path / "nowhere")
    with pytest.raises(NotSaved, match="already exists"):
        await arxiv.pdf(ID, to)
    to.unlink()
    server.texts.pdf[ID] = pdf(2000)
    with pytest.raises(NotSaved, match="already exists"):
        await arxiv.pdf(ID, to, on_progress=lambda *_: to.write_text("meanwhile") and None)
    assert to.read_text() == "meanwhile"
    assert os.listdir(tmp_path) == ["a.pdf"]


async def test_two_at_once_do_not_write_into_each_other(arxiv: Arxiv, server: HubServer, tmp_path: Path) -> None:
    server.texts.pdf[ID] = pdf(2000)
    other = Arxiv(server.url, timings=QUICK)
    to = tmp_path / "a.pdf"
    refused: list[str] = []

    async def again() -> None:
        with pytest.raises(NotSaved) as caught:
            await other.pdf(ID, to)
        refused.append(str(caught.value))

    tasks: list[asyncio.Task[None]] = []
    assert await arxiv.pdf(ID, to, on_progress=lambda *_: tasks.append(asyncio.create_task(again())))
    await asyncio.gather(*tasks)
    await other.close()
    assert refused
    assert all(re.search("is already being saved|already exists", message) for message in refused)
    assert to.read_bytes() == pdf(2000)


async def test_what_a_kill_has_left_is_in_nobodys_way(arxiv: Arxiv, tmp_path: Path) -> None:
    (tmp_path / "a.pdf.part").write_bytes(b"%PDF-" + b"x" * 10**6)
    assert await arxiv.pdf(ID, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == pdf()
    assert os.listdir(tmp_path) == ["a.pdf"]


@pytest.mark.parametrize(
    ("fault", "error", "message"),
    [
        ("html", WrongAnswer, "not a PDF (a login page?)"),
        ("empty application/pdf", WrongAnswer, "not a PDF"),
        ("number application/pdf", WrongAnswer, "not a PDF"),
        ("truncate", Unreachable, "lost 3 times"),
        ("reset half", Unreachable, "lost 3 times"),
        ("encoded gzip", WrongAnswer, "did not ask for"),
        ("oversize", WrongAnswer, "larger than 200 MB"),
        ("403", RateLimited, "arXiv asks us to wait 5 minutes"),
        ("redirect http://login.example/", WrongAnswer, "another host"),
    ],
)
async def test_a_pdf_that_does_not_come_leaves_nothing(
    arxiv: Arxiv, server: HubServer, tmp_path: Path, fault: str, error: type[HubError], message: str
) -> None:
    server.fail(fault)
    with pytest.raises(HubError) as caught:
        await arxiv.pdf(ID, tmp_path / "a.pdf")
    assert type(caught.value) is error
    assert message in str(caught.value)
    assert os.listdir(tmp_path) == []


async def test_a_pdf_without_an_end_is_given_up(
    server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paperreader.hub import download

    monkeypatch.setattr(download, "MAX_PDF_BYTES", 1 << 20)
    arxiv = Arxiv(server.url, timings=Timings(connect=5, read=5, file=30))
    chunk = r"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n%PDF-\r\n"
    server.fail(f"raw {chunk}" + r"1\r\n \r\n" * 5)
    with pytest.raises(Unreachable, match="lost"):
        await arxiv.pdf(ID, tmp_path / "a.pdf")
    server.fail()
    server.texts.pdf[ID] = pdf(1100)
    with pytest.raises(WrongAnswer, match="larger than 1 MB"):
        await arxiv.pdf(ID, tmp_path / "a.pdf")
    await arxiv.close()
    assert os.listdir(tmp_path) == []


async def test_a_pdf_may_take_its_time_but_not_stop(server: HubServer, tmp_path: Path) -> None:
    server.texts.pdf[ID] = pdf(1)
    arxiv = Arxiv(server.url, timings=Timings(connect=20, read=0.5, total=0.1, file=60))
    server.fail("drip 0.0005", times=1)
    assert await arxiv.pdf(ID, tmp_path / "a.pdf")
    server.fail("silent")
    with pytest.raises(Unreachable, match="does not answer in time"):
        await arxiv.pdf(ID, tmp_path / "b.pdf")
    await arxiv.close()
    assert os.listdir(tmp_path) == ["a.pdf"]


async def test_a_connection_that_is_lost_once_begins_anew(arxiv: Arxiv, server: HubServer, tmp_path: Path) -> None:
    server.fail("truncate", times=1)
    assert await arxiv.pdf(ID, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == pdf()


async def test_a_folder_that_cannot_be_written_is_named(arxiv: Arxiv, server: HubServer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotSaved, match=r"cannot be saved to .*/file: "):
        await arxiv.pdf(ID, tmp_path / "file" / "a.pdf")
    with pytest.raises(NotSaved, match="File name too long"):
        await arxiv.pdf(ID, tmp_path / f"{'a' * 300}.pdf")
    assert server.requests == []


async def test_a_full_disk_is_said_as_such(arxiv: Arxiv, server: HubServer, tmp_path: Path) -> None:
    """As good as full: the process may write no file larger than 64 kB."""
    server.texts.pdf[ID] = pdf(1000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    try:
        with pytest.raises(NotSaved, match=f"The PDF cannot be saved to {tmp_path}: File too large"):
            await arxiv.pdf(ID, tmp_path / "a.pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert os.listdir(tmp_path) == []
