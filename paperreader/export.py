"""Papers as text for other programs: links, Markdown, BibTeX, JSON."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple

from paperreader.environment import HUB
from paperreader.linked import LINKED_KINDS, NOTHING_LINKED, Linked, LinkedRepo
from paperreader.models import Entry, Paper, TextHit
from paperreader.text.safe_url import safe_url
from paperreader.text.sanitize import clean

MAX_MARKDOWN_AUTHORS = 10
MAX_FILE_NAME_BYTES, MAX_AUTHOR_BYTES = 200, 60
"""File systems allow 255, of which a part is left for endings like `.part`."""


def hub_url(id: str, hub: str = HUB) -> str:
    """The paper's page on the Hub, or on the mirror with that address; ValueError if the id is not an arXiv id."""
    return f"{hub}/papers/{_checked(id)}"


def arxiv_url(id: str) -> str:
    """The paper's page on arXiv; ValueError if the id is not an arXiv id."""
    return f"https://arxiv.org/abs/{_checked(id)}"


def pdf_url(id: str) -> str:
    """The paper's PDF on arXiv; ValueError if the id is not an arXiv id."""
    return f"https://arxiv.org/pdf/{_checked(id)}"


def repo_url(repo: LinkedRepo, hub: str = HUB) -> str:
    """The page of a repository on the Hub, or on the mirror with that address."""
    folder = {"dataset": "datasets/", "space": "spaces/"}.get(repo.kind, "")
    return f"{hub}/{folder}{repo.id}"


def pdf_name(id: str, paper: Paper | None) -> str:
    """`2607.12345 Ada Lovelace - Title.pdf`: a name for the PDF that any file system takes; of an unknown paper its id.

    ValueError if the id is not an arXiv id.
    """
    name = _checked(id)
    if paper is None:
        return f"{name}.pdf"
    author = _in_file_name(paper.authors[0] if paper.authors else "", MAX_AUTHOR_BYTES)
    if author:
        name += f" {author} -"
    title = _in_file_name(paper.title, MAX_FILE_NAME_BYTES - len(f"{name} .pdf".encode()))
    return f"{f'{name} {title}'.rstrip(' -')}.pdf"


def _in_file_name(text: str, max_bytes: int) -> str:
    """Without what some file system forbids, and cut at a word; a colon becomes a dash."""
    text = re.sub(r"\s*:\s+", " - ", unicodedata.normalize("NFC", clean(text)))
    text = clean(re.sub(r"[\\/:|]", "-", re.sub(r'[*?"<>]', "", text)))
    if len(text.encode()) > max_bytes:
        text = text.encode()[:max_bytes].decode(errors="ignore")
        words = text.rpartition(" ")[0]
        text = words if len(words.encode()) > max_bytes // 2 else text
    return text.strip(" .-_\u200d\ufe0f")


def export(paper: Paper, format: str, hub: str = HUB) -> str | None:
    """The paper in one of FORMATS; None if it lacks that (no code, no project page). `hub`: for links to the Hub."""
    return FORMATS[format].make(paper, hub)


def to_json(
    entry: Entry, paper: Paper, hub: str = HUB, linked: Linked = NOTHING_LINKED, note: str = ""
) -> dict[str, object]:
    """One item of `paperreader list --json`. The fields are a public interface: the README lists them."""
    return {
        "id": paper.id,
        "source": paper.source,
        "day": entry.day and entry.day.isoformat(),
        "title": clean(paper.title),
        "abstract": clean(paper.abstract),
        "summary": _given(paper.summary),
        "title_raw": clean(paper.title_raw),
        "abstract_raw": clean(paper.abstract_raw),
        "authors": [clean(name) for name in paper.authors],
        "organization": _given(paper.organization),
        "submitter": _given(paper.submitter),
        "keywords": [clean(word) for word in paper.keywords],
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "github_repo": _code(paper),
        "github_stars": paper.github_stars,
        "project_page": _project(paper),
        "linked": {f"{kind}s": linked.totals.get(kind) for kind in LINKED_KINDS} if linked.totals else None,
        "published": paper.published and paper.published.isoformat(),
        "read": entry.read,
        "unread": entry.unread,
        "starred": entry.starred,
        "followed": [clean(name) for name in entry.followed],
        "tags": list(entry.tags),
        "note": note or None,
        "has_text": entry.has_text,
        "url": hub_url(paper.id, hub),
    }


def hit_to_json(hit: TextHit) -> dict[str, object]:
    """A match in the whole text of a paper, as `paperreader search --json` lists them."""
    return {
        "section": hit.number,
        "heading": clean(hit.heading),
        "words": clean(hit.words),
        "matches": [list(each) for each in hit.matches],
    }


def _checked(id: str) -> str:
    if re.fullmatch(r"[0-9]{4}\.[0-9]{4,5}|[a-z-]{2,8}/[0-9]{7}", id):
        return id
    raise ValueError("not an arXiv id")


