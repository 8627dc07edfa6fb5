"""A digest as one HTML page that loads nothing: for a mail, or a browser.

Mail programs know little of CSS: layout is a table, and every element has its style with it. The dark colours and the
narrower margins are in a style sheet, for those that read one.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from paperreader.digest import phrases
from paperreader.digest.digest import Digest, DigestPaper

SERIF = "Charter,'Bitstream Charter','Iowan Old Style','Source Serif 4',Georgia,Cambria,'Times New Roman',serif"
SANS = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"

TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
STYLES = {
    "body": "margin:0;padding:0;background:#fdfcfa;-webkit-text-size-adjust:100%",
    "page": (
        f"padding:48px 24px 56px;font-family:{SANS};color:#1f1e1c;overflow-wrap:anywhere;word-break:break-word"
    ),  # a word of any length widens nothing
    "label": "margin:0;font-size:12px;line-height:18px;letter-spacing:.09em;text-transform:uppercase;color:#6e6a63",
    "date": f"margin:6px 0 8px;font-family:{SERIF};font-size:34px;line-height:40px;font-weight:700;color:#1f1e1c",
    "contents": "margin:0;font-size:15px;line-height:22px;color:#6e6a63",
    "group": (
        "margin:44px 0 0;padding:0 0 8px;border-bottom:2px solid #1f1e1c;font-size:12px;line-height:18px;"
        "letter-spacing:.09em;text-transform:uppercase;font-weight:700;color:#1f1e1c"
    ),
    "rule": "margin:28px 0 0;border-bottom:2px solid #1f1e1c",
    "first": "padding:26px 0 26px",
    "paper": "padding:26px 0 26px;border-top:1px solid #e6e2da",
    "followed": "margin:0 0 4px;font-size:13px;line-height:20px;color:#8a4b08",
    "title": f"margin:0;font-family:{SERIF};font-size:22px;line-height:28px;font-weight:700",
    "title-link": "color:#1f1e1c;text-decoration:none",
    "by": "margin:6px 0 0;font-size:14px;line-height:21px;color:#6e6a63",
    "summary": f"margin:12px 0 0;font-family:{SERIF};font-size:17px;line-height:27px;color:#33312d",
    "figures": "margin:12px 0 0;font-size:14px;line-height:22px;color:#6e6a63",
    "link": "color:#8a4b08;text-decoration:underline",
    "rest": "margin:20px 0 0;font-size:15px;line-height:22px;color:#6e6a63",
}
"""By class."""

SHEET = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) {
  .page { padding: 28px 18px 40px !important; }
  .date { font-size: 28px !important; line-height: 34px !important; }
  .title { font-size: 20px !important; line-height: 26px !important; }
}
@media (prefers-color-scheme: dark) {
  .body { background: #161513 !important; }
  .page, .date, .group, .title-link { color: #eceae5 !important; }
  .group, .rule { border-color: #eceae5 !important; }
  .summary { color: #cfccc4 !important; }
  .label, .contents, .by, .figures, .rest { color: #a09b91 !important; }
  .link, .followed { color: #e0a458 !important; }
  .paper { border-color: #33302b !important; }
}
"""
"""A mail program that ignores it shows the light colours of STYLES."""


def write(digest: Digest) -> str:
    """The page."""
    return "\n".join(_lines(digest)) + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="supported-color-schemes" content="light dark">'
    yield f"<title>Daily papers: {escape(digest.title)}</title>"
    yield f"<style>{SHEET}</style>"
    yield "</head>"
    yield f"<body {_style('body')}>"
    yield f'<table {TABLE} style="table-layout:fixed"><tr><td align="center">'
    yield f'<table {TABLE} style="max-width:640px;table-layout:fixed">'
    yield f'<tr><td align="left" {_style("page")}>'
    yield _element("p", "label", "Daily papers")
    yield _element("h1", "date", digest.title)
    search = f"Search: {digest.query}{phrases.JOINT}" if digest.query else ""
    yield _element("p", "contents", f"{search}{digest.contents}")
    for heading, papers in digest.groups:
        yield _element("h2", "group", heading) if heading else f"<div {_style('rule')}></div>"
        for number, of in enumerate(papers):
            yield f"<div {_style('paper' if number else 'first')}>"
            yield from _paper(of, digest.hub)
            yield "</div>"
    if digest.rest:
        yield f"<p {_style('rest')}>{_link(digest.rest, digest.rest_url)}</p>"
    yield "</td></tr></table>"
    yield "</td></tr></table>"
    yield "</body>"
    yield "</html>"


def _paper(of: DigestPaper, hub: str) -> Iterator[str]:
    if names := phrases.followed(of):
        yield _element("p", "followed", names)
    title = _link(phrases.title(of), phrases.page(of, hub), "title-link")
    yield f"<h3 {_style('title')}>{title}</h3>"
    if by := phrases.by_line(of):
        yield _element("p", "by", by)
    if summary := phrases.summary(of):
        yield _element("p", "summary", summary)
    parts = [escape(phrases.figures(of)), *(_link(link.name, link.url) for link in phrases.links(of, hub))]
    yield f"<p {_style('figures')}>{'&nbsp;· '.join(parts)}</p>"


def _style(name: str) -> str:
    return f'class="{name}" style="{escape(STYLES[name], quote=False)}"'


def _element(tag: str, name: str, text: str) -> str:
    return f"<{tag} {_style(name)}>{escape(text)}</{tag}>"


def _link(text: str, url: str, name: str = "link") -> str:
    return f'<a href="{escape(url)}" {_style(name)}>{escape(text)}</a>'
