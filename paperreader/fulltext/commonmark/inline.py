"""What stands in a line, from markdown-it's tokens to runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from paperreader.fulltext.blocks import Run, Runs, RunStyle
from paperreader.fulltext.commonmark.html_tags import Tag, read_tag
from paperreader.fulltext.commonmark.limits import MAX_INLINE_CHARS, MAX_INLINE_EFFORT
from paperreader.fulltext.commonmark.scripts import lowered, raised
from paperreader.fulltext.commonmark.set_aside import PLACEHOLDER, TABLE_PLACEHOLDER, SetAside
from paperreader.fulltext.formulas import Formulas
from paperreader.fulltext.web_address import web_address
from paperreader.text.sanitize import clean

_ADDRESS = re.compile(r"""(https?://[^\s<>"“”]*[^\s<>"“”.,;:!?'’)\]}])""")
_SIGN = re.compile(r"[\[\]*_`<$!~]")
_MARKUP = re.compile(rf"[\\&\n]|://|{PLACEHOLDER.pattern}|{TABLE_PLACEHOLDER.pattern}")
_ANY_TAG = re.compile(r"<[^<>]*>")


class Image(NamedTuple):
    """A picture in a line."""

    address: str
    alt: str


class Display(NamedTuple):
    """A displayed formula inside a paragraph."""

    tex: str


class Line(NamedTuple):
    """What an inline token holds."""

    parts: tuple[Run | Image | Display, ...]
    anchors: tuple[str, ...]
    """Ids that a link can name."""
    links: tuple[tuple[str, str, str], ...]
    """The address, text and title of each link."""

    @property
    def runs(self) -> Runs:
        """All of it as runs: a picture as its name in brackets."""
        return merged(_as_run(part) for part in self.parts)


class InlineReader:
    """Reads what stands in lines, with an effort that is bounded over all of a text."""

    def __init__(self, markdown: MarkdownIt, env: dict[str, Any], formulas: Formulas, set_aside: SetAside) -> None:
        self._markdown = markdown
        self._env = env
        self._formulas = formulas
        self._set_aside = set_aside
        self._effort = MAX_INLINE_EFFORT

    def read(self, source: str) -> Line:
        """The content of a paragraph or cell."""
        signs = len(_SIGN.findall(source))
        if not signs and not _MARKUP.search(source):
            return Line((Run(clean(source)),), (), ())
        self._effort -= signs * signs
        if len(source) > MAX_INLINE_CHARS or self._effort < 0:
            return Line((Run(clean(self._set_aside.restored(source))),), (), ())
        tokens: list[Token] = []
        self._markdown.inline.parse(source, self._markdown, self._env, tokens)
        return _Reading(self._formulas, self._set_aside).read(_joined(tokens))


def _joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens, with text that escapes have cut joined."""
    last: Token | None = None
    for token in tokens:
        if token.type in ("text", "text_special"):
            if last:
                last.content += token.content
            else:
                last = token
                last.type = "text"
            continue
        if last:
            yield last
            last = None
        yield token
    if last:
        yield last


class _Reading:
    """One line while it is read."""

    def __init__(self, formulas: Formulas, set_aside: SetAside) -> None:
        self._formulas = formulas
        self._set_aside = set_aside
        self._parts: list[Run | Image | Display] = []
        self._anchors: list[str] = []
        self._links: list[tuple[str, str, str]] = []
        self._strong = self._emphasis = self._code = self._raised = self._lowered = 0
        self._link: tuple[str, str, int] | None = None

    def read(self, tokens: Iterable[Token]) -> Line:
        for token in tokens:
            self._token(token)
        self._close_link()
        return Line(tuple(self._parts), tuple(self._anchors), tuple(self._links))

    def _token(self, token: Token) -> None:
        match token.type:
            case "text":
                self._text(token.content)
            case "softbreak" | "hardbreak":
                self._text(" ")
            case "code_inline":
                self._add(self._set_aside.restored(token.content), "code")
            case "math_inline":
                self._formula(unescaped(self._set_aside.restored(token.content)))
            case "math_inline_double":
                self._parts.append(Display(unescaped(self._set_aside.restored(token.content))))
            case "strong_open" | "strong_close":
                self._strong += token.nesting
            case "em_open" | "em_close":
                self._emphasis += token.nesting
            case "link_open":
                self._close_link()
                href, title = (self._set_aside.restored(str(token.attrs.get(name, ""))) for name in ("href", "title"))
                self._link = (href, title, len(self._parts))
            case "link_close":
                self._close_link()
            case "image":
                alt = clean(self._set_aside.restored(token.content))
                self._parts.append(Image(web_address(self._set_aside.restored(str(token.attrs.get("src", "")))), alt))
            case "html_inline":
                self._html(self._set_aside.restored(token.content))
            case "footnote_ref":
                label = str(token.meta.get("label", ""))
                self._parts.append(Run(raised(clean(label)) or clean(label), target=f"#fn-{clean(label)}"))
            case _:
                if token.content:
                    self._text(token.content)

    def _text(self, text: str) -> None:
        if TABLE_PLACEHOLDER.search(text):  # a table in a place where there can be none
            text = TABLE_PLACEHOLDER.sub(lambda found: _ANY_TAG.sub(" ", self._set_aside.table(found[0])), text)
        for piece in PLACEHOLDER.split(text):
            if PLACEHOLDER.match(piece):
                self._formula(self._set_aside.get(piece))
            elif self._link or "://" not in piece:
                self._add(piece)
            else:
                for index, part in enumerate(_ADDRESS.split(piece)):
                    self._add(part, target=web_address(part) if index % 2 else "")

    def _add(self, text: str, style: RunStyle | None = None, target: str = "") -> None:
        if not text:
            return
        body = clean(text)
        if self._raised:
            body = raised(body) or f"^{body}"
        elif self._lowered:
            body = lowered(body) or f"_{body}"
        before = " " if text[:1].isspace() else ""
        after = " " if body and text[-1:].isspace() else ""
        if body or before:
            self._parts.append(Run(before + body + after, self._style() if style is None else style, target))

    def _formula(self, tex: str) -> None:
        if tex.strip():
            run = self._formulas.run(tex)
            text = run.text
            if self._raised:
                text = raised(text) or f"^{text}"
            elif self._lowered:
                text = lowered(text) or f"_{text}"
            self._parts.append(run._replace(text=text))

    def _style(self) -> RunStyle:
        if self._code > 0:
            return "code"
        if self._strong > 0:
            return "strong emphasis" if self._emphasis > 0 else "strong"
        return "emphasis" if self._emphasis > 0 else ""

    def _close_link(self) -> None:
        if self._link is None:
            return
        (href, title, first), self._link = self._link, None
        href = clean(href)
        target = href if href.startswith("#") and " " not in href else web_address(href)
        if target:
            for index in range(first, len(self._parts)):
                part = self._parts[index]
                if isinstance(part, Run):
                    self._parts[index] = part._replace(target=target)
        if target:
            text = "".join(part.text for part in self._parts[first:] if isinstance(part, Run))
            self._links.append((target, text, title))

    def _html(self, source: str) -> None:
        tag = read_tag(source)
        if tag is None:
            self._add(source)
            return
        if tag.id:
            self._anchors.append(tag.id)
        step = -1 if tag.is_end else 1
        match tag.name:
            case "sup":
                self._raised = max(0, self._raised + step)
            case "sub":
                self._lowered = max(0, self._lowered + step)
            case "b" | "strong":
                self._strong = max(0, self._strong + step)
            case "i" | "em" | "cite":
                self._emphasis = max(0, self._emphasis + step)
            case "code" | "tt" | "kbd":
                self._code = max(0, self._code + step)
            case "br" | "p" | "div" | "li" | "tr" | "td" | "th":
                self._text(" ")
            case "a":
                self._html_link(tag)
            case "img" if tag.address:
                self._parts.append(Image(web_address(tag.address), tag.alt))

    def _html_link(self, tag: Tag) -> None:
        self._close_link()
        if tag.address and not tag.is_end:
            self._link = (tag.address, "", len(self._parts))


def unescaped(tex: str) -> str:
    """TeX between dollars, where converters escape what would be markup in prose."""
    return tex.replace("\\_", "_").replace("\\*", "*")


def merged(runs: Iterable[Run]) -> Runs:
    """Runs without empty ones, without spaces at both ends or side by side; neighbours of one kind joined."""
    found: list[Run] = []
    for run in runs:
        text = run.text
        if text[:1] == " " and (not found or found[-1].text[-1:] == " "):
            text = text[1:]
        if not text:
            continue
        if found and run.style != "math" and found[-1][1:] == run[1:]:
            found[-1] = found[-1]._replace(text=found[-1].text + text)
        else:
            found.append(run if text is run.text else run._replace(text=text))
    if found and found[-1].text[-1:] == " ":
        last = found.pop()
        if text := last.text.rstrip(" "):
            found.append(last._replace(text=text))
    return tuple(found)


def _as_run(part: Run | Image | Display) -> Run:
    if isinstance(part, Run):
        return part
    if isinstance(part, Image):
        return Run(f"[{part.alt or 'image'}]", target=part.address)
    return Run(part.tex, "math", tex=part.tex)


def displays(line: Line) -> Iterator[tuple[Runs, str]]:
    """The line cut at its displayed formulas: runs, and the TeX of the formula after them (empty after the last)."""
    before: list[Run] = []
    for part in line.parts:
        if isinstance(part, Display):
            yield merged(before), part.tex
            before = []
        else:
            before.append(_as_run(part))
    yield merged(before), ""
