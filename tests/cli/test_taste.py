"""`paperreader taste`: the user's own papers come in, what was learned is shown, and all of it can begin anew."""

from __future__ import annotations

import json
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.mark_fields import ALL_PAPERS, STARRED, TASTE
from paperreader.models import Cause, MarkChange
from paperreader.store import Store
from paperreader.taste.judge import Verdict
from tests.bench.terminal import Program
from tests.cli.conftest import Here
from tests.conftest import store_of
from tests.hub_server.items import item, papers
from tests.stored_days import THU, TUE, WED, fill, ids_of
from tests.zotero_server import ZoteroServer

LOOM, TEA = ids_of(WED, 1, 2)
BIBLIOGRAPHY = """
@misc{a, title={A Loom for Long Threads}, author={Lovelace, Ada}, abstract={Looms weave threads.}}
@misc{b, title={Weaving without a Loom}, author={Lovelace, Ada}, abstract={No looms at all.}}
@misc{c, title={A loom for long threads}}
@misc{d, author={No title}}
@misc{e title={no comma}}
"""


@pytest.fixture
def store_path(env: dict[str, str]) -> Path:
    """A store with papers on looms and tea."""
    with closing(opened(store_of(env))) as store:
        some = [item(LOOM, "A Loom for Long Threads", day=WED), item(TEA, "The Temperature of Tea", day=WED)]
        fill(store, {WED: some, THU: papers(THU, 4)})
    return store_of(env)


def opened(path: Path) -> Store:
    return Store(path, now=lambda: datetime.now(UTC))


@pytest.fixture
def bibliography(tmp_path: Path) -> Path:
    path = tmp_path / "own.bib"
    path.write_text(BIBLIOGRAPHY, "utf-8")
    return path


@pytest.fixture
def zotero(env: dict[str, str]) -> Iterator[ZoteroServer]:
    with ZoteroServer() as server:
        config = Path(env["HOME"], ".config/paperreader/config.toml")
        config.parent.mkdir(parents=True)
        config.write_text(f"zotero_port = {server.port}\n", "utf-8")
        yield server


def test_papers_of_a_bibliography_change_the_order(here: Here, store_path: Path, bibliography: Path) -> None:
    said = here("taste", "import", str(bibliography))
    assert said.code == 0
    assert said.out == (
        "Imported 2 papers (1 of them stored here), 2 entries could not be read\n"
        "Your order now knows 2 papers of yours; in the reader: s y\n"
    )
    assert said.err == (
        f"paperreader: {bibliography}, line 6: it is not valid BibTeX\n"
        f"paperreader: {bibliography}, line 5: it has no title\n"
    )
    with closing(opened(store_path)) as store:
        scores = store.taste.scores([LOOM, TEA])
        assert scores[LOOM] > scores[TEA]
        assert [(paper.title, paper.paper) for paper in store.imported.counted()] == [
            ("A Loom for Long Threads", LOOM),
            ("Weaving without a Loom", None),
        ]


@pytest.mark.usefixtures("store_path")
def test_importing_again_adds_nothing(here: Here, bibliography: Path, tmp_path: Path) -> None:
    here("taste", "import", str(bibliography))
    other = tmp_path / "own.ris"
    other.write_text("TY  - X\nTI  - Weaving Without a Loom.\nER  - \nTY  - X\nTI  - One More on Threads\nER  - \n")
    said = here("taste", "import", str(bibliography), str(other), str(bibliography))
    assert said.out.splitlines()[0] == "Imported 1 paper, 2 already known, 2 entries could not be read"
    assert here("taste", "import", str(other)).out == (
        "Imported 0 papers, 2 already known\nYour order now knows 3 papers of yours; in the reader: s y\n"
    )


def test_without_a_store_one_is_made(here: Here, bibliography: Path, env: dict[str, str]) -> None:
    assert here("taste", "import", str(bibliography)).code == 0
    assert json.loads(here("taste", "show", "--json").out)["learned"]["imported"] == 2


