"""26 links that may be opened, and those that may not · 27 no browser"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.export import safe_url
from tests.hub.items import item, one


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org/a?b=c#d",
        "http://10.0.0.1:8080/x",
        "HTTPS://EXAMPLE.org",
        "https://example.org/ü/漢",
        "http://[::1]/x",
        "https://" + "a" * 2000 + ".org",
    ],
)
def test_fault_26_web_addresses_may_be_opened(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org",
        "https:",
        "https://",
        "https:///x",
        "ftp://a.org",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.c",
        "-https://a.org",
        "--new-window",
        " https://a.org",
        "https://a.org/x y",
        "https://a.org\n",
        "https://a.org/\x1b[31m",
        "https://a.org/\x7f",
        "https://a.org/\x9b31m",
        "https://a.org/\u202egpj.exe",
        "https://a.org/\u200b",
        "https://ada@a.org",
        "https://ada:pw@a.org",
        "https://a.org\\@b.org",
        "https://a.org\\b",
        "https://a.org:x",
        "https://a.org:99999",
        "https://[::1",
        "https://a.org/\ud800",
        "https://a.org/" + "a" * 2048,
        "https://a.org/" + "ü" * 1020,
    ],
)
def test_fault_26_anything_else_may_not(url: str) -> None:
    assert safe_url(url) is None


@given(st.text(), st.sampled_from(["", "https://", "http://a.org/"]))
def test_fault_26_no_url_is_too_strange_to_judge(rest: str, start: str) -> None:
    assert safe_url(start + rest) in (None, start + rest)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        (" http://192.0.2.1:8080 ", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("-https://example.org", False),
        ("https://me:secret@example.org", False),
        ("https://example.org/a b", False),
        ("https://", False),
        ("https://example.org/" + "a" * 3000, False),
    ],
)
def test_fault_26_only_safe_links_are_kept(url: str, kept: bool) -> None:
    paper = one(item("2607.00001", repo=url, project=url))
    assert (paper.github_repo, paper.project_page) == ((url.strip(),) * 2 if kept else (None, None))
