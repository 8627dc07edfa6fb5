"""Which proxy the environment names for an endpoint, by the rules that curl, requests and urllib have in common.

httpx reads all variables at once and gives up at the first that it does not understand, so it is told one proxy, or
none. What cannot be read is skipped and reported, never with a password.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from paperreader.text.sanitize import clean

DEFAULT_PORTS: Final[Mapping[str, int]] = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
"""Of the kinds of proxy that are supported. With both kinds of SOCKS it is the proxy that looks names up."""
ALIASES: Final[Mapping[str, str]] = {"socks": "socks5"}
"""As GNOME writes it."""
MAX_SOCKS_LOGIN_BYTES: Final = 255
MAX_DISPLAY_CHARS: Final = 60


class Proxy(NamedTuple):
    """A proxy and its login. The repr leaves out the password, to keep it out of logs and tracebacks."""

    url: str
    """Without the login."""
    login: tuple[str, str] | None
    """User name and password."""

    @property
    def name(self) -> str:
        """Host and port."""
        return urlsplit(self.url).netloc

    def __repr__(self) -> str:
        return f"Proxy({self.url!r})"


class ProxyChoice(NamedTuple):
    """How to reach an endpoint, and what could not be read of the environment."""

    proxy: Proxy | None = None
    """None: connect directly."""
    problems: tuple[str, ...] = ()
    """A message for each variable, or entry of NO_PROXY, that cannot be read and is ignored."""
    skipped: str | None = None
    """The one of `problems` that would have set the proxy."""


class _Unusable(Exception):
    """Why a variable's proxy cannot be used; str() continues "HTTP_PROXY: "."""


def choose_proxy(endpoint: str, env: Mapping[str, str]) -> ProxyChoice:
    """The proxy for an http or https endpoint; on macOS that of the system settings if no variable is set."""
    try:
        target = urlsplit(endpoint)
        host, port = _normal(target.hostname or ""), target.port or DEFAULT_PORTS.get(target.scheme, 0)
    except ValueError:
        return ProxyChoice()
    env = _system_settings(host) if sys.platform == "darwin" and not any(map(_is_proxy_variable, env)) else env
    problems: list[str] = []
    bypassed = False
    variable, value = _variable(env, "no_proxy")
    for entry in filter(None, re.split(r"[\s,;]+", value)):
        matched = _matches(entry, target.scheme, host, port)
        if matched is None:
            shown = clean(entry.rpartition("@")[2])[:MAX_DISPLAY_CHARS]
            problems.append(f'{variable}: "{shown}" is not a host, address or network; ignored')
        bypassed = bypassed or bool(matched)
    chosen, skipped = None, None
    names = [f"{target.scheme}_proxy", "all_proxy"]
    for name in dict.fromkeys([*names, "http_proxy", "https_proxy"]):
        variable, value = _variable(env, name)
        applies = name in names and not bypassed and chosen is None
        try:
            proxy = _proxy(value) if value else None
            chosen = proxy if applies else chosen
        except _Unusable as why:
            problems.append(f"{variable}: {why}; ignored")
            skipped = skipped or (problems[-1] if applies else None)
    return ProxyChoice(chosen, tuple(problems), skipped)


def _is_proxy_variable(name: str) -> bool:
    return name.lower().endswith("_proxy")


def _system_settings(host: str) -> Mapping[str, str]:
    from urllib.request import getproxies, proxy_bypass

    return {} if proxy_bypass(host) else {f"{kind}_proxy": value for kind, value in getproxies().items()}


def _variable(env: Mapping[str, str], name: str) -> tuple[str, str]:
    """The variable as it is spelled, and its value; one in lower case goes first, even an empty one."""
    if name in env:
        return name, env[name].strip()
    if name == "http_proxy" and "REQUEST_METHOD" in env:  # under CGI, HTTP_PROXY is a header of whoever asks
        return name, ""
    return name.upper(), env.get(name.upper(), "").strip()


def _proxy(value: str) -> Proxy:
    scheme, separator, rest = value.partition("://")
    if not separator:
        scheme, rest = "http", value.removeprefix("//")
    scheme = ALIASES.get(scheme.lower(), scheme.lower())
    if not re.fullmatch("[a-z][a-z0-9+.-]{0,20}", scheme):
        raise _Unusable("not the address of a proxy")
    if scheme not in DEFAULT_PORTS:
        raise _Unusable(f"{scheme} proxies are not supported, only {', '.join(DEFAULT_PORTS)}")
    if scheme.startswith("socks") and not find_spec("socksio"):
        raise _Unusable("SOCKS proxies need the package socksio")
    login, _, address = rest.rpartition("@")
    found = re.fullmatch(r"\[([^\[\]]+)\](?::([0-9]*))?|([^:\[\]]+)(?::([0-9]*))?", re.split("[/?#]", address)[0])
    host = _normal(found[1] or found[3]) if found else ""
    if not found or (found[1] and not _address(host)) or not (found[1] or _is_host(host)):
        raise _Unusable("not the address of a proxy")
    port = (found[2] or found[4] or str(DEFAULT_PORTS[scheme])).lstrip("0")
    if not port or len(port) > 5 or int(port) > 65535:
        raise _Unusable("its port is not between 1 and 65535")
    url = f"{scheme}://{f'[{host}]' if found[1] else host}:{port}"
    return Proxy(url, _login(login, is_socks=scheme.startswith("socks")))


def _login(text: str, *, is_socks: bool) -> tuple[str, str] | None:
    name, _, password = text.partition(":")
    login = unquote(name), unquote(password)
    try:
        sizes = [len(part.encode()) for part in login]
    except UnicodeEncodeError:
        raise _Unusable("its user name or password is not UTF-8") from None
    if is_socks and max(sizes) > MAX_SOCKS_LOGIN_BYTES:
        raise _Unusable("its user name or password is too long for SOCKS")
    return login if any(login) else None


def _matches(entry: str, scheme: str, host: str, port: int) -> bool | None:
    """Whether an entry of NO_PROXY is for this endpoint; None if it cannot be read.

    A name also stands for all below it, with and without a dot before it.
    """
    only_scheme, _, rest = entry.lower().rpartition("://")
    found = re.fullmatch(r"\[([^\[\]]+)\](/[0-9]+)?(?::([0-9]+))?|([^:]+)(?::([0-9]+))?|([0-9a-f:./%]+)", rest)
    if not found or only_scheme not in ("", "all", "http", "https"):
        return None
    name = f"{found[1]}{found[2] or ''}" if found[1] else found[4] or found[6]
    only_port = found[3] or found[5]
    fits = only_scheme in ("", "all", scheme) and (not only_port or int(only_port[:6]) == port)
    if (matched := _name_matches(name, host)) is None:
        return None
    return fits and matched


def _name_matches(name: str, host: str) -> bool | None:
    address = _address(host)
    if "/" in name.rstrip("/"):
        try:
            return address is not None and address in ip_network(name, strict=False)
        except ValueError:
            return None
    name = _normal(name.rstrip("/"))
    if named := _address(name):
        return named == address
    if name == "*":
        return True
    name = name.removeprefix("*").removeprefix(".")
    if not _is_host(name.replace("*", "x")) or re.fullmatch("[0-9.]+", name) or ":" in name:
        return None
    if "*" in name:
        return bool(re.fullmatch(re.escape(name).replace(r"\*", ".*"), host))
    return address is None and f".{host}".endswith(f".{name}")


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _normal(host: str) -> str:
    """In lower case, in ASCII, and without the dot at the end of a full name."""
    host = host.lower().removesuffix(".")
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def _is_host(name: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", name)) and len(name) <= 253
