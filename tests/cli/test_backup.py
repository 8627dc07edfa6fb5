"""`paperreader backup` and `paperreader restore`."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperreader.cli import main
from paperreader.store import Store


@pytest.fixture
def store(one_read: Store) -> Store:
    return one_read


def test_a_store_is_copied_and_restored_by_command(
    path: Path, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def call(*args: str) -> tuple[int, str, str]:
        code = main(["--db", str(path), *args])
        done = capsys.readouterr()
        return code, done.out, done.err

    copy = str(tmp_path / "copy.db")
    code, out, err = call("backup", copy)
    assert (code, err) == (0, "")
    assert out == f"20 papers and 1 mark ({Path(copy).stat().st_size / 1e6:.1f} MB) in {copy}\n"
    code, out, err = call("backup", copy)
    assert (code, out) == (1, "")
    assert err == f"paperreader: {copy} already exists; add --replace, or choose another file\n"
    assert call("backup", "--replace", copy)[0] == 0
    code, _, err = call("backup", "--replace", str(path))
    assert code == 1
    assert "the store itself" in err
    code, _, err = call("backup", str(tmp_path))
    assert code == 1
    assert "is a folder; give the name of a file" in err
    code, _, err = call("restore", copy)
    assert code == 1
    assert "quit it first" in err
    store.close()
    code, _, err = call("restore", str(path))
    assert code == 1
    assert "the store itself" in err
    code, out, err = call("restore", copy)
    assert (code, err) == (0, "")
    assert out.splitlines()[1].startswith(f"the old store is kept as {path}.before-restore-")
    assert main(["--db", str(tmp_path / "none.db"), "backup", str(tmp_path / "x.db")]) == 1
    assert capsys.readouterr().err == "paperreader: no store yet: nothing to back up\n"
    assert not (tmp_path / "none.db").exists()


def test_a_store_that_is_just_being_made_has_nothing_in_it_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, copy = tmp_path / "new.db", tmp_path / "copy.db"
    path.touch()
    for command, said in (
        (["backup", str(copy)], "no store yet: nothing to back up"),
        (["list"], "no store yet: run paperreader fetch"),
        (["search", "x"], "no store yet: run paperreader fetch"),
    ):
        assert main(["--db", str(path), *command]) == 1
        assert capsys.readouterr().err == f"paperreader: {said}\n"
    assert main(["--db", str(path), "status"]) == 0
    assert capsys.readouterr() == ("0 unread\n", "")
    assert not copy.exists()


@pytest.mark.parametrize("command", ["backup", "restore", "list"])
def test_errors_have_one_style_whoever_found_them(
    path: Path, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    store.close()
    odd = tmp_path / "odd.db"
    odd.write_text("no store of ours, but something else")
    args = {
        "backup": ["--db", str(path), "backup", str(tmp_path / "none" / "x")],
        "restore": ["--db", str(path), "restore", str(tmp_path / "none.db")],
        "list": ["--db", str(odd), "list"],
    }[command]
    assert main(args) == 1
    said = capsys.readouterr().err.removeprefix("paperreader: ").removesuffix("\n")
    assert "\n" not in said
    assert not said[0].isupper()
    assert not said.endswith(".")
