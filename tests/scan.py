"""What a query means, the slow way: every paper is read. `python -m tests.scan --recorded DIR` compares over real days.

Stems come from a table of their own, one word a row: the tokenizer is SQLite's, the rest is written anew.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from paperreader.hub.parse import parse_items
from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause, Paper
from paperreader.store import Store
from paperreader.text.fold import fold, other_spellings, spellings
from paperreader.views import Search

WORD = re.compile(r"[^\W_]+")
TODAY = date(2026, 7, 31)


@dataclass
class Known:
    """A paper, where it is listed and what a user made of it."""

    paper: Paper
    days: list[date]
    read: bool = False
    unread: bool = False
    starred: bool = False


def words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text.lower())
    return WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def spelled(text: str) -> list[list[str]]:
    """What may be typed for parts of the text, and for all of it."""
    parts = [[word.text for word in words] for words in other_spellings(text)]
    return parts and [*parts, WORD.findall(fold(text)), WORD.findall(fold(text, apart=True))]


class Scan:
    """Looks at every paper."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.known = sorted(known, key=lambda one: number(one.paper.id), reverse=True)
        self._stems: dict[str, str] = {}
        self._texts = {one.paper.id: self._texts_of(one.paper) for one in known}
        self._words = {
            id: {word for texts in by_name.values() for text in texts for word in text}
            for id, by_name in self._texts.items()
        }
        self._joined: dict[tuple[str, str, bool], list[str]] = {}
        self._stem_all(set().union(*self._words.values()))

    def _texts_of(self, paper: Paper) -> dict[str, list[list[str]]]:
        """The words of each text, and other spellings; the words of raw texts have no order that counts."""
        raw = [[word] for text in (paper.title_raw, paper.summary_raw, paper.abstract_raw) for word in words_of(text)]
        texts = {
            "title": [paper.title],
            "abstract": [paper.abstract],
            "summary": [paper.summary],
            "keyword": paper.keywords,
            "author": paper.authors,
            "org": [paper.organization or ""],
        }
        words = {
            name: [words for text in some for words in (words_of(text), *spelled(text))] for name, some in texts.items()
        }
        return {**words, "raw": raw}

    def _stem_all(self, words: Iterable[str]) -> None:
        new = sorted(set(words) - self._stems.keys())
        with sqlite3.connect(":memory:") as db:
            db.execute("CREATE VIRTUAL TABLE one USING fts5 (word, tokenize = 'porter unicode61')")
            db.execute("CREATE VIRTUAL TABLE term USING fts5vocab (one, instance)")
            db.executemany("INSERT INTO one (rowid, word) VALUES (?, ?)", enumerate(new))
            stems = dict(db.execute("SELECT doc, term FROM term"))
        db.close()
        self._stems |= {word: stems.get(place, word) for place, word in enumerate(new)}

    def stem(self, word: str) -> str:
        if word not in self._stems:
            self._stem_all([word])
        return self._stems[word]

    def has(self, known: Known, term: str) -> bool:
        """Whether one term of the language holds."""
        if term.startswith("-"):
            return not self.has(known, term[1:])
        field, colon, value = term.partition(":") if not term.startswith('"') else ("", "", term)
        if not colon:
            field, value = "", term
        if field == "day":
            return any(day.isoformat().startswith(value) for day in known.days)
        if field in ("upvotes", "stars"):
            figure = known.paper.upvotes if field == "upvotes" else known.paper.github_stars
            return figure is not None and (figure > int(value[1:]) if value[0] == ">" else figure < int(value[1:]))
        if field in ("is", "has"):
            facts = {
                "unread": known.unread,
                "read": known.read,
                "starred": known.starred,
                "code": known.paper.github_repo is not None,
                "project": known.paper.project_page is not None,
                "summary": bool(known.paper.summary),
            }
            return facts[value]
        texts = self._texts[known.paper.id]
        chosen = texts[field] if field else [text for name in texts for text in texts[name]]
        exact = value.startswith('"')
        key = (known.paper.id, field, exact)
        if key not in self._joined:
            self._joined[key] = [f" {' '.join(text if exact else map(self.stem, text))} " for text in chosen]
        for wanted in (words_of(value), *(spelling.split() for spelling in spellings(value))):
            looked_for = f" {' '.join(wanted if exact else map(self.stem, wanted))} "
            if any(looked_for in text for text in self._joined[key]):
                return True
        return False

    def find(self, clauses: Sequence[Sequence[str]]) -> list[str]:
        """Ids, newest first: those for which one term of every clause holds."""
        return [
            known.paper.id
            for known in self.known
            if all(any(self.has(known, term) for term in clause) for clause in clauses)
        ]

    def beginning(self, start: str) -> set[str]:
        """Papers with a word that begins so."""
        return {id for id, words in self._words.items() if any(word.startswith(start) for word in words)}

    def some_words(self, chance: random.Random) -> list[str]:
        """One to three words that stand next to each other somewhere."""
        texts = self._texts[chance.choice(self.known).paper.id]
        text = chance.choice([text for name in ("title", "abstract", "summary") for text in texts[name] if text])
        start = chance.randrange(len(text))
        return text[start : start + chance.randint(1, 3)]


