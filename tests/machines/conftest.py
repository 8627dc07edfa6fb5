"""An empty store for each test, made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperreader.store import Store
from tests.machines.files import NOON, folder_of


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "store.db"
    assert Store(path, now=lambda: NOON).close()
    return path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Iterator[Store]:
    shutil.copy(empty_store, tmp_path / "store.db")
    opened = Store(tmp_path / "store.db", now=lambda: NOON)
    yield opened
    if not opened._database.closed:
        opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "folder")
