"""How paperreader was installed, which is also how it is updated."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

from paperreader.requirements import DISTRIBUTION

IN_ENVIRONMENT = {
    "pipx_metadata.json": "by pipx, in",
    "uv-receipt.toml": "by uv tool, in",
    "conda-meta": "in the conda environment",
}
"""Files in the root of an environment that say who made it."""
PLAIN_ZIP = "as a zipapp"
"""Python runs no compiled code out of one."""
UVX_FOLDERS = ("archive-v", "environments-v", "builds-v")
"""Of the cache that uvx runs from."""


def kind() -> str:
    """How and where: `by pipx, in ~/…`, `editable, from ~/src/paperreader` …"""
    if getattr(sys, "frozen", False):
        return f"frozen into {sys.executable}"
    return _bundle() or _checkout() or _environment()


def _bundle() -> str:
    """The one file that it is in; empty if it is in none."""
    program = os.path.abspath(sys.argv[0])
    if "PEX" in os.environ and "pex" in {name.partition(".")[0] for name in sys.modules}:
        return f"as a pex: {os.environ['PEX']}"
    if "_bootstrap" in sys.modules:
        return f"as a zipapp by shiv: {program}"
    package = Path(__file__).parent
    above = next((folder for folder in package.parents if folder.is_file()), None)
    return f"{PLAIN_ZIP}: {above}" if above else ""


def _checkout() -> str:
    """The checkout that it runs from; empty if it was copied."""
    root = Path(__file__).resolve().parents[1]
    with suppress(PackageNotFoundError, ValueError, TypeError, AttributeError):
        url = json.loads(distribution(DISTRIBUTION).read_text("direct_url.json") or "{}")
        if url.get("dir_info", {}).get("editable") and Path(unquote(urlsplit(url["url"]).path)).resolve() == root:
            return f"editable, from {root}"
    return f"from the checkout {root}, not installed" if (root / "pyproject.toml").is_file() else ""


def _environment() -> str:
    """Whose environment it is in."""
    prefix = Path(sys.prefix)
    for file, by in IN_ENVIRONMENT.items():
        if (prefix / file).exists():
            return f"{by} {prefix}"
    if any(part.startswith(UVX_FOLDERS) for part in prefix.parts):
        return f"by uvx, in {prefix}"
    by = _installer()
    if sys.prefix != sys.base_prefix:
        return f"by {by} in the virtual environment {prefix}"
    package = Path(__file__).resolve()
    if package.is_relative_to(Path.home()):
        return f"by {by} for this user, in {package.parents[1]}"
    return f"by {by} for the whole system, in {package.parents[1]}"


def _installer() -> str:
    with suppress(PackageNotFoundError, OSError):
        if name := (distribution(DISTRIBUTION).read_text("INSTALLER") or "").strip():
            return name
    return "hand"