def number(id: str) -> int:
    return int(id.replace(".", ""))


def random_clauses(scan: Scan, chance: random.Random) -> list[list[str]]:
    """A query of the language, made of words that occur."""

    def term() -> str:
        words = scan.some_words(chance)
        kind = chance.random()
        known = chance.choice(scan.known)
        if kind < 0.5:
            text = chance.choice(words)
        elif kind < 0.65:
            text = f'"{" ".join(words)}"'
        elif kind < 0.72:
            text = f"title:{chance.choice(words)}"
        elif kind < 0.78:
            text = f"abstract:{chance.choice(words)}"
        elif kind < 0.82 and known.paper.authors and words_of(known.paper.authors[0]):
            text = f"author:{words_of(known.paper.authors[0])[-1]}"
        elif kind < 0.86 and known.days:
            text = f"day:{chance.choice(known.days).isoformat()[: chance.choice([4, 7, 10])]}"
        elif kind < 0.9:
            text = f"upvotes:{chance.choice('<>')}{chance.choice([5, 20, 80])}"
        elif kind < 0.92:
            text = f"stars:{chance.choice('<>')}{chance.choice([10, 500])}"
        else:
            text = chance.choice(["is:unread", "is:read", "is:starred", "has:code", "has:project", "has:summary"])
        return f"-{text}" if chance.random() < 0.12 else text

    return [[term() for _ in range(1 if chance.random() < 0.85 else 2)] for _ in range(chance.randint(1, 3))]


def differences(store: Store, scan: Scan, count: int, seed: int) -> Iterator[str]:
    """What the store answers otherwise than the scan, over so many random queries."""
    chance = random.Random(seed)
    for _ in range(count):
        clauses = random_clauses(scan, chance)
        text = " ".join(" OR ".join(clause) for clause in clauses)
        found = [entry.id for entry in store.searches.find(Search(text, limit=1_000_000)).result()]
        if (wanted := scan.find(clauses)) != found:
            missing, extra = set(wanted) - set(found), set(found) - set(wanted)
            yield f"{text}: {len(wanted)} wanted, missing {sorted(missing)[:3]}, too many {sorted(extra)[:3]}"
        start = (word := chance.choice(scan.some_words(chance)))[: chance.randint(3, 12)]
        begun = {entry.id for entry in store.searches.find(Search(start, growing=True, limit=1_000_000)).result()}
        if len(start) >= 3 and (missing := scan.beginning(start) - begun):
            yield f"{start} (of {word}): missing {sorted(missing)[:3]}"


def filled(store: Store, answers: Sequence[tuple[date, Sequence[Paper]]], since: date) -> Scan:
    """Save what the hub answered, in this order, and mark some of it; the scan is told the same without the store.

    A paper that several days list is as the answer that was asked last tells it.
    """
    store.settings.set("since", since.isoformat()).result()
    known: dict[str, Known] = {}
    for day, papers in answers:
        store.ingest.save_day(day, papers, complete=True).result()
        for paper in papers:
            days = known[paper.id].days if paper.id in known else []
            known[paper.id] = Known(paper, [*days, day])
    newest_first = sorted(known.values(), key=lambda one: (max(one.days), one.paper.id), reverse=True)
    for one in newest_first[:1000:3]:
        one.read = True
    for one in newest_first[:1000:7]:
        one.starred = True
    for one in newest_first:
        one.unread = not one.read and max(one.days) >= since
    for field in (READ, STARRED):
        ids = [one.paper.id for one in newest_first if getattr(one, field)]
        store.marks.set(field, True, ids, Cause.BY_HAND).result()
    return Scan(newest_first)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recorded", type=Path, required=True, help="a folder of daily_papers/*.json.gz")
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder, "paperreader.db"), now=lambda: datetime(2026, 7, 31, 12, tzinfo=UTC))
        days = sorted(args.recorded.rglob("*.json.gz"), reverse=True)  # as the archive is fetched
        bodies = ((date.fromisoformat(file.name[:10]), gzip.decompress(file.read_bytes())) for file in days)
        scan = filled(store, [(day, parse_items(body).papers) for day, body in bodies], since=date(2026, 7, 1))
        found = list(differences(store, scan, args.queries, args.seed))
        print(*found, f"{len(scan.known)} papers, {args.queries} queries, {len(found)} differences", sep="\n")
        store.close()


if __name__ == "__main__":
    main()
