"""The map of the package, made from the docstrings of its modules: `python -m tests.package_map` writes it."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "paperreader"
MAP = PACKAGE / "README.md"

INTRODUCTION = """\
# Map of the package

One line per file: the first line of its docstring (`python -m tests.package_map` writes this file). An import may only
go down this list: `cli` › `tui` › `reader` › `refresh`, `demo`, `doctor` › `store`, `hub` › `query` › the rest; the
contracts are in `pyproject.toml`.

- **Start**: `__main__` shows the saved first frame, `cli/reader` opens the store, `tui/app` draws the session.
- **Key**: a `Command` in `tui/commands/` calls a method of the session in `reader/`, which notifies the screen.
- **Mark**: the session shows it at once; `store/marks` writes it in the writer thread, with the undo journal.
- **Refresh**: `reader/sync` asks the process of `refresh/worker`, which stores what `hub/client` fetches.
- **Whole text**: `refresh/texts` fetches it, `fulltext/convert` makes blocks of it, `store/texts` keeps them, and
  `tui/render/fulltext` lays them out.
- **Search**: `query/parse` makes a query of the text, `store/search` makes SQL of the query, in the search thread.
"""

LAYERS = ("", "cli", "tui", "reader", "refresh", "demo", "doctor", "store", "hub", "query")
"""The packages that come first, in this order; the others follow."""


def package_map() -> str:
    """The whole map."""
    return "\n".join([INTRODUCTION, *(_section(name) for name in (*LAYERS, *_other_packages()))])


def _other_packages() -> list[str]:
    packages = {folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists()}
    return sorted(packages - set(LAYERS))


def _section(name: str) -> str:
    """The files of a package and of those within it; without a name, the files of no package."""
    folder = PACKAGE / name
    files = sorted(folder.rglob("*.py") if name else folder.glob("*.py"))
    lines = [f"| `{file.relative_to(folder).as_posix()}` | {_first_line(file)} |" for file in files]
    return "\n".join([f"## {f'{name}/' if name else 'paperreader/'}", "", "| file | |", "|---|---|", *lines, ""])


def _first_line(file: Path) -> str:
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0].replace("|", "\\|")


if __name__ == "__main__":
    MAP.write_text(package_map(), encoding="utf-8")
