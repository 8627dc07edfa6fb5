"""Zotero, where it runs on this machine: the collection that is selected there, papers for it, and those it has.

Spoken over a plain socket: no proxy may come between, and the reader's process has no httpx. Zotero answers in HTTP/1.0
and closes the connection.
"""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from secrets import token_hex
from typing import Final, NamedTuple

from paperreader import __version__
from paperreader.text.sanitize import clean

HOST: Final = "127.0.0.1"
"""Zotero refuses any other name for itself."""
ASKING_S: Final = 5.0
ADDING_S: Final = 60.0
"""Zotero answers when it has stored all papers."""
LISTING_S: Final = 60.0
"""It may have to read all of its library first."""
MAX_REPLY_BYTES: Final = 4 * 1024 * 1024
"""It lists all of its collections, and sends back what it stored."""
MAX_PAGE_BYTES: Final = 64 * 1024 * 1024
PAGE_ITEMS: Final = 250
"""So many are asked for at once."""
MAX_ITEMS: Final = 50_000


class ZoteroError(Exception):
    """Zotero did not do it; str() is the reason in a few words, for a message that goes on."""


class NotRunning(ZoteroError):
    """Nothing listens at its port."""


class NoAnswer(ZoteroError):
    """It takes too long, or the connection was lost; papers may have been stored all the same."""


class NotZotero(ZoteroError):
    """Another program answers at its port."""


class ReadOnly(ZoteroError):
    """The library that is selected takes no papers."""


class SessionUsed(ZoteroError):
    """Zotero has had a request of that name."""


class SwitchedOff(ZoteroError):
    """Other programs may not read its library."""


class NotFound(ZoteroError):
    """It has no such collection, or is too old."""


class Refused(ZoteroError):
    """Any other answer than that it was done."""


class Collection(NamedTuple):
    """Where Zotero puts what is added: what is selected in its window."""

    name: str
    library: str
    is_library: bool
    """The library itself is selected, none of its collections."""
    is_editable: bool