@pytest.mark.usefixtures("store_path")
def test_what_cannot_be_read_changes_nothing(here: Here, bibliography: Path, tmp_path: Path, store_path: Path) -> None:
    diary = tmp_path / "diary.bib"
    diary.write_text("Dear diary")
    for path, why in (
        (diary, "it is neither BibTeX nor RIS nor JSON; nothing was imported"),
        (tmp_path / "no.bib", "cannot be read (No such file or directory); nothing was imported"),
        (tmp_path, "cannot be read (Is a directory); nothing was imported"),
    ):
        said = here("taste", "import", str(bibliography), str(path))
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith(f"paperreader: {path}")
        assert said.err.strip().endswith(why)
    diary.write_text("@misc{a, author={Ada}}\x1b]0;title\x07")
    said = here("taste", "import", str(diary))
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[-1] == "paperreader: nothing was imported: there is no paper in it"
    with closing(opened(store_path)) as store:
        assert store.imported.all() == []
    for args, why in (([], "nothing to import; give a FILE, or --zotero"), (["--collection", "A"], "needs --zotero")):
        said = here("taste", "import", *args)
        assert said.code == 2
        assert why in said.err


@pytest.mark.usefixtures("store_path")
def test_papers_come_from_zotero(here: Here, zotero: ZoteroServer) -> None:
    zotero.collections = {"ABCD2345": "Thesis"}
    zotero.items = [
        {"itemType": "preprint", "title": "Mine", "extra": f"arXiv:{LOOM}", "collections": ["ABCD2345"]},
        {"itemType": "journalArticle", "title": "The temperature of tea", "tags": [{"tag": "tea"}]},
        {"itemType": "attachment", "title": "A file"},
    ]
    said = here("taste", "import", "--zotero", "--collection", "Thesis", "--offline")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Imported 1 paper (1 of them stored here)\n")
    assert here("taste", "import", "--zotero").out.startswith(
        "Imported 1 paper (1 of them stored here), 1 already known\n"
    )
    zotero.local_api = False
    said = here("taste", "import", "--zotero")
    assert said.code == 1
    assert "switch on “Allow other applications on this computer to communicate with Zotero”" in said.err


