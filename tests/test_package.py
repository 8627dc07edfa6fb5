"""What the package says of itself, what it brings along, and how it tells where it is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

from paperreader import __version__
from paperreader.doctor.program import installed
from paperreader.requirements import DISTRIBUTION

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_both_scripts_start_the_same() -> None:
    package = distribution(DISTRIBUTION)
    assert package.version == __version__
    scripts = {each.name: each.value for each in package.entry_points if each.group == "console_scripts"}
    assert scripts == dict.fromkeys(("paperreader", "paperreader-tui"), "paperreader.__main__:main")
    for name in scripts:
        program = Path(sys.executable).with_name(name)
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        assert done.stdout == f"paperreader {__version__}\n"


def test_the_metadata_says_for_whom_it_is() -> None:
    project = PROJECT["project"]
    assert project["name"] == DISTRIBUTION
    assert project["license"] == "MIT"
    assert not [each for each in project["classifiers"] if each.startswith("License ::")], "the expression says it"
    for minor in (11, 12, 13, 14):
        assert f"Programming Language :: Python :: 3.{minor}" in project["classifiers"]
    assert project["requires-python"] == ">=3.11"


def test_the_readme_of_the_package_has_nothing_that_only_a_checkout_has() -> None:
    hook = PROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    text = (ROOT / hook["fragments"][0]["path"]).read_text(encoding="utf-8")
    labels = re.findall(r"(?<!!)\[([^][\n]*)\]\((?!https?:|#)[^)]*\)", text)
    assert labels, "the README itself has such links"
    for each in hook["substitutions"]:
        text = re.sub(each["pattern"], each["replacement"], text)
    assert re.findall(r"\]\((?!https?:|#)([^)]*)\)", text) == []
    assert "![" not in text
    assert not [label for label in labels if label not in text], "the words of a link stay"


def test_the_source_package_has_all_that_the_tests_need() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if files.returncode or not files.stdout:
        pytest.skip("not a checkout")
    included = [path.strip("/") for path in PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]]
    by_itself = {"pyproject.toml", "LICENSE", ".gitignore"}
    top = {path.partition("/")[0] for path in files.stdout.splitlines()}
    assert top - by_itself <= set(included)


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """Like one that pip has installed paperreader in, as far as that can be seen."""
    root = tmp_path / "environment"
    venv.create(root, symlinks=True)
    (packages,) = root.glob("lib/python*/site-packages")
    (packages / "paperreader").mkdir()
    for name in ("__init__", "installation", "requirements"):
        shutil.copy(ROOT / "paperreader" / f"{name}.py", packages / "paperreader")
    info = packages / f"paperreader_tui-{__version__}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {DISTRIBUTION}\nVersion: {__version__}\n")
    (info / "INSTALLER").write_text("pip\n")
    return root


def kind(python: Path | str, *path: Path, **env: str) -> str:
    """What a Python says of the paperreader that it finds."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | env
    command = (
        "import sys; sys.path[:0] = sys.argv[1:]; from paperreader import installation; print(installation.kind())"
    )
    done = subprocess.run([python, "-c", command, *path], env=clean, cwd="/", capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("", "by pip in the virtual environment {}"),
        ("pipx_metadata.json", "by pipx, in {}"),
        ("uv-receipt.toml", "by uv tool, in {}"),
        ("conda-meta/history", "in the conda environment {}"),
    ],
)
def test_who_has_installed_it(environment: Path, file: str, says: str) -> None:
    if file:
        (environment / file).parent.mkdir(exist_ok=True)
        (environment / file).touch()
    assert kind(environment / "bin" / "python") == says.format(environment)


def test_uvx_runs_it_from_its_cache(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "uv").mkdir()
    moved = environment.rename(tmp_path / "uv" / "archive-v0")
    assert kind(moved / "bin" / "python") == f"by uvx, in {moved}"


def test_a_zip_is_told_from_a_folder(environment: Path, tmp_path: Path) -> None:
    (source,) = environment.glob("lib/python*/site-packages")
    with zipfile.ZipFile(tmp_path / "reader.pyz", "w") as bundle:
        for file in (source / "paperreader").glob("*.py"):
            bundle.write(file, f"paperreader/{file.name}")
    assert kind(sys.executable, tmp_path / "reader.pyz") == f"as a zipapp: {tmp_path}/reader.pyz"


def test_a_checkout_is_told_with_its_folder(environment: Path, tmp_path: Path) -> None:
    python = environment / "bin" / "python"
    checkout = tmp_path / "my checkout"
    checkout.mkdir()
    (checkout / "pyproject.toml").touch()
    (installed,) = environment.glob("lib/python*/site-packages/paperreader")
    installed.rename(checkout / "paperreader")
    assert kind(python, checkout) == f"from the checkout {checkout}, not installed"
    (info,) = environment.glob("lib/python*/site-packages/*.dist-info")
    url = {"url": checkout.as_uri(), "dir_info": {"editable": True}}
    (info / "direct_url.json").write_text(json.dumps(url))
    assert kind(python, checkout) == f"editable, from {checkout}"


def test_an_installation_under_the_former_name_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed().state == "ok"
    info = tmp_path / "paperreader-0.4.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: paperreader\nVersion: 0.4.0\n")
    monkeypatch.syspath_prepend(tmp_path)
    check = installed()
    assert check.state == "problem"
    assert check.advice == "pip uninstall paperreader paperreader-tui, then install paperreader-tui again"
