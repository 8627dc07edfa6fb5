"""A paper as a vector: its words, the word pairs of its title, its keywords, authors and organization.

Whole numbers, so that what is added to a profile and taken away again leaves nothing behind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import sqrt
from typing import Final

from paperreader.models import Paper
from paperreader.text.english import STOP_WORDS, stem

VERSION: Final = 2
"""Of how features are made: stored ones of another version are made again."""
ONE: Final = 1 << 16
"""The length of a vector."""
MAX_CHARS: Final = 10_000
"""Of a title or an abstract; longer ones are none."""
MAX_NAMES: Final = 300
"""Of the authors and keywords."""
MAX_FEATURE_CHARS: Final = 150
TITLE_WEIGHT, PAIR_WEIGHT, KEYWORD_WEIGHT, NAME_WEIGHT = 2, 1.5, 1.5, 2
"""Of a word in the title, a pair of them, a keyword, and an author or organization; a word of the abstract has 1."""

WORD = re.compile(r"[^\W\d_](?:[\w-]*\w)?")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

Vector = Mapping[str, int]
"""Feature to weight. A feature is its kind and what it says: `word:agent`, `pair:world model`, `author:Ada Lovelace`;
the kinds are `word`, `pair`, `keyword`, `author` and `organization`. Words are without their endings."""


def vector(paper: Paper) -> Vector:
    """The paper's features, with weights whose squares add up to about the square of ONE; {} if it has none."""
    title = [stem(word) for word in _words(paper.title[:MAX_CHARS])]
    counts: Counter[str] = Counter()
    for word in title:
        counts[word] += TITLE_WEIGHT
    counts.update(stem(word) for word in _words(paper.abstract[:MAX_CHARS]))
    weights = {f"word:{word}": sqrt(count) for word, count in counts.items()}
    weights |= {f"pair:{first} {second}": PAIR_WEIGHT for first, second in pairwise(title)}
    weights |= {f"keyword:{word.casefold()}": KEYWORD_WEIGHT for word in paper.keywords[:MAX_NAMES]}
    weights |= {f"author:{name}": NAME_WEIGHT for name in paper.authors[:MAX_NAMES]}
    if paper.organization:
        weights[f"organization:{paper.organization}"] = NAME_WEIGHT
    weights = {feature: weight for feature, weight in weights.items() if is_feature(feature)}
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {feature: round(ONE * weight / length) for feature, weight in weights.items()}


def forms(paper: Paper) -> dict[str, str]:
    """Its words and pairs as it writes them first, by feature: `word:train` as `training`, `word:llm` as `LLMs`."""
    texts = paper.title[:MAX_CHARS], paper.abstract[:MAX_CHARS]
    title, abstract = ([*_words(text)] for text in texts)
    written = dict.fromkeys(word for text in reversed(texts) for word in WORD.findall(text))
    names = {word.lower(): in_sentence(word) for word in written if word.lower() not in written}
    found = {
        f"pair:{stem(first)} {stem(second)}": f"{names.get(first, first)} {names.get(second, second)}"
        for first, second in reversed([*pairwise(title)])
    }
    return found | {f"word:{stem(word)}": names.get(word, word) for word in reversed([*title, *abstract])}


def in_sentence(written_in_title: str) -> str:
    """As it is written in a sentence: the capitals of titles say nothing, but those of `LLM`, `R1` and `arXiv` do."""
    return re.sub(r"[^\W_]+", lambda word: word[0] if _is_name(word[0]) else word[0].lower(), written_in_title)


def _is_name(word: str) -> bool:
    return any(char.isupper() or char.isdigit() for char in word[1:])


def is_feature(text: str) -> bool:
    """Whether it can be kept: it has a kind and says something, in one line that is not too long."""
    kind, _, says = text.partition(":")
    is_short = len(text) <= MAX_FEATURE_CHARS
    return bool(kind and says) and is_short and text.isprintable() and text == text.strip()


def _words(text: str) -> Iterator[str]:
    """Its words in lower case, without addresses and what says nothing."""
    return (word for word in WORD.findall(ADDRESS.sub(" ", text).lower()) if len(word) > 1 and word not in STOP_WORDS)