def test_where_zotero_does_not_run_it_says_so(here: Here, env: dict[str, str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        config = Path(env["HOME"], "config.toml")
        config.write_text(f"zotero_port = {free.getsockname()[1]}\n")
        said = here("taste", "import", "--zotero", "--config", str(config))
    assert (said.code, said.out) == (1, "")
    assert said.err == "paperreader: Zotero is not running; start it, and try again. Nothing was imported\n"


def test_what_is_known_is_shown(here: Here, store_path: Path, bibliography: Path) -> None:
    said = here("taste", "show")
    assert (said.code, said.out.splitlines()[0][:41]) == (0, "Nothing is known of your taste yet. Star ")
    assert json.loads(here("taste", "show", "--json").out)["for"] == {}
    here("taste", "import", str(bibliography))
    with closing(opened(store_path)) as store:
        store.marks.apply([MarkChange("starred", True, [LOOM])], Cause.BY_HAND).result()
        words = [MarkChange(f"{TASTE}word:tea", "down", [ALL_PAPERS])]
        store.marks.apply(words, Cause.BY_HAND).result()
    lines = here("taste", "show").out.splitlines()
    assert lines[:2] == [
        "Learned just now from 1 paper that you liked and 1 that you imported.",
        "2 more stars, and it can be compared with votes.",
    ]
    assert "  less of tea" in lines
    rows = [line.split(maxsplit=3) for line in lines[lines.index("For a paper:") + 1 : lines.index("Against it:") - 1]]
    assert [(papers, text) for _, papers, _, text in rows if text == "threads"] == [("1", "threads")]
    assert all(float(share) > 0 for share, *_ in rows)
    known = json.loads(here("taste", "show", "--json").out)
    assert known["said"] == {"word:tea": "down"}
    assert "word:loom" in known["for"]
    assert "word:tea" in known["against"]
    assert (known["learned"]["liked"], known["learned"]["imported"]) == (1, 2)


def test_without_a_store_it_is_shown_how_to_begin(here: Here, env: dict[str, str]) -> None:
    assert "paperreader taste import FILE" in here("taste", "show").out
    assert not store_of(env).exists()
    assert here("taste", "reset", "--yes").err == "paperreader: no store yet: nothing to reset\n"


def test_a_reset_is_one_step_and_can_be_undone(here: Here, store_path: Path, bibliography: Path) -> None:
    here("taste", "import", str(bibliography))
    with closing(opened(store_path)) as store:
        store.marks.apply([MarkChange("starred", True, [LOOM])], Cause.BY_HAND).result()
        for feature, word in (("word:tea", "down"), ("word:loom", "up")):
            store.marks.apply([MarkChange(f"{TASTE}{feature}", word, [ALL_PAPERS])], Cause.BY_HAND).result()
    said = here("taste", "reset")
    assert (said.code, said.err) == (1, "paperreader: nothing was reset; add --yes where nobody can be asked\n")
    assert here("taste", "reset", "--yes").code == 0
    assert here("taste", "show").out.startswith("Nothing is known of your taste yet")
    with closing(opened(store_path)) as store:
        assert [entry.starred for entry in store.papers.entries_of([LOOM])] == [True]
        assert (store.taste.acts(), store.taste.said(), store.imported.counted()) == ([], {}, [])
        assert here("taste", "import", str(bibliography)).out.startswith("Imported 2 papers (1 of them stored here)")
        assert len(store.imported.counted()) == 2
        step = store.marks.undo().result()
        assert step is not None
        assert step.field == "learn-since"
        assert len(store.taste.acts()) == 1
        assert store.taste.said() == {"word:tea": Verdict.DOWN, "word:loom": Verdict.UP}
        assert len(store.imported.counted()) == 2


@pytest.mark.usefixtures("store_path")
def test_a_user_at_a_terminal_is_asked(env: dict[str, str], store_path: Path) -> None:
    for answer, said in ((b"n\r", "nothing was reset"), (b"y\r", "Your order begins anew")):
        with Program([sys.executable, "-m", "paperreader", "taste", "reset"], env, (80, 24)) as program:
            program.until(lambda text: "[y/N]" in text)
            program.write(answer)
            program.until(lambda text, said=said: said in text)  # type: ignore[misc]
    with closing(opened(store_path)) as store:
        assert [mark.field for mark in store.marks.all()] == ["learn-since"]


def test_json_has_nothing_that_steers_a_terminal(here: Here, store_path: Path, bibliography: Path) -> None:
    here("taste", "import", str(bibliography))
    evil, empty = "author:x\x9b31m\u202ey", "author:"
    with closing(opened(store_path)) as store:
        said = [MarkChange(f"{TASTE}{feature}", "up", [ALL_PAPERS]) for feature in (evil, empty, "author:Ada")]
        store.marks.apply(said, Cause.BY_HAND).result()
    with closing(sqlite3.connect(store_path)) as connection:
        connection.execute("INSERT INTO learned_weight VALUES (?, 5.0)", (evil,))
        connection.commit()
    shown = here("taste", "show", "--json").out
    assert shown.replace("\n", "").isprintable()
    assert json.loads(shown)["said"] == {"author:Ada": "up"}


def test_an_order_that_is_as_good_as_votes_is_not_called_worse(here: Here, store_path: Path) -> None:
    with closing(opened(store_path)) as store:
        some = [item(id, "The Same Title", day=TUE) for id in ids_of(TUE, 1, 2, 3, 4, 5)]
        fill(store, {TUE: some})
        store.marks.set(STARRED, True, ids_of(TUE, 1, 2, 3), Cause.BY_HAND).result()
    assert "as high as votes do: 0.50 (1: " in here("taste", "show").out


def test_a_closed_standard_input_is_an_empty_one(here: Here, store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for action in (("import", "-"), ("reset",)):
        monkeypatch.setattr(sys, "stdin", None)
        said = here("taste", *action)
        assert said.code == 1
        assert "nothing was" in said.err
