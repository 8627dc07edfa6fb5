"""Opens the reader for all that can go wrong."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from tests.hub_server import HubServer
from tests.stored_days import week
from tests.tui.conftest import _plain_terminal, _rare_garbage_collection, extreme, open_reader

__all__ = ["_plain_terminal", "_rare_garbage_collection", "extreme", "open_reader"]


@pytest.fixture
def week_hub(hub_server: HubServer) -> HubServer:
    """A hub that has all that a first start fetches."""
    hub_server.days.update(week())
    return hub_server


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of its own for 127.0.0.1, with its key."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl to make a certificate")
    made = tmp_path / "own.pem"
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(made)]
    subprocess.run(["openssl", "req", "-x509", *key, *names, *files], check=True, capture_output=True)
    return made


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    """What a server needs to show that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return context
