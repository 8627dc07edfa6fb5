"""`paperreader paths`."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run


def test_paths(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    assert run("paths").stdout == (
        f"config    {tmp_path}/.config/paperreader/config.toml\n"
        f"store     {tmp_path}/.local/share/paperreader/paperreader.db\n"
        f"log       {tmp_path}/.local/state/paperreader/log\n"
        f"endpoint  {env['HF_ENDPOINT']}\n"
        "arxiv     https://arxiv.org\n"
    )
    (tmp_path / "c.toml").write_text('arxiv = "https://mirror.example/"')
    moved = run("--db", "a  b.db", "paths", "--config", "c.toml", XDG_STATE_HOME="/s", HF_HUB_OFFLINE="1").stdout
    assert moved.splitlines() == [
        f"config    {tmp_path}/c.toml",
        f"store     {tmp_path}/a  b.db",
        "log       /s/paperreader/log",
        f"endpoint  {env['HF_ENDPOINT']} (offline: not contacted)",
        "arxiv     https://mirror.example (offline: not contacted)",
    ]
