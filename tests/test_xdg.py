"""Folders by the XDG specification, and the download folder as desktops name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperreader.xdg import downloads


@pytest.mark.parametrize(
    ("lines", "folder"),
    [
        ('XDG_DOWNLOAD_DIR="$HOME/Lade"', "{home}/Lade"),
        (
            '# XDG_DOWNLOAD_DIR="$HOME/no"\nXDG_MUSIC_DIR="$HOME/M"\nXDG_DOWNLOAD_DIR="$HOME/a b/ü/"',
            "{home}/a b/ü",
        ),
        ('XDG_DOWNLOAD_DIR="/srv/papers"', "/srv/papers"),
        ('  XDG_DOWNLOAD_DIR = "$HOME/one"\nXDG_DOWNLOAD_DIR="$HOME/two"', "{home}/two"),
        (r'XDG_DOWNLOAD_DIR="$HOME/with \"quotes\" and \$"', '{home}/with "quotes" and $'),
        ('XDG_DOWNLOAD_DIR="$HOME"', "{home}/"),
        ('XDG_DOWNLOAD_DIR="relative"', "{home}/Downloads"),
        ('XDG_DOWNLOAD_DIR="$OTHER/x"', "{home}/Downloads"),
        ('XDG_DOWNLOAD_DIR="$HOME/broken', "{home}/Downloads"),
        ("", "{home}/Downloads"),
    ],
)
def test_the_download_folder_is_the_one_of_the_desktop(tmp_path: Path, lines: str, folder: str) -> None:
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "user-dirs.dirs").write_text(lines)
    assert downloads({"HOME": str(tmp_path)}) == folder.format(home=tmp_path)


def test_a_desktop_may_keep_its_settings_elsewhere_or_have_none(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    assert downloads(home) == f"{tmp_path}/Downloads"
    (tmp_path / "user-dirs.dirs").write_bytes(b'XDG_X_DIR="\xff"\nXDG_DOWNLOAD_DIR="/srv"\n')
    assert downloads({**home, "XDG_CONFIG_HOME": str(tmp_path)}) == "/srv"
    assert downloads({"XDG_CONFIG_HOME": str(tmp_path)}) == "/srv"
    assert downloads({}) is None
