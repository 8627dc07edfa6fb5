"""The user's groups in the settings: names are spelled as tags are, and folders are whole paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperreader.config import load


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("vision-lab", "vision-lab"),
        ("Vision_Lab2", "vision_lab2"),
        ("Straße", "straße"),
        ("ＬＡＢ", "lab"),
        ("視覚", "視覚"),
    ],
)
def test_a_group_is_spelled_as_its_tags_are(tmp_path: Path, name: str, spelled: str) -> None:
    config, problems = load(config_file(tmp_path, f'"{name}" = "/lab"'))
    assert (dict(config.groups), problems) == ({spelled: "/lab"}, [])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('any = "/lab"', "a group cannot be called any: group:any has a meaning in searches; ignored"),
        ('None = "/lab"', "a group cannot be called none: group:none has a meaning in searches; ignored"),
        ('"a b" = "/lab"', "a group is called by letters, digits, - and _, not 'a b'; ignored"),
        ('"lab@7d" = "/lab"', "a group is called by letters, digits, - and _, not 'lab@7d'; ignored"),
        ('"\\u202e[bold]" = "/lab"', "a group is called by letters, digits, - and _, not '\\u202e[bold]'; ignored"),
        ('"-" = "/lab"', "a group is called by letters, digits, - and _, not '-'; ignored"),
        ('lab = "lab"', "the folder of lab must be an absolute path, or one that begins with ~/; ignored"),
        ("lab = 3", "the folder of lab must be an absolute path, or one that begins with ~/; ignored"),
        ('theme = "nord"', "theme comes after [groups]; settings belong above it; ignored"),
    ],
)
def test_what_is_no_group_is_ignored_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    config, problems = load(config_file(tmp_path, line))
    assert (dict(config.groups), problems) == ({}, [f"config.toml:2: {problem}"])


def test_two_spellings_are_one_group(tmp_path: Path) -> None:
    config, problems = load(config_file(tmp_path, 'lab = "/one"\nLAB = "/two"'))
    assert (dict(config.groups), problems) == ({"lab": "/one"}, ["config.toml:3: there is another group lab; ignored"])


def config_file(folder: Path, lines: str) -> Path:
    path = folder / "config.toml"
    path.write_text(f"[groups]\n{lines}\n", encoding="utf-8")
    return path