class Zotero:
    """Zotero's own interface for browsers, at a port of this machine."""

    def __init__(
        self, port: int, *, asking_s: float = ASKING_S, adding_s: float = ADDING_S, listing_s: float = LISTING_S
    ) -> None:
        """The seconds are the most that a question, adding papers, and listing some of them may take."""
        self._port = port
        self._asking_s, self._adding_s, self._listing_s = asking_s, adding_s, listing_s

    async def selected(self) -> Collection:
        """What is selected in Zotero's window; raises ZoteroError."""
        status, answer = await self._post("getSelectedCollection", "application/json", b"{}", self._asking_s)
        if status != 200:
            raise Refused(f"Zotero does not say what is selected ({status})")
        if not isinstance(answer, dict) or not isinstance(answer.get("libraryName"), str):
            raise NotZotero(f"What answers on port {self._port} is not Zotero")
        library = clean(answer["libraryName"]) or "?"
        name = answer.get("name")
        is_editable = answer.get("libraryEditable") is not False and answer.get("editable") is not False
        name = clean(name) if isinstance(name, str) else library
        return Collection(name or "?", library, answer.get("id") is None, is_editable)

    async def add(self, text: str, *, session: str | None = None) -> int:
        """Let Zotero import papers in any format that it knows; returns how many it stored. Raises ZoteroError.

        `session`: a name for the request, by which Zotero refuses to carry it out twice.
        """
        path = f"import?session={session or token_hex(16)}"
        status, answer = await self._post(path, "text/plain; charset=utf-8", text.encode(), self._adding_s)
        match status:
            case 201 if isinstance(answer, list):
                return len(answer)
            case 409:
                raise SessionUsed("Zotero says that it has had this request before")
            case 500 if isinstance(answer, dict) and answer.get("libraryEditable") is False:
                raise ReadOnly("The library selected in Zotero is read-only")
            case 400:
                raise Refused("Zotero could not read it")
        raise Refused(f"Zotero answered with an error ({status})")

    async def items(self, collection: str = "") -> list[object]:
        """The items of the user's library, or of one of its collections, as its local API has them; untrusted.

        Notes and files that do not stand alone are no items. Raises ZoteroError.
        """
        path = f"collections/{await self._key_of(collection)}/items/top" if collection else "items/top"
        found: list[object] = []
        while page := await self._page(f"{path}?sort=dateAdded&direction=asc&limit={PAGE_ITEMS}&start={len(found)}"):
            found += page
            if len(page) < PAGE_ITEMS or len(found) >= MAX_ITEMS:
                break
        return found

    async def _key_of(self, collection: str) -> str:
        for each in await self._page("collections"):
            data = each.get("data") if isinstance(each, dict) else None
            if not isinstance(data, dict) or str(data.get("name")).casefold() != collection.casefold():
                continue
            if re.fullmatch("[A-Z0-9]{1,20}", key := str(data.get("key"))):
                return key
        raise NotFound(f"Zotero has no collection “{clean(collection)}” in the user's library")

    async def _page(self, path: str) -> list[object]:
        """A list of the local API, which is read-only and of which the user is number 0."""
        head = f"GET /api/users/0/{path} HTTP/1.0\r\n{self._head()}Zotero-API-Version: 3\r\n\r\n"
        status, answer = await self._ask(head.encode(), self._listing_s, MAX_PAGE_BYTES)
        match status:
            case 200 if isinstance(answer, list):
                return answer
            case 200:
                raise NotZotero(f"What answers on port {self._port} is not Zotero")
            case 403:
                raise SwitchedOff(
                    "Zotero does not let other programs read its library: in its settings, under Advanced, switch on "
                    "“Allow other applications on this computer to communicate with Zotero”"
                )
            case 404:
                raise NotFound("This Zotero cannot be read by other programs: it needs Zotero 7 or newer")
        raise Refused(f"Zotero answered with an error ({status})")

    async def _post(self, path: str, content_type: str, body: bytes, seconds: float) -> tuple[int, object]:
        """The status of the answer, and its JSON; None if it has none."""
        head = (
            f"POST /connector/{path} HTTP/1.0\r\n{self._head()}"
            f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\nX-Zotero-Connector-API-Version: 3\r\n\r\n"
        )
        return await self._ask(head.encode() + body, seconds, MAX_REPLY_BYTES)

    def _head(self) -> str:
        return f"Host: {HOST}:{self._port}\r\nUser-Agent: paperreader/{__version__}\r\n"

    async def _ask(self, request: bytes, seconds: float, most: int) -> tuple[int, object]:
        try:
            async with asyncio.timeout(seconds):
                reply = await self._exchange(request, most)
        except TimeoutError:
            raise NoAnswer("Zotero does not answer in time") from None
        except ConnectionRefusedError:
            raise NotRunning("Zotero is not running") from None
        except OSError:
            raise NoAnswer("Zotero dropped the connection") from None
        status, headers, rest = _parts(reply)
        if not status or "x-zotero-version:" not in headers.lower():
            raise NotZotero(f"What answers on port {self._port} is not Zotero")
        try:
            return status, json.loads(rest)
        except (ValueError, RecursionError):
            return status, None

    async def _exchange(self, request: bytes, most: int) -> bytes:
        reader, writer = await asyncio.open_connection(HOST, self._port)
        try:
            writer.write(request)
            with suppress(ConnectionError):  # it may answer before it has read all
                await writer.drain()
            reply = bytearray()
            while chunk := await reader.read(65536):
                reply += chunk
                if len(reply) > most:
                    raise NotZotero(f"What answers on port {self._port} is not Zotero")
            return bytes(reply)
        finally:
            writer.close()


def _parts(reply: bytes) -> tuple[int, str, bytes]:
    """Status, headers and body; the status is 0 if it is no answer in HTTP."""
    head, _, body = reply.partition(b"\r\n\r\n")
    line, _, headers = head.decode("latin-1").partition("\r\n")
    words = line.split()
    is_http = len(words) > 1 and words[0].startswith("HTTP/1.") and words[1].isascii() and words[1].isdigit()
    return (int(words[1][:3]) if is_http else 0), headers, body
