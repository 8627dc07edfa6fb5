"""What tests of the store share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from paperreader.store import Store
from tests.conftest import THURSDAY
from tests.stores import a_paper


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    """An empty store in which papers count as unread from Thursday on."""
    store = opened()
    store.settings.set("since", THURSDAY.isoformat()).result()
    return store


FULL = a_paper(
    7,
    title="On O(n²) 🧪",
    title_raw=r"On $\mathcal{O}(n^2)$ 🧪",
    summary="Short, readable",
    summary_raw="Short, $raw$",
    abstract_raw="We `show`.",
    keywords=("deep [learning]", 'quo"te', "微分"),
    authors=tuple(f"Author {n} Ł'\\" for n in range(700)),
    organization="Org",
    submitter="who",
    upvotes=12,
    comments=3,
    github_repo="https://github.com/a/b",
    github_stars=0,
    project_page="https://example.org",
    published=date(2026, 7, 28),
    source="other",
)
