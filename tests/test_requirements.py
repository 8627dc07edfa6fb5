"""Which versions are allowed."""

from __future__ import annotations

import pytest

from paperreader.requirements import Requirement, allows, cause_of, requirements


@pytest.mark.parametrize(
    ("versions", "number", "allowed"),
    [
        (">=8.2.8,<9", "8.2.8", True),
        (">=8.2.8,<9", "8.10", True),
        (">=8.2.8,<9", "8.2.7", False),
        (">=8.2.8,<9", "8.2", False),
        (">=8.2.8,<9", "9", False),
        (">=8.2.8,<9", "9.0.0a1", False),
        (">=8.2.8,<9", "v8.3.0+local.1", True),
        ("<9,>=8.2.8", "0.89", False),
        ("==1.*", "1.0.0", True),
        ("==1.*", "10.0", False),
        ("==1.0", "1.0.0", True),
        ("!=2.1", "2.1.0", False),
        ("!=2.1", "2.1.1", True),
        ("~=1.4.2", "1.4.9", True),
        ("~=1.4.2", "1.5", False),
        (">1,<=2", "2.0.0", True),
        (">1,<=2", "1.0", False),
        ("", "0", True),
        (">=x", "1", True),
        (">=1", "unknown", True),
    ],
)
def test_versions(versions: str, number: str, allowed: bool) -> None:
    assert allows(versions, number) == allowed
    problem = Requirement("p", versions, number).problem
    assert (problem is None) == allowed
    assert Requirement("p", versions, None).problem


def test_our_own_are_those_of_the_metadata_with_the_extras() -> None:
    found = {each.package: each for each in requirements()}
    assert {"httpx", "textual", "pyperclip", "sqlite-utils"} <= found.keys()
    assert [each.package for each in requirements("httpx", "socks")] == ["socksio"]
    assert requirements("no-such-package") == []
    assert "pytest" not in found
    assert found["textual"].versions == ">=8.2.8,<9"
    assert [each.problem for each in found.values()] == [None] * len(found)


def test_a_name_that_a_module_of_python_lacks_is_not_a_lack_of_the_module() -> None:
    with pytest.raises(ImportError) as error:
        exec("from typing import what_a_newer_python_has")
    assert "typing" not in (cause_of(error.value) or "")