def _title_and_link(paper: Paper, hub: str) -> str:
    return f"{clean(paper.title)} {hub_url(paper.id, hub)}"


def _code(paper: Paper) -> str | None:
    return safe_url(paper.github_repo or "")


def _project(paper: Paper) -> str | None:
    return safe_url(paper.project_page or "")


def _given(text: str | None) -> str | None:
    return clean(text or "") or None


def _markdown(paper: Paper, hub: str) -> str:
    from paperreader.text.markdown import escape, escape_url  # not needed for a start

    names = [clean(name) for name in paper.authors]
    more = len(names) - MAX_MARKDOWN_AUTHORS
    authors = ", ".join(names[:MAX_MARKDOWN_AUTHORS]) + (f" and {more} more" if more > 0 else "")
    abstract = clean(paper.abstract)
    lines = [f"[{escape(clean(paper.title))}]({escape_url(hub_url(paper.id, hub))})"]
    lines += ["", escape(authors)] if authors else []
    lines += ["", f"> {escape(abstract)}"] if abstract else []
    return "\n".join(lines)


def _bibtex(paper: Paper) -> str:
    year = paper.published.year if paper.published else 2000 + int(_checked(paper.id)[:2])
    fields = [
        ("title", f"{{{_in_bibtex(clean(paper.title))}}}"),
        ("author", " and ".join(_bibtex_name(clean(name)) for name in paper.authors)),
        ("year", str(year)),
        ("eprint", paper.id),
        ("archivePrefix", "arXiv"),
        ("url", arxiv_url(paper.id)),
    ]
    lines = [f"  {name}={{{value}}},\n" for name, value in fields if value]
    return f"@misc{{{_bibtex_key(paper, year)},\n{''.join(lines)}}}"


def _bibtex_key(paper: Paper, year: int) -> str:
    """Like `curie2026radium`: family name, year, first significant word of the title."""
    family = _family_name(paper.authors[0]) if paper.authors else ""
    words = [_ascii(word) for word in re.findall(r"\w+", clean(paper.title))]
    significant = [word for word in words if word and word not in ("a", "an", "the", "on", "of", "for", "to")]
    return f"{_ascii(family) or 'paper'}{year}{(significant or [paper.id.replace('.', '')])[0]}"


def _family_name(name: str) -> str:
    """The part before a comma, else the last word that is not a suffix (Jr., III)."""
    words = clean(name).partition(",")[0].split()
    while len(words) > 1 and words[-1].rstrip(".").lower() in ("jr", "sr", "ii", "iii", "iv"):
        words.pop()
    return words[-1] if words else ""


def _ascii(word: str) -> str:
    """Lower-case ASCII letters and digits: accents are dropped, letters like `æ` spelled out."""
    alike = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
    spelled = "".join(alike.get(letter, letter) for letter in word.lower())
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", spelled))


def _bibtex_name(name: str) -> str:
    """In braces if it has a comma or an `and`, which BibTeX would take for syntax."""
    text = _in_bibtex(name)
    return f"{{{text}}}" if "," in name or " and " in f" {name.lower()} " else text


def _in_bibtex(text: str) -> str:
    """BibTeX counts braces even after a backslash, so these are named, not escaped."""
    named = {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    }  # fmt: skip
    return "".join(named.get(character, character) for character in text)


class Format(NamedTuple):
    """A way to copy a paper: its letter in the `Y` menu, its name, and what makes the text of paper and Hub."""

    letter: str
    name: str
    make: Callable[[Paper, str], str | None]
    also: str
    """Other words for it, with commas between: the palette finds it by them."""


FORMATS: Mapping[str, Format] = {
    "title": Format("t", "title and link", _title_and_link, also="yank"),
    "hub": Format(
        "h", "Hub link", lambda paper, hub: hub_url(paper.id, hub), also="url, yank, share, hugging face, hf"
    ),
    "arxiv": Format("a", "arXiv link", lambda paper, _: arxiv_url(paper.id), also="url, yank, abs"),
    "pdf": Format("p", "PDF link", lambda paper, _: pdf_url(paper.id), also="url, yank"),
    "markdown": Format("m", "Markdown", _markdown, also="md, export, note, yank"),
    "bibtex": Format(
        "b",
        "BibTeX",
        lambda paper, _: _bibtex(paper),
        also="bib, cite, citation, reference, latex, zotero, export, yank",
    ),
    "code": Format("k", "code link", lambda paper, _: _code(paper), also="github, git, repo, repository, url, yank"),
    "project": Format("w", "project page", lambda paper, _: _project(paper), also="website, homepage, demo, url, yank"),
    "abstract": Format("s", "abstract", lambda paper, _: _given(paper.abstract), also="summary, text, yank"),
}
"""By name, in the order of the menu."""
