"""Pages and Markdown of papers that want to break what reads them: too much of everything, and nothing that ends."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.hostile import BEL, ESC, ST

EVIL = (
    f"{ESC}[2J{ESC}[7A{ESC}]0;owned{BEL}{ESC}]52;c;b3duZWQ={BEL}{ESC}]8;;http://evil.example{ST}link{ESC}]8;;{ST}"
    f"{ESC}Pq#0{ST}{ESC}c{ESC}[?1003l\x9b8m\x9d0;owned\x9c\x90q\x9c\x07\x08\x7f\x85\u202eflip\u2066\u200b\U000e0041"
    f"\u2028 [/] [bold [@click=app.quit]x[/] [link=http://evil.example] {ESC}]0;never closed"
)
"""Every way to steer a terminal at once; all of it can stand in HTML."""
ADDRESSES = [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "vbscript:x",
    "ftp://example.org/x",
    "//user:secret@example.org/x",
    "https://user:secret@example.org/x",
    "https://exa\u202emple.org/x",
    "https://example.org/\x1b[2J",
    "https://example.org/" + "x" * 5000,
    "https://[::1",
    "http://example.org:99999999/",
    "-rf",
    "--help",
    "https:example.org",
    "https:///etc/passwd",
    "\\\\evil\\share",
    "https://example.org\\@evil.example/",
    "mailto:ada@example.org",
    "#S1",
    "#" + "x" * 300,
    "#\x1b[2J",
    "#a b",
]


def article(content: str, *, ends: bool = True) -> bytes:
    """A page of LaTeXML's with this in it."""
    end = "</article></body></html>" if ends else ""
    page = "<!DOCTYPE html><html><head><title>T</title></head><body><article class='ltx_document'>" + content + end
    return page.encode("utf-8", "surrogatepass")


def para(content: str, id: str = "") -> str:
    return f"<div class='ltx_para' id='{id}'><p class='ltx_p'>{content}</p></div>"


def math(tex: str, display: str = "inline") -> str:
    return f"<math class='ltx_Math' display='{display}' alttext='{escape(tex)}'><mi>x</mi></math>"


def display(tex: str, id: str = "") -> str:
    return f"<table class='ltx_equation ltx_eqn_table' id='{id}'><tr><td>{math(tex, 'block')}</td></tr></table>"


def table(rows: str, caption: str = "A table") -> str:
    return (
        "<figure class='ltx_table' id='S1.T1'><figcaption class='ltx_caption'><span class='ltx_tag'>Table 1: </span>"
        f"{caption}</figcaption><table class='ltx_tabular'><tbody>{rows}</tbody></table></figure>"
    )


def row(cells: int, text: str = "x", more: str = "") -> str:
    return "<tr class='ltx_tr'>" + f"<td class='ltx_td' {more}>{text}</td>" * cells + "</tr>"


def heading(number: int, title: str = "Looms") -> str:
    return (
        f"<section class='ltx_section' id='S{number}'><h2 class='ltx_title ltx_title_section'>"
        f"<span class='ltx_tag ltx_tag_section'>{number} </span>{title} {number}</h2></section>"
    )


def note(number: int) -> str:
    return (
        f"<span class='ltx_note ltx_role_footnote' id='footnote{number}'><sup class='ltx_note_mark'>{number}</sup>"
        f"<span class='ltx_note_outer'><span class='ltx_note_content'><sup class='ltx_note_mark'>{number}</sup>"
        f"Thread {number}.</span></span></span>"
    )


def cite(number: int) -> str:
    return f"<cite class='ltx_cite'>[<a class='ltx_ref' href='#bib.bib{number}'>{number}</a>]</cite> "


def entry(number: int) -> str:
    return (
        f"<li class='ltx_bibitem' id='bib.bib{number}'><span class='ltx_tag ltx_tag_bibitem'>[{number}]</span>"
        f"<span class='ltx_bibblock'>Ada Brook. Looms {number}. arXiv:2607.{number:05}</span></li>"
    )


