"""Textual has every private name that the reader relies on, and only `internals` uses them."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, get_type_hints

import pytest
from textual import app, binding, command, driver, drivers, geometry, message_pump, screen, strip, widget, widgets
from textual.drivers import linux_driver

import paperreader.tui
from paperreader.tui.terminal import internals

MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(paperreader.tui.__path__, "paperreader.tui.")
]
TEXTUAL_MODULES = (
    *(app, binding, command, driver, drivers, geometry, linux_driver, message_pump, screen, strip, widget, widgets),
)
NAMED_TUPLE = {"_replace", "_fields", "_asdict"}
"""Public in spite of the underscore."""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@cache
def source(cls: type) -> str:
    return inspect.getsource(cls)


def textual_bases(cls: type) -> list[type]:
    return [base for base in cls.__mro__ if base.__module__.partition(".")[0] == "textual"]


def is_textuals(cls: type, name: str) -> bool:
    """Whether a Textual class that `cls` is, or descends from, has the private name."""
    return any(
        name in vars(base) or re.search(rf"self\.{name}\b(: [^=\n]+)? = ", source(base)) for base in textual_bases(cls)
    )


def classes() -> Iterator[type]:
    """The package's classes that descend from one of Textual's."""
    for module in MODULES:
        for value in vars(module).values():
            if inspect.isclass(value) and value.__module__ == module.__name__ and textual_bases(value):
                yield value


def resolved(path: str) -> tuple[type, Any]:
    """The class and the method that an entry of `OVERRIDDEN` names."""
    module, cls, name = path.rsplit(".", 2)
    owner = getattr(importlib.import_module(module), cls)
    return owner, getattr(owner, name)


FUNCTIONS = [
    value
    for value in vars(internals).values()
    if isinstance(value, FunctionType) and value.__module__ == internals.__name__
]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_textual_has_what_is_called_and_read(function: FunctionType) -> None:
    """Each private name belongs to a parameter; a method takes as many arguments as it is called with."""
    names: dict[str, object] = {}
    for module in TEXTUAL_MODULES:
        names |= {name: getattr(module, name) for name in dir(module)}
    names |= {"AbstractEventLoop": object, "Any": Any}
    types = get_type_hints(function, localns=names)
    tree = ast.parse(inspect.getsource(function))
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            assert isinstance(node.value, ast.Name)
            owner = types[node.value.id]
            owner = getattr(owner, "__origin__", owner)
            assert is_textuals(owner, node.attr), f"{owner.__name__}.{node.attr}"
            if call := calls.get(id(node)):
                inspect.signature(getattr(owner, node.attr)).bind(None, *call.args)


@pytest.mark.parametrize("path", internals.OVERRIDDEN)
def test_what_is_overridden_has_the_signature_of_textuals(path: str) -> None:
    owner, method = resolved(path)
    ours = [cls for cls in classes() if issubclass(cls, owner) and method.__name__ in vars(cls)]
    assert ours, "nothing overrides it any more"
    for cls in ours:
        own = vars(cls)[method.__name__]
        assert list(inspect.signature(own).parameters) == list(inspect.signature(method).parameters), cls
        assert inspect.iscoroutinefunction(own) == inspect.iscoroutinefunction(method), cls


def test_nothing_else_of_textual_is_overridden_or_hidden() -> None:
    """A private name of ours that Textual happens to use, too, would break it silently."""
    allowed = {resolved(path)[1].__name__ for path in internals.OVERRIDDEN}
    for cls in classes():
        found = re.findall(r"\bself\.(_\w+)|\bdef (_\w+)|^    (_\w+)\b.*=", source(cls), re.MULTILINE)
        own = {name for groups in found for name in groups if is_private(name)}
        ours = {name for name in own if is_textuals(cls, name)}
        assert ours <= allowed, (cls, ours - allowed)


def test_no_method_is_called_by_a_key_by_its_name() -> None:
    """Textual calls `key_at` or `_key_at` when `@` is pressed."""
    for cls in classes():
        named = {name for name in vars(cls) if name.startswith(("key_", "_key_"))}
        assert named <= {"_key_escape"}, cls


def test_only_internals_uses_private_names_of_textual() -> None:
    for file in Path(paperreader.tui.__path__[0]).rglob("*.py"):
        if file == Path(internals.__file__):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            place = f"{file}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
                assert "._" not in (node.module or ""), place
                assert not any(alias.name.startswith("_") for alias in node.names), place
            elif isinstance(node, ast.Attribute) and is_private(node.attr) and node.attr not in NAMED_TUPLE:
                owner = ast.unparse(node.value)
                assert owner in ("self", "cls", "super()"), f"{place}: {owner}.{node.attr}"
