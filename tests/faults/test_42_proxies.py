"""42 proxy variables that cannot be parsed, and every kind of proxy"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import sys
from pathlib import Path

import pytest

from paperreader.hub.client import Hub
from paperreader.hub.errors import Unreachable, WrongAnswer
from paperreader.hub.proxy import choose_proxy
from tests.conftest import FRIDAY, QUICK, Run
from tests.doctor.conftest import examined
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.hub_server.proxies import ProxyServer

LOGIN = ("me@home", "p:ä/s?#%w@rd")
IN_URL = "me%40home:p:%C3%A4/s?#%25w@rd"
HUB = "https://huggingface.co/api"


async def answered(endpoint: str) -> int:
    hub = Hub(endpoint, timings=QUICK)
    try:
        return len((await hub.day(FRIDAY)).papers)
    finally:
        await hub.close()


@pytest.mark.parametrize(
    "value",
    [
        "10.0.0.0/8,192.168.0.0/16",
        "[::1],::1,[fe80::1]:80",
        "10.0.0.0/99",
        "[::1",
        "*.corp,*corp,10.*,a*b",
        " localhost , , .corp ",
        "localhost 127.0.0.0/33 corp",
        "corp:8080,corp:,:80,corp:x",
        "corp.,.,..",
        "https://corp,gopher://corp,http://",
        "<local>;%%;\u00fc.example",
        "all://[",
        "http://me:secret@[::1",
    ],
)
@pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
async def test_fault_42_no_entry_of_no_proxy_stops_fetching(
    hub_server: HubServer, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    monkeypatch.setenv(variable, value)
    assert await answered(hub_server.url) == 2
    with ProxyServer(hub_server.port) as proxy:
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert await answered("http://hub.example") == 2
        assert proxy.asked == ["GET hub.example"]


@pytest.mark.parametrize(
    "value",
    [
        "socks4://127.0.0.1:9",
        "socks4a://127.0.0.1:9",
        "gopher://x",
        "127.0.0.1:99999",
        "http://[::1",
        "http://",
        "://",
        ":3128",
        "http://a..b",
        "pac+http://proxy/x.pac",
        "http://me:secret@",
        "http://me:secret@:3128",
        '"http://127.0.0.1:9"',
        "http://one:1,http://two:2",
        "http://\u200b",
        "me:secret://x",
        "http://127.0.0.1:0",
        "",
        "  ",
    ],
)
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
async def test_fault_42_a_proxy_that_cannot_be_read_is_skipped(
    hub_server: HubServer, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    monkeypatch.setenv(variable, value)
    assert await answered(hub_server.url) == 2
    choice = choose_proxy(hub_server.url, {variable: value})
    assert (choice.proxy, len(choice.problems)) == (None, bool(value.strip()))
    assert choice.skipped in (*choice.problems, None)
    assert "secret" not in repr(choice)
    if value.strip():
        hub = Hub(hub_server.url, timings=QUICK)
        assert [notice.startswith(f"{variable}: ") for notice in hub.notices] == [True]
        hub_server.stop()
        with pytest.raises(Unreachable, match=f"Can't reach .+\\. {variable}: "):
            await hub.day(FRIDAY)
        await hub.close()


def test_fault_42_what_of_another_scheme_cannot_be_read_stops_nothing() -> None:
    choice = choose_proxy(HUB, {"HTTP_PROXY": "socks4://a", "https_proxy": "proxy:3128", "ALL_PROXY": "x://y"})
    assert choice.proxy is not None
    assert choice.proxy.url == "http://proxy:3128"
    assert [problem.partition(":")[0] for problem in choice.problems] == ["ALL_PROXY", "HTTP_PROXY"]
    assert choice.skipped is None
    choice = choose_proxy(HUB, {"https_proxy": "socks4://a", "ALL_PROXY": "socks://b:9"})
    assert choice.proxy is not None
    assert (choice.proxy.url, choice.skipped) == ("socks5://b:9", choice.problems[0])


@pytest.mark.parametrize(
    ("env", "url"),
    [
        ({"https_proxy": "http://low", "HTTPS_PROXY": "http://up"}, "http://low:80"),
        ({"https_proxy": "", "HTTPS_PROXY": "http://up"}, None),
        ({"https_proxy": " ", "ALL_PROXY": "http://all:1"}, "http://all:1"),
        ({"HTTPS_PROXY": "HTTP://Up:3128/path"}, "http://up:3128"),
        ({"HTTPS_PROXY": "up"}, "http://up:80"),
        ({"HTTPS_PROXY": "//up:1"}, "http://up:1"),
        ({"HTTPS_PROXY": "me:it@up:1"}, "http://up:1"),
        ({"HTTPS_PROXY": "https://up"}, "https://up:443"),
        ({"HTTPS_PROXY": "up:"}, "http://up:80"),
        ({"HTTPS_PROXY": "socks5h://up."}, "socks5h://up:1080"),
        ({"HTTPS_PROXY": "socks://[::1]:9050"}, "socks5://[::1]:9050"),
        ({"HTTPS_PROXY": "bücher.example:8080"}, "http://xn--bcher-kva.example:8080"),
        ({"HTTP_PROXY": "up"}, None),
        ({"FTP_PROXY": "up", "SOCKS_PROXY": "up"}, None),
    ],
)
def test_fault_42_which_variable_counts(env: dict[str, str], url: str | None) -> None:
    choice = choose_proxy(HUB, env)
    assert ((choice.proxy and choice.proxy.url), choice.problems) == (url, ())


def test_fault_42_socks_without_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)  # type: ignore[arg-type]
    choice = choose_proxy(HUB, {"ALL_PROXY": "socks5://proxy"})
    assert (choice.proxy, choice.skipped) == (None, "ALL_PROXY: SOCKS proxies need the package socksio; ignored")


def test_fault_42_under_cgi_a_header_is_no_proxy() -> None:
    cgi = {"REQUEST_METHOD": "GET", "HTTP_PROXY": "http://evil"}
    assert choose_proxy("http://hub.example", cgi).proxy is None
    assert choose_proxy("http://hub.example", {**cgi, "http_proxy": "http://good"}).proxy is not None
    assert choose_proxy("http://hub.example", {**cgi, "ALL_PROXY": "http://good"}).proxy is not None


@pytest.mark.parametrize(
    ("no_proxy", "endpoint", "direct"),
    [
        ("*", "https://hub.corp", True),
        ("a, *", "https://hub.corp", True),
        ("corp", "https://hub.corp", True),
        (".corp", "https://hub.corp", True),
        ("*.corp", "https://hub.corp", True),
        ("*.Corp.", "https://HUB.corp./", True),
        (".hub.corp", "https://hub.corp", True),
        ("ub.corp", "https://hub.corp", False),
        ("hub.corp.com", "https://hub.corp", False),
        ("other hub.corp", "https://hub.corp", True),
        ("other;hub.corp", "https://hub.corp", True),
        ("hub.corp:443", "https://hub.corp", True),
        ("hub.corp:443", "https://hub.corp:8443", False),
        ("hub.corp:8443", "https://hub.corp:8443", True),
        ("https://hub.corp", "https://hub.corp", True),
        ("http://hub.corp", "https://hub.corp", False),
        ("https://hub.corp/", "https://hub.corp/sub", True),
        ("10.0.0.0/8", "http://10.1.2.3", True),
        ("10.9.9.9/8", "http://10.1.2.3:80", True),
        ("10.0.0.0/255.0.0.0", "http://10.1.2.3", True),
        ("10.0.0.0/8", "http://11.1.2.3", False),
        ("10.0.0.0/8", "http://[fd00::1]", False),
        ("10.*", "http://10.1.2.3", True),
        ("10.1.2.3", "http://10.1.2.3", True),
        ("2.3", "http://10.1.2.3", False),
        ("[::1]", "http://[::1]:8000", True),
        ("[::1]:8000", "http://[::1]:8000", True),
        ("[::1]:80", "http://[::1]:8000", False),
        ("::1", "http://[0:0:0:0:0:0:0:1]", True),
        ("fd00::/8", "http://[fd12::3]", True),
        ("[fd00::]/8", "http://[fd12::3]", True),
        ("10.0.0.0/8", "http://[::ffff:10.0.0.1]", True),
        ("bücher.example", "https://xn--bcher-kva.example", True),
        ("10.0.0.0/99,hub.corp", "https://hub.corp", True),
        ("", "https://hub.corp", False),
    ],
)
def test_fault_42_which_entries_count(no_proxy: str, endpoint: str, direct: bool) -> None:
    for variable in ("NO_PROXY", "no_proxy"):
        choice = choose_proxy(endpoint, {"ALL_PROXY": "http://proxy", variable: no_proxy})
        assert (choice.proxy is None) == direct
    assert choose_proxy(endpoint, {"ALL_PROXY": "http://proxy", "no_proxy": "", "NO_PROXY": no_proxy}).proxy


@pytest.mark.parametrize("login", [None, LOGIN])
@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h", "socks", ""])
async def test_fault_42_every_kind_of_proxy_with_and_without_login(
    hub_server: HubServer, monkeypatch: pytest.MonkeyPatch, scheme: str, login: tuple[str, str] | None
) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    is_socks = scheme.startswith("socks")
    with ProxyServer(hub_server.port, login=login, socks=is_socks) as proxy:
        before = f"{scheme}://" if scheme else ""
        at = f"{before}{IN_URL}@" if login else before
        monkeypatch.setenv("HTTP_PROXY", f"{at}127.0.0.1:{proxy.port}")
        assert await answered("http://hub.example") == 2
        assert (proxy.asked, proxy.refused) == (["SOCKS hub.example:80" if is_socks else "GET hub.example"], 0)
        assert not any("proxy" in name for name in hub_server.requests[0].headers)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_fault_42_what_is_wrong_behind_a_proxy_is_not_blamed_on_it(
    hub_server: HubServer, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    hub_server.fail("redirect http://login.example/")
    with ProxyServer(hub_server.port, socks=scheme == "socks5") as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"{scheme}://127.0.0.1:{proxy.port}")
        with pytest.raises(WrongAnswer, match="login page"):
            await answered("http://hub.example")


@pytest.mark.parametrize("socks", [False, True])
async def test_fault_42_tls_goes_through_a_proxy(
    certificate: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, socks: bool
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with (
        HubServer({FRIDAY: papers(FRIDAY, 3)}, tls=tls) as server,
        ProxyServer(server.port, login=LOGIN, socks=socks) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"{'socks5' if socks else 'http'}://{IN_URL}@127.0.0.1:{proxy.port}")
        assert await answered(server.url) == 3
        assert proxy.asked == [f"{'SOCKS' if socks else 'CONNECT'} 127.0.0.1:{server.port}"]


async def test_fault_42_a_proxy_that_speaks_tls_itself(
    certificate: Path, tls: ssl.SSLContext, hub_server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    with ProxyServer(hub_server.port, tls=tls) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"https://127.0.0.1:{proxy.port}")
        assert await answered("http://hub.example") == 2
        assert proxy.asked == ["GET hub.example"]


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("wrong", ["me:wrong@", ""])
async def test_fault_42_a_proxy_that_wants_another_login_is_named(
    certificate: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, scheme: str, wrong: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with HubServer(tls=tls) as server, ProxyServer(server.port, login=LOGIN, socks=scheme == "socks5") as proxy:
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://{wrong}127.0.0.1:{proxy.port}")
        with pytest.raises(
            Unreachable, match=rf"^The proxy 127\.0\.0\.1:{proxy.port} refuses to connect us: "
        ) as caught:
            await answered(server.url)
        assert proxy.refused
        assert "wrong" not in str(caught.value)
        assert server.requests == []


@pytest.mark.parametrize(
    ("greeting", "said"), [(b"HTTP/1.1 400 What?\r\n\r\n", "does not speak SOCKS5"), (b"", "does not answer in time")]
)
async def test_fault_42_what_is_no_socks_proxy_is_told(
    monkeypatch: pytest.MonkeyPatch, greeting: bytes, said: str
) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        with contextlib.suppress(asyncio.CancelledError):
            await reader.read()
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        monkeypatch.setenv("ALL_PROXY", f"socks5://127.0.0.1:{port}")
        with pytest.raises(Unreachable, match=rf"127\.0\.0\.1:{port} {said}"):
            await answered("http://hub.example")


async def test_fault_42_a_login_file_of_the_home_is_not_sent(
    hub_server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    for name in (".netrc", "netrc"):
        (tmp_path / name).write_text("machine 127.0.0.1 login me password secret\ndefault login me password secret\n")
        (tmp_path / name).chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert await answered(hub_server.url) == 2
    assert "authorization" not in hub_server.requests[0].headers


def test_fault_42_doctor_names_what_it_skips(run: Run, hub_server: HubServer, config_file: Path) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    proxies = {
        "http_proxy": "socks4://me:secret@10.0.0.1:1",
        "HTTPS_PROXY": "x://me:secret@y",
        "NO_PROXY": "a b/c,[::1",
    }
    found = examined(run, **proxies, code=1)
    states, messages = zip(*found["proxy"], strict=True)
    assert states == ("note", "note", "problem", "note")
    said = "\n".join(messages)
    assert "secret" not in said
    for part in ('NO_PROXY: "b/c"', 'NO_PROXY: "[::1"', "http_proxy: socks4", "HTTPS_PROXY: x", "connecting directly"):
        assert part in said
    assert found["hub"][0][0] == "ok"
    assert "proxy" not in examined(run, code=0, NO_PROXY="10.0.0.0/8,[::1],*.corp, localhost:80")


def test_fault_42_fetch_says_that_it_goes_without_the_proxy(run: Run, hub_server: HubServer) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    done = run("fetch", FRIDAY.isoformat(), http_proxy="socks4://me:secret@10.0.0.1:1", NO_PROXY="10.0.0.0/99")
    assert (done.returncode, done.stdout) == (0, "2026-07-31  2 papers, 2 new\n")
    said = "paperreader: http_proxy: socks4 proxies are not supported, only http, https, socks5, socks5h; ignored"
    assert done.stderr == f"{said}, connecting directly\n"
    assert "secret" not in done.stderr
