"""Where a TOML file has what it sets: tomllib keeps no positions."""

from collections.abc import Iterator, Mapping
from typing import Any

KeyPath = tuple[str, ...]
"""The keys that lead to a value in the file."""


def line_of(lines: Mapping[KeyPath, int], key_path: KeyPath) -> int:
    """Where the value is, or else the table around it."""
    return next((lines[key_path[:end]] for end in range(len(key_path), 0, -1) if key_path[:end] in lines), 1)


TOKEN = r"""\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*'|#[^\n]*|[][{}\n]"""
"""TOML's strings, comments, brackets and line ends."""


def lines_of(text: str) -> dict[KeyPath, int]:
    """The line on which each key path first occurs, in valid TOML.

    It is parsed statement by statement: one ends at a line end outside brackets.
    """
    import re
    import tomllib

    lines: dict[KeyPath, int] = {}
    text += "\n"
    header, start, line, depth = "", 0, 1, 0
    for token in re.finditer(TOKEN, text, re.DOTALL):
        depth += (token[0] in ("[", "{")) - (token[0] in ("]", "}"))
        if depth or token[0] != "\n":
            continue
        statement = text[start : token.end()]
        if statement.lstrip().startswith("["):
            header = statement
        for leaf, _ in leaves(tomllib.loads(header if header == statement else header + statement), ()):
            for length in range(1, len(leaf) + 1):
                lines.setdefault(leaf[:length], line)
        start, line = token.end(), line + statement.count("\n")
    return lines


def leaves(table: dict[str, Any], parents: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """The values with their key paths: to TOML an unquoted `paper.star = "b"` is a table within a table."""
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, (*parents, key))
        else:
            yield (*parents, key), value


def syntax_problem(name: str, text: str, message: str) -> str:
    """`config.toml:3: cannot be read as TOML: …`: what tomllib says of it, with the line first."""
    import re

    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", message, re.DOTALL)
    line = (found and found[2]) or text.rstrip().count("\n") + 1
    return f"{name}:{line}: cannot be read as TOML: {found[1] if found else message}; using the defaults"
