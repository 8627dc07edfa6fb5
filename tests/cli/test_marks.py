"""`paperreader marks`: from machine to machine."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.cli import main
from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause, timestamp
from paperreader.store import Store
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, rows

NOON = datetime(2026, 7, 31, 12, tzinfo=UTC)


PAPERS = ("2607.00001", "2607.00002", "2607.00003")


A_MARK = {"paper": PAPERS[0], "field": "read", "value": True, "at": timestamp(NOON), "cause": "bulk", "device": "d"}


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(tmp_path / "paperreader.db", now=clock)
    store.settings.set("since", FRIDAY.isoformat()).result()
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(5)], complete=True).result()
    yield store
    store.close()


def test_marks_go_from_machine_to_machine_by_command(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(db: Path, *args: str) -> tuple[int, str, str]:
        code = main(["--db", str(db), "marks", *args])
        done = capsys.readouterr()
        return code, done.out, done.err

    here, there, file = store.path, tmp_path / "there.db", tmp_path / "marks.jsonl"
    assert call(there, "export") == (1, "", "paperreader: no store yet: no marks to export\n")
    assert call(here, "export") == (0, "", "")
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    assert call(here, "export", str(file)) == (0, f"1 mark in {file}\n", "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert call(here, "export", str(file))[0] == 1
    assert call(here, "export", str(file), "--replace")[0] == 0
    assert call(here, "export", str(here), "--replace")[0] == 1
    assert call(here, "export", str(tmp_path / "nowhere" / "x"))[0] == 1
    assert call(there, "merge", str(file)) == (0, "1 mark read, 1 of them newer than here\n", "")
    assert call(there, "merge", str(file)) == (0, "1 mark read, 0 of them newer than here\n", "")
    assert call(there, "export")[1] == call(here, "export")[1] == file.read_text()
    store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).result()
    store.marks.undo().result()
    assert call(here, "export", str(file), "--replace") == (0, f"1 mark and 1 removed in {file}\n", "")
    later = {**A_MARK, "at": timestamp(datetime.now(UTC) + timedelta(days=400))}
    file.write_text(json.dumps(later) + "\n" + json.dumps({**later, "field": "mood"}))
    code, out, err = call(there, "merge", str(file))
    assert (code, out) == (0, "1 mark read, 1 of them newer than here\n")
    assert "1 mark skipped" in err
    assert "the clock of the other machine is wrong" in err
    before = rows(there, "SELECT * FROM mark")
    file.write_text(json.dumps({**A_MARK, "paper": "2607.00004"}) + "\nrubbish\n")
    code, out, err = call(there, "merge", str(file))
    assert (code, out, err) == (1, "", f"paperreader: {file}, line 2: not JSON; nothing was merged\n")
    assert rows(there, "SELECT * FROM mark") == before
    file.unlink()
    code, _, err = call(there, "merge", str(file))
    why = "cannot be read (No such file or directory); nothing was merged"
    assert (code, err) == (1, f"paperreader: {file} {why}\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(A_MARK).encode())))
    assert call(there, "merge", "-")[:2] == (0, "1 mark read, 0 of them newer than here\n")