def bibliography(entries: int) -> str:
    items = "".join(map(entry, range(entries)))
    return (
        f"<section class='ltx_bibliography' id='bib'><h2>References</h2><ul class='ltx_biblist'>{items}</ul></section>"
    )


def listing(lines: int, text: str) -> str:
    line = f"<div class='ltx_listingline'>{text}</div>"
    return f"<div class='ltx_listing ltx_lst_language_Python'>{line * lines}</div>"


def links() -> str:
    hrefs = "".join(
        f"<a class='ltx_ref' href='{escape(each, quote=True)}'>link {n}</a> " for n, each in enumerate(ADDRESSES)
    )
    images = "".join(f"<img src='{escape(each, quote=True)}'>" for each in ADDRESSES)
    figure = f"<figure class='ltx_figure' id='S1.F1'>{images}<figcaption class='ltx_caption'>F</figcaption></figure>"
    return para(hrefs) + figure


PAGES: dict[str, Callable[[], bytes]] = {
    "escape sequences": lambda: article(
        heading(1, escape(EVIL))
        + para(escape(EVIL) * 3, escape(EVIL, quote=True))
        + display(EVIL, escape(EVIL, quote=True))
        + table(row(3, escape(EVIL)), escape(EVIL))
        + listing(3, escape(EVIL))
        + links()
        + para(math(EVIL) + cite(1) + note(1))
        + f"<a class='ltx_ref' href='#{escape(EVIL, quote=True)}'>x</a>"
        + bibliography(2)
    ),
    "entities": lambda: article(
        para("".join(f"&#{n};" for n in [*range(160), 0x202E, 0x200B, 0xD800, 0xE0041, 0x110000]))
    ),
    "links": lambda: article(links()),
    "zero-width flood": lambda: article(para("a" + "\u200b" * 500_000 + "b") + para("e" + "\u0301" * 500_000)),
    "joiners": lambda: article(para("\U0001f469\u200d" * 200_000)),
    "flags": lambda: article(para("\U0001f1e9" * 200_000)),
    "variation selectors": lambda: article(para("❤\ufe0f" * 200_000)),
    "nested 100,000": lambda: article("<div>" * 100_000 + "deep"),
    "nested spans": lambda: article("<p class='ltx_p'>" + "<span class='ltx_text ltx_font_bold'>" * 100_000 + "deep"),
    "nested lists": lambda: article("<ul class='ltx_itemize'><li class='ltx_item'>" * 50_000 + para("deep")),
    "nested tables": lambda: article(
        "<table class='ltx_tabular'><tr class='ltx_tr'><td class='ltx_td'>" * 50_000 + "deep"
    ),
    "nested figures": lambda: article("<figure class='ltx_figure'>" * 50_000 + "<img src='x.png'>"),
    "attribute of 5 MB": lambda: article(f"<p class='ltx_p' title='{'x' * 5_000_000}' id='{'y' * 2_000}'>text</p>"),
    "attributes": lambda: article("<p class='ltx_p' " + " ".join(f"a{n}=1" for n in range(300_000)) + ">text</p>"),
    "classes": lambda: article("<p class='ltx_p " + " ".join(f"a{n}" for n in range(500_000)) + "'>text</p>"),
    "formula of 1 MB": lambda: article(display("x+" * 500_000) + para(math("x+" * 500_000))),
    "formula nested 1 MB": lambda: article(display("{" * 500_000 + "}" * 500_000)),
    "formulas of 11,900": lambda: article("".join(display("\\frac{a}{b}+" * 990, f"E{n}") for n in range(300))),
    "fractions of 11,900": lambda: article(
        "".join(display("\\frac{a}{" * 1_080 + "b" + "}" * 1_080) for _ in range(300))
    ),
    "inline of 11,900": lambda: article("".join(para(math("x_{1}+" * 1_980)) for _ in range(300))),
    "scripts of 11,900": lambda: article("".join(display("x^{" * 2_900 + "}" * 2_900) for _ in range(300))),
    "macros": lambda: article(
        "".join(
            display("\\def\\a{xxxxxxxxxx}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a\\a\\a}" + "\\b" * 5000) for _ in range(30)
        )
    ),
    "macros that double": lambda: article(
        display("".join(f"\\def\\{chr(98 + n)}{{\\{chr(97 + n)}\\{chr(97 + n)}}}" for n in range(24)) + "\\z" + "\\y")
    ),
    "matrix": lambda: article(display("\\begin{matrix}" + ("x&" * 100 + "\\\\") * 55 + "\\end{matrix}")),
    "many formulas": lambda: article(para("".join(math(f"x_{{{n}}}=\\sqrt{{y}}") for n in range(50_000)))),
    "10,000 columns": lambda: article(table(row(10_000) * 20)),
    "10,000 columns of words": lambda: article(table(row(10_000, "a word or two") * 8)),
    "spans of 10^9": lambda: article(table((row(3, "x", "colspan='1000000000' rowspan='1000000000'")) * 200)),
    "spans that overlap": lambda: article(
        table("".join(row(20, "x", f"colspan='{n % 9}' rowspan='{n % 7}'") for n in range(2_000)))
    ),
    "row spans": lambda: article(table(row(900, "x", "rowspan='60000'") + row(5) * 5_000)),
    "100,000 rows": lambda: article(table(row(1) * 60_000)),
    "cell of 4 MB": lambda: article(table(row(1, "weft warp " * 400_000) + row(1))),
    "cell of one word": lambda: article(table(row(1, "x" * 2_000_000) + row(1))),
    "50,000 footnotes": lambda: article(para("".join(map(note, range(50_000))))),
    "footnote in footnote": lambda: article(
        para("<span class='ltx_note ltx_role_footnote'><span class='ltx_note_content'>x" * 20_000)
    ),
    "citations": lambda: article(para("".join(map(cite, range(120_000)))) + bibliography(10)),
    "citations of one": lambda: article(para(cite(1) * 120_000) + bibliography(2)),
    "bibliography": lambda: article(bibliography(60_000)),
    "100,000 headings": lambda: article("".join(map(heading, range(100_000)))),
    "headings 30,000": lambda: article("".join(map(heading, range(30_000)))),
    "heading of 1 MB": lambda: article(heading(1, "Looms " * 200_000) + para("x")),
    "paragraph of 4 MB": lambda: article(para("weft warp " * 400_000)),
    "word of 4 MB": lambda: article(para("x" * 4_000_000)),
    "wide word": lambda: article(para("漢" * 1_300_000)),
    "spaces": lambda: article(para("a" + " " * 4_000_000 + "b")),
    "breaks": lambda: article(para("x<br>" * 400_000)),
    "paragraphs": lambda: article(para("x") * 110_000),
    "styles": lambda: article(
        para("<span class='ltx_text ltx_font_bold'>a</span><span class='ltx_text ltx_font_italic'>b</span>" * 100_000)
    ),
    "10,000 images": lambda: article(
        "<figure class='ltx_figure' id='S1.F1'>"
        + "".join(f"<img src='{n}.png'>" for n in range(10_000))
        + "<figcaption class='ltx_caption'>Looms</figcaption></figure>"
    ),
    "listing lines": lambda: article(listing(60_000, "    x = 1")),
    "listing line": lambda: article(listing(1, "x = 1;" * 500_000) + listing(3, " " * 500_000 + "x")),
    "same ids": lambda: article(
        "".join(
            "<div class='ltx_para' id='S1'><p class='ltx_p'>x <a class='ltx_ref' href='#S1'>y</a></p></div>"
            for _ in range(50_000)
        )
    ),
    "ids in a ring": lambda: article(
        "".join(para(f"<a class='ltx_ref' href='#a{(n + 1) % 30000}'>{n}</a>", f"a{n}") for n in range(30_000))
    ),
    "base": lambda: (
        b"<html><head><base href='https://evil.example/html/2607.99999v9/'></head>" + article(links() + para("x"))
    ),
    "unterminated tag": lambda: article(para("text") + "<p class='ltx_p' id='", ends=False),
    "unterminated comment": lambda: article(para("text") + "<!-- " + "x" * 1_000_000, ends=False),
    "unterminated script": lambda: article(para("text") + "<script>" + "<p>" * 100_000, ends=False),
    "unterminated textarea": lambda: article(para("text") + "<textarea>" + "x" * 100_000, ends=False),
    "less-than signs": lambda: article(para("<" * 400_000)),
    "ampersands": lambda: article(para("&" * 3_000_000)),
    "quotes": lambda: article('<p class="' + "'\"" * 1_000_000 + ">"),
    "end tags": lambda: article("</p></div>" * 200_000 + para("x")),
    "comments": lambda: article("<!---->" * 400_000 + para("x")),
    "template": lambda: article("<template>" * 50_000 + para("x")),
    "svg": lambda: article("<svg>" * 20_000 + "<foreignObject>" * 20_000 + para("x")),
    "mathml": lambda: article("<p class='ltx_p'><math>" + "<mrow>" * 100_000 + "<mi>x</mi>"),
    "invalid UTF-8": lambda: article("@").replace(b"@", bytes(range(128, 256)) * 10_000),
    "NUL": lambda: article("@").replace(b"@", b"<p class='ltx_p'>a" + b"\0" * 1_000_000 + b"b"),
    "UTF-16": lambda: article(para("text")).decode().encode("utf-16"),
}


