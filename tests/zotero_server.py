"""Zotero as far as its connector and its local API go, on loopback: its rules, codes, answers and faults."""

from __future__ import annotations

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOST = re.compile(r"(?:127\.0\.0\.1|\[::1\]|localhost)(?::[0-9]+)?", re.IGNORECASE)
CSL_TYPES = ("article", "article-journal", "book", "chapter", "paper-conference", "report", "thesis", "webpage")


class ZoteroServer:
    """`with ZoteroServer() as zotero:` listens at `zotero.port`; what is selected may be changed while it runs."""

    def __init__(self) -> None:
        self.selected_library, self.selected_collection = "My Library", "Thesis"
        """What is selected; an empty collection: the library itself."""
        self.editable = True
        self.read_only_library = False
        """None of its libraries takes anything."""
        self.stored: list[dict[str, Any]] = []
        self.items: list[dict[str, Any]] = []
        """Its items, as the local API has their data; those with the key of a collection in `collections` are in it."""
        self.collections: dict[str, str] = {}
        """Names by key."""
        self.local_api = True
        """The user has switched it on."""
        self.has_local_api = True
        """Zotero 6 has none."""
        self.sessions: set[str] = set()
        self.every_session_is_known = False
        self.requests: list[str] = []
        self.pages: list[int] = []
        """How many items the local API answered each time."""
        self.fault: str = ""
        """`hang`, `foreign`, `garbage`, `reset`, `huge`, or a status that each import is answered with."""
        self.stopped = threading.Event()
        self.delay, self.go_on = False, threading.Event()
        """It answers only once it may go on."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def do_POST(self) -> None:
                server.answer(self)

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self) -> ZoteroServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        address = urlsplit(request.path)
        self.requests.append(address.path)
        if self.delay:
            self.go_on.wait(60)
        if self.fault == "hang":
            self.stopped.wait(60)
            return
        if self.fault == "reset":
            return
        if self.fault in ("garbage", "huge"):
            chunk = b"\x00\xffSSH-2.0-nothing\n" * 4096
            for _ in range(1 if self.fault == "garbage" else 200):
                request.wfile.write(chunk)
            return
        if self.fault == "trickle":
            request.wfile.write(b"HTTP/1.0 200 OK\r\nX-Zotero-Version: 7.0\r\n")
            while not self.stopped.wait(0.05):
                request.wfile.write(b"X")
            return
        if self.fault == "foreign":
            self._send(request, 200, "<html>a router</html>", is_zotero=False)
            return
        self._send(request, *self._zotero(request, address.path, parse_qs(address.query)))

    def _zotero(self, request: BaseHTTPRequestHandler, path: str, query: dict[str, list[str]]) -> tuple[int, str]:
        """In the order of Zotero's own checks."""
        headers = request.headers
        if not HOST.fullmatch(headers.get("Host", "")):
            return 400, "Invalid Host header\n"
        if path.startswith("/api/") and self.has_local_api:
            return self._local_api(request, path, query)
        if path not in ("/connector/getSelectedCollection", "/connector/import"):
            return 404, "No endpoint found\n"
        if request.command != "POST":
            return 400, "Endpoint does not support method\n"
        if not headers.get("Content-Length", "").isdigit():
            return 400, "Content-length not provided\n"
        body = request.rfile.read(int(headers["Content-Length"])).decode()
        is_browser = headers.get("User-Agent", "").startswith("Mozilla/") or "Origin" in headers
        if is_browser and "X-Zotero-Connector-API-Version" not in headers:
            return 403, ""
        kind = headers.get("Content-Type", "").split(";")[0]
        if path == "/connector/getSelectedCollection":
            if kind != "application/json":
                return 400, "Endpoint does not support content-type\n"
            json.loads(body)
            return 200, json.dumps(self._selected())
        return self._import(body if kind else "", query)

    def _local_api(self, request: BaseHTTPRequestHandler, path: str, query: dict[str, list[str]]) -> tuple[int, str]:
        """Only what a list of items or collections needs."""
        if request.command != "GET":
            return 400, "Endpoint does not support method\n"
        if not self.local_api:
            return 403, "Local API is not enabled"
        if request.headers.get("Zotero-API-Version", "3") != "3":
            return 501, "API version not implemented"
        if path == "/api/users/0/collections":
            found = [{"key": key, "name": name} for key, name in self.collections.items()]
        elif path == "/api/users/0/items/top":
            found = [item for item in self.items if "parentItem" not in item]
        elif of := re.fullmatch(r"/api/users/0/collections/([A-Z0-9]+)/items/top", path):
            found = [item for item in self.items if of[1] in item.get("collections", ())]
        else:
            return 404, "Not found"
        start, limit = (int(query.get(name, ["0"])[0]) for name in ("start", "limit"))
        page = found[start : start + limit] if limit else found[start:]
        self.pages.append(len(page))
        answer = [{"key": item.get("key"), "version": 1, "library": {}, "data": item} for item in page]
        return 200, json.dumps(answer, indent=4)

    def _selected(self) -> dict[str, object]:
        return {
            "libraryID": 1,
            "libraryName": self.selected_library,
            "libraryEditable": self.editable,
            "filesEditable": self.editable,
            "editable": self.editable,
            "id": 7 if self.selected_collection else None,
            "name": self.selected_collection or self.selected_library,
            "targets": [{"id": "L1", "name": self.selected_library, "filesEditable": True, "level": 0}],
            "tags": {"L1": []},
        }

    def _import(self, body: str, query: dict[str, list[str]]) -> tuple[int, str]:
        try:
            items = json.loads(body)
        except ValueError:
            items = []
        if not items or not all(isinstance(item, dict) and item.get("type") in CSL_TYPES for item in items):
            return 400, ""  # none of its translators reads it
        if self.read_only_library:
            return 500, json.dumps({"libraryEditable": False})
        if self.fault.isdigit():
            return int(self.fault), ""
        session = query.get("session", [""])[0]
        if self.every_session_is_known or session in self.sessions:
            return 409, json.dumps({"error": "SESSION_EXISTS"})
        self.sessions.add(session)
        self.stored += items
        return 201, json.dumps([{"itemType": "preprint", "title": item["title"]} for item in items])

    def _send(self, request: BaseHTTPRequestHandler, status: int, text: str, *, is_zotero: bool = True) -> None:
        """As Zotero does: the length only of an answer without a body."""
        version = "X-Zotero-Version: 7.0.15\r\nX-Zotero-Connector-API-Version: 3\r\n" if is_zotero else ""
        length = "" if text else "Content-Length: 0\r\n"
        head = f"HTTP/1.0 {status} X\r\n{version}Content-Type: application/json\r\n{length}\r\n"
        request.wfile.write(head.encode() + text.encode())


if __name__ == "__main__":
    with ZoteroServer() as zotero:
        print(zotero.port, flush=True)
        while True:
            time.sleep(60)
