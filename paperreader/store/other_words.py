"""The column `other_words`: what finds a paper though none of its texts has it, and where it stands in them.

It holds the words of raw texts that the readable ones lack, and other spellings (see `text.fold`): each as it is, with
a sign in front for any text, and with a sign for the text that it is of. With such a sign it can be asked for apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from paperreader.models import Paper, TextRanges
from paperreader.store.schema import INDEXED, raw_words
from paperreader.text.fold import WORD, is_plain, other_spellings

SIGNS: Mapping[str, str] = {name: chr(0xE000 + number) for number, name in enumerate(("", *INDEXED[:-1]))}
"""By text, "" for any: private characters, which are letters for the tokenizer."""


def other_words(paper: Paper) -> str:
    """The content of the column for a paper."""
    texts = (
        (paper.title_raw, paper.title),
        (paper.summary_raw, paper.summary),
        (paper.abstract_raw, paper.abstract),
    )
    words = [raw_words(*((raw, readable) for raw, readable in texts if raw != readable))]
    spelled: dict[str, dict[str, None]] = {}
    for name, text in _texts(paper).items():
        for spelling in other_spellings(text):
            spelled.setdefault(" ".join(word.text for word in spelling), {})[name] = None
    for phrase, names in spelled.items():
        words += [phrase, *(signed(name, phrase) for name in ("", *names))]
    return " ".join(filter(None, words))


def signed(name: str, words: str) -> str:
    """Words of other spellings, as the column has them for the text of that name."""
    return " ".join(SIGNS[name] + word for word in re.findall(WORD, words))


def other_words_of(spellings: Iterable[str]) -> str:
    """The content of the column for a text that has an index of its own."""
    return " ".join(f"{each} {signed('', each)}" for each in spellings)


def spelled(text: str) -> list[str]:
    """The other spellings of words in a text, each once."""
    return list(dict.fromkeys(" ".join(word.text for word in each) for each in other_spellings(text)))


def locate(found: Iterable[str], texts: Mapping[str, str]) -> dict[str, TextRanges]:
    """Where in the texts stands what was found in the column."""
    wanted = [each.split() for each in found]
    ranges = {name: tuple(_located(wanted, name, text)) for name, text in texts.items() if not is_plain(text)}
    return {name: each for name, each in ranges.items() if each}


def _located(wanted: Iterable[list[str]], name: str, text: str) -> Iterable[tuple[int, int]]:
    sign = SIGNS[name]
    here = [[word.removeprefix(sign) for word in words] for words in wanted]
    for spelling in other_spellings(text):
        row = [word.text for word in spelling]
        for words in here:
            for at in range(len(row) - len(words) + 1):
                if row[at : at + len(words)] == words:
                    yield spelling[at].start, spelling[at + len(words) - 1].end


def _texts(paper: Paper) -> dict[str, str]:
    return {
        "title": paper.title,
        "abstract": paper.abstract,
        "summary": paper.summary,
        "keywords": ", ".join(paper.keywords),
        "authors": ", ".join(paper.authors),
        "organization": paper.organization or "",
    }