MARKDOWN: dict[str, Callable[[], str]] = {
    "escape sequences": lambda: (
        f"# {EVIL}\n\n{EVIL}\n\n> {EVIL}\n\n| {EVIL} | b |\n|---|---|\n"
        f"| {EVIL} | c |\n\n$${EVIL}$$\n\n```\n{EVIL}\n```\n[{EVIL}](javascript:x)"
    ),
    "links": lambda: (
        "# A\n\n" + " ".join(f"[link {n}](<{each}>) ![i](<{each}>) <{each}>" for n, each in enumerate(ADDRESSES))
    ),
    "quotes": lambda: "# A\n\n" + ">" * 100_000 + " x",
    "lists": lambda: "# A\n\n" + "".join("  " * n + "- x\n" for n in range(1_500)),
    "list markers": lambda: "# A\n\n" + "- " * 200_000 + "x",
    "brackets": lambda: "# A\n\n" + "[" * 500_000,
    "brackets closed": lambda: "# A\n\n" + "[" * 100_000 + "](x)" * 100_000,
    "images": lambda: "# A\n\n" + "![" * 200_000 + "](x)" * 10,
    "stars": lambda: "# A\n\n" + "*a **b " * 200_000,
    "underscores": lambda: "# A\n\n" + "_" * 1_000_000 + "a" + "_" * 1_000_000,
    "star pairs": lambda: "# A\n\n" + "**x" * 300_000,
    "backticks": lambda: "# A\n\n" + "".join("`" * (n % 900 + 1) + "x" for n in range(5_000)),
    "dollars": lambda: "# A\n\n" + "$x " * 500_000,
    "double dollars": lambda: "# A\n\n" + "$$\n" * 300_000,
    "brackets of TeX": lambda: "# A\n\n" + "\\[ " * 300_000 + "\\( " * 300_000,
    "html": lambda: "# A\n\n" + "<div>" * 200_000,
    "html tables": lambda: "# A\n\n" + "<table><tr><td>" * 100_000,
    "html table spans": lambda: (
        "# A\n\n<table>" + "<tr><td colspan=999999999 rowspan=999999999>x</td></tr>" * 500 + "</table>"
    ),
    "less-than signs": lambda: "# A\n\n" + "<" * 1_000_000,
    "comments": lambda: "# A\n\n" + "<!--" * 300_000,
    "autolinks": lambda: "# A\n\n" + "<https://" * 200_000,
    "entities": lambda: "# A\n\n" + "&#x1b;[2J &#0; &#x202e; " * 10_000 + "&" * 500_000,
    "table of 10,000 columns": lambda: (
        "# A\n\n" + ("|x" * 10_000 + "|\n" + "|-" * 10_000 + "|\n" + ("|y" * 10_000 + "|\n") * 50)
    ),
    "table rows": lambda: "# A\n\n|a|b|\n|-|-|\n" + "|x|y|\n" * 200_000,
    "pipes": lambda: "# A\n\n" + "|" * 1_000_000 + "\n" + "|-" * 100_000,
    "headings": lambda: "\n".join(f"# {n} Looms {n}\n" for n in range(100_000)),
    "setext": lambda: "a\n" * 200_000 + "===\n",
    "references": lambda: (
        "# A\n\n" + "".join(f"[{n}]: https://example.org/{n}\n" for n in range(60_000)) + "[1] " * 60_000
    ),
    "footnotes": lambda: (
        "# A\n\n" + "".join(f"[^{n}]: x\n\n" for n in range(40_000)) + "".join(f"[^{n}]" for n in range(40_000))
    ),
    "backslashes": lambda: "# A\n\n" + "\\" * 2_000_000,
    "backslash words": lambda: "# A\n\n" + "\\frac" * 300_000,
    "one line": lambda: "x" * 4_000_000,
    "words": lambda: "# A\n\n" + "weft warp " * 400_000,
    "spaces": lambda: "# A\n\n" + " " * 3_000_000 + "x" + "\t" * 1_000_000,
    "blank lines": lambda: "# A\n" + "\n" * 3_000_000 + "x",
    "lines of a letter": lambda: "# A\n\n" + "x\n" * 1_000_000,
    "flat page": lambda: (
        "Title: T\n\nURL Source: https://arxiv.org/html/2607.00001\n\nMarkdown Content:\n" + "x_{1}=y " * 300_000
    ),
    "flat page of braces": lambda: (
        "Title: T\n\nURL Source: https://arxiv.org/html/2607.00001\n\nMarkdown Content:\n## 1 A\n\n"
        + "{" * 500_000
        + "_{" * 200_000
        + "\\mathcal{" * 100_000
    ),
    "flat page of carets": lambda: (
        "Title: T\n\nURL Source: https://arxiv.org/html/2607.00001\n\nMarkdown Content:\n## 1 A\n\n"
        + "^^" * 500_000
        + "[^" * 200_000
        + "x^" * 300_000
    ),
    "flat page of formulas": lambda: (
        "Title: T\n\nURL Source: https://arxiv.org/html/2607.00001\n\nMarkdown Content:\n## 1 A\n\n"
        + "xi∈ℝd\\bm{x}_{i}\\in\\mathbb{R}^{d} " * 60_000
    ),
    "flat page of references": lambda: (
        "Title: T\n\nURL Source: https://arxiv.org/html/2607.00001\n\nMarkdown Content:\n## 1 A\n\n[1](#bib.bib1)" * 1
        + "\n\n## References\n\n"
        + "".join(f"*   [{n}]Ada. Looms {n}. [Link](https://example.org/{n})\n" for n in range(40_000))
    ),
    "fences": lambda: "# A\n\n" + "```\nx\n" * 100_001,
    "fence of 4 MB": lambda: "# A\n\n```\n" + "    x = 1\n" * 400_000,
    "titles": lambda: "Title: " + "x" * 2_000_000 + "\n" + "Title: T\n" * 100_000,
    "parentheses": lambda: "# A\n\n[a](" + "(" * 500_000,
    "math environments": lambda: "# A\n\n" + "\\begin{equation}" * 100_000,
    "formula of 1 MB": lambda: "# A\n\n$$" + "x+" * 500_000 + "$$",
}
