"""Files of the package, from a folder and from a zip."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipapp
from pathlib import Path

import pytest

from paperreader import package_data
from tests.stores import ROOT


def test_a_file_is_read_by_its_path() -> None:
    assert package_data.read("help/search.md").startswith("# Search\n")
    with pytest.raises(FileNotFoundError):
        package_data.read("help/nonsense.md")


def test_a_zip_has_the_reference_and_the_completions(env: dict[str, str], tmp_path: Path) -> None:
    source, zipped = tmp_path / "source", tmp_path / "paperreader.pyz"
    shutil.copytree(ROOT / "paperreader", source / "paperreader", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(source / "paperreader" / "__main__.py", source / "__main__.py")
    zipapp.create_archive(source, zipped)
    del env["PYTHONPATH"]
    for args, file in (
        (["help", "offline"], "help/offline.md"),
        (["completion", "fish"], "share/fish/vendor_completions.d/paperreader.fish"),
    ):
        done = subprocess.run([sys.executable, zipped, *args], env=env, cwd=tmp_path, capture_output=True, text=True)
        assert (done.returncode, done.stderr, done.stdout) == (0, "", package_data.read(file))
