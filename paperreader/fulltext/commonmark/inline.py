"""What stands in a line, from markdown-it's tokens to runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from paperreader.fulltext.blocks import Run, RunStyle
from paperreader.fulltext.commonmark.html_tags import Tag, read_tag
from paperreader.fulltext.commonmark.limits import MAX_INLINE_CHARS, MAX_INLINE_EFFORT
from paperreader.fulltext.commonmark.line import LINE_BREAK, Display, Image, Line
from paperreader.fulltext.commonmark.scripts import lowered, raised
from paperreader.fulltext.commonmark.set_aside import PLACEHOLDER, TABLE_PLACEHOLDER, SetAside
from paperreader.fulltext.formulas import Formulas
from paperreader.text.safe_url import safe_url
from paperreader.text.sanitize import clean

_ADDRESS = re.compile(r"""(https?://[^\s<>"“”]*[^\s<>"“”.,;:!?'’)\]}])""")
_SIGN = re.compile(r"[\[\]*_`<$!~]")
_MARKUP = re.compile(rf"[\\&\n]|://|{PLACEHOLDER.pattern}|{TABLE_PLACEHOLDER.pattern}")
_CLOSES = re.compile(r"[,;!?)\]]|[:.](?![=.\w])|-[a-z]{2}")
"""What stands close to a formula before it, also where a converter has put a space between them."""
_DIGIT_AND_BLANK, _WORD_AND_BLANK, _BRACKET_AND_BLANK = (re.compile(rf"{sign} $") for sign in (r"\d", r"\w", r"\("))
"""Ends of a text that what follows belongs close to: a raised letter, a superscript, a formula."""
_ANY_TAG = re.compile(r"<[^<>]*>")


def web_address(address: str) -> str:
    """An http(s) address as it may be opened; empty for any other."""
    return safe_url(clean(address)) or ""


class InlineReader:
    """Reads what stands in lines, with an effort that is bounded over all of a text."""

    def __init__(
        self,
        markdown: MarkdownIt,
        env: dict[str, Any],
        formulas: Formulas,
        set_aside: SetAside,
        *,
        keeps_breaks: bool = False,
    ) -> None:
        """`keeps_breaks`: lines are broken where the source breaks them, by a LINE_BREAK."""
        self._markdown = markdown
        self._env = env
        self._formulas = formulas
        self._set_aside = set_aside
        self._keeps_breaks = keeps_breaks
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
        return _Reading(self._formulas, self._set_aside, self._keeps_breaks).read(_joined(tokens))


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

    def __init__(self, formulas: Formulas, set_aside: SetAside, keeps_breaks: bool) -> None:
        self._formulas = formulas
        self._set_aside = set_aside
        self._keeps_breaks = keeps_breaks
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
                self._line_break()
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
            if body.isalpha():
                self._close_up(_DIGIT_AND_BLANK)  # `2 <sup>nd</sup>`
            body = raised(body) or f"^{body}"
        elif self._lowered:
            body = lowered(body) or f"_{body}"
        before = " " if text[:1].isspace() and not (self._is_after_formula() and _CLOSES.match(body)) else ""
        after = " " if body and text[-1:].isspace() else ""
        if body or before:
            self._parts.append(Run(before + body + after, self._style() if style is None else style, target))

    def _line_break(self) -> None:
        if self._keeps_breaks:
            self._parts.append(LINE_BREAK)
        else:
            self._text(" ")

    def _is_after_formula(self) -> bool:
        last = self._parts[-1] if self._parts else None
        return isinstance(last, Run) and last.style == "math"

    def _formula(self, tex: str) -> None:
        if tex.strip():
            run = self._formulas.run(tex)
            text = run.text
            if self._raised:
                text = raised(text) or f"^{text}"
            elif self._lowered:
                text = lowered(text) or f"_{text}"
            self._close_up(_WORD_AND_BLANK if tex.lstrip().startswith("^") else _BRACKET_AND_BLANK)
            self._parts.append(run._replace(text=text))

    def _close_up(self, before: re.Pattern[str]) -> None:
        """Drop the blank at the end of the text so far, if it ends like that."""
        last = self._parts[-1] if self._parts else None
        if isinstance(last, Run) and last.style != "math" and before.search(last.text):
            self._parts[-1] = last._replace(text=last.text[:-1])

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
            case "br":
                self._line_break()
            case "p" | "div" | "li" | "tr" | "td" | "th":
                self._text(" ")
            case "a":
                self._html_link(tag)
            case "img" | "video" | "audio" | "source" if tag.address:
                self._parts.append(Image(web_address(tag.address), tag.alt))

    def _html_link(self, tag: Tag) -> None:
        self._close_link()
        if tag.address and not tag.is_end:
            self._link = (tag.address, "", len(self._parts))


def unescaped(tex: str) -> str:
    """TeX between dollars, where converters escape what would be markup in prose or HTML."""
    tex = tex.replace("\\_", "_").replace("\\*", "*")
    return tex.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in tex else tex
