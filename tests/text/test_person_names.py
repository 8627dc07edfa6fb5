"""Names of people: which of them may be one person's, and what that rests on."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.text.person_names import Likeness, is_plainly_among, key_words, likeness, places

NAMES: dict[str, tuple[str, str, str]] = {
    # as it is looked for: the same name · the same as far as an initial tells · others; with a bar between them
    "Ada Lovelace": (
        "Ada Lovelace|ADA LOVELACE|Àda Lovelace|Lovelace, Ada|Lovelace Ada|Ada M. Lovelace|Ada Mary Lovelace"
        "|Ada Lovelace Jr.|Lovelace, Ada, PhD|Lovelace, Ada M.|Ada  Lovelace|Ada (Countess) Lovelace",
        "A. Lovelace|A Lovelace|A. M. Lovelace|Lovelace, A.|Lovelace A.|Lovelace AM|A.M. Lovelace",
        "Alan Lovelace|Mary Ada Lovelace|Ada Brook|Lovelace|Ada|B. Lovelace|Adam Lovelace|Ada Lovelaces|A. L.",
    ),
    "Ada M. Lovelace": (
        "Ada Lovelace|Ada Mary Lovelace",
        "A. Lovelace|A. M. Lovelace",
        "Ada N. Lovelace|A. N. Lovelace",
    ),
    "Lovelace, Ada": ("Ada Lovelace", "A. Lovelace", "Alan Lovelace"),
    "Y. Wang": ("Y. Wang|Wang, Y.|Wang Y.", "Yi Wang|Yang Wang|Y.-F. Wang|Yi-Fan Wang", "X. Y. Wang|Wang Yi|L. Wang"),
    "Yi Wang": ("Yi Wang|Wang Yi|Wang, Yi", "Y. Wang|Wang Y", "Wang Yi Chen|W. Yi|Yi-Fan Wang|Yu Wang|Yi Wang Chen"),
    "Yi-Fan Wang": (
        "Yifan Wang|Yi Fan Wang|YiFan Wang|Wang Yifan|Wang Yi-Fan|Wang, Yi-Fan",
        "Y.-F. Wang|Y. F. Wang|Y.F. Wang|YF Wang|Y. Wang",
        "Yi Wang|Fan Wang|X.-F. Wang",
    ),
    "Min-jun Kim": ("Minjun Kim|Kim Min-jun|Kim Minjun|Kim, Min Jun", "M.-J. Kim|M. Kim", "Min Kim|Jun Kim|Kim Jun"),
    "Kim Min-jun": ("Min-jun Kim|Minjun Kim", "", "Jun Kim"),
    "An Nguyen": ("Nguyen Van An|Nguyễn Văn An|An Van Nguyen", "A. Nguyen", "Anh Nguyen|Nguyen An Van"),
    "Laurens van der Maaten": (
        "Laurens Van Der Maaten|Laurens Maaten|Maaten, Laurens van der|van der Maaten, Laurens|Laurens V. D. Maaten",
        "L. van der Maaten|van der Maaten L.|L. Maaten",
        "Laura van der Maaten|Laurens van der Berg",
    ),
    "Jürgen Müller": ("Juergen Mueller|Jurgen Muller|Müller, Jürgen", "J. Mueller|J. Müller", "Jorgen Muller"),
    "Jean-Pierre Serre": ("Jean Pierre Serre", "J.-P. Serre|J. P. Serre|JP Serre|J. Serre", "Jean Serre|Pierre Serre"),
    "Rami Al-Rfou": ("Rami Al Rfou|Rami Rfou|Rami Al-Rfou'", "R. Al-Rfou", "Rami Al"),
    "Ann Smith-Jones": ("Ann Smith Jones|Ann Jones|Smith-Jones, Ann", "A. Smith-Jones", "Ann Smith"),
    "Hal Loom III": ("Hal Loom|Loom, Hal, III", "H. Loom", "Hal III"),
    "Conan O'Brien": ("Conan O’Brien|Conan OBrien|O'Brien, Conan", "C. O'Brien", "Conan Brien"),
    "Lin (Jim) Tan": ('Lin "Jim" Tan|Lin Tan|Jim Tan', "L. Tan|J. Tan", "Tim Tan"),
    "Lin “Jim” Tan": ("Lin Tan|Jim Tan", "", "Tan"),
    "王毅": ("王毅|王 毅", "", "王|毅|王毅毅"),
    "Дмитрий Ткач": ("Ткач Дмитрий|Ткач, Дмитрий", "Д. Ткач", "Денис Ткач"),
    "Lovelace": ("Ada Lovelace|Lovelace|Lovelace, Ada|A. Lovelace", "", "Lovelace Brook"),
    "Marsh-Team": ("Marsh-Team|Marsh Team", "", "Team|Fen Team"),
    "X": ("X|Y. X", "", "X Y"),
    "Jr.": ("Jr.", "", "Ada"),
}
CASES = [
    (name, other, alike)
    for name, groups in NAMES.items()
    for alike, group in zip((Likeness.NAME, Likeness.INITIAL, Likeness.NONE), groups, strict=True)
    for other in group.split("|")
    if other
]
HOSTILE = [
    "",
    " ",
    "🤖",
    '"',
    ')("',
    "…",
    "-",
    ".",
    ",",
    "(Ada)",
    "a\\b",
    "(" * 300,
    "A. " * 300,
    "x" * 5_000,
    "﷐",
    "Ǆ",
]


@pytest.mark.parametrize(("name", "other", "alike"), CASES)
def test_names_are_like_each_other(name: str, other: str, alike: Likeness) -> None:
    assert likeness(name, other) is alike


@pytest.mark.parametrize("name", [*HOSTILE, *NAMES])
def test_no_name_does_harm(name: str) -> None:
    for other in (*HOSTILE, "Ada Lovelace"):
        assert likeness(name, other) in Likeness
        assert likeness(other, name, growing=True) in Likeness
    assert all(word.isalnum() for word in key_words(name))


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_name_with_letters_is_like_itself_in_any_case(one: str, two: str) -> None:
    name = f"{one} {two}"
    if key_words(name):
        assert likeness(name, name) is Likeness.NAME
    assert likeness(one, two) in Likeness


@pytest.mark.parametrize(("name", "other"), [(name, other) for name, other, alike in CASES if alike])
def test_what_is_ruled_out_at_once_is_not_alike(name: str, other: str) -> None:
    names = json.dumps(["Emi Tanabe", other.replace('"', ""), "Bo Ek"], ensure_ascii=False)
    assert is_plainly_among(name, names) or not other.isascii()


def test_a_name_is_found_while_it_is_typed() -> None:
    for length in range(len("Ada L"), len("Ada Lovelace") + 1):
        assert likeness("Ada Lovelace"[:length], "Ada Lovelace", growing=True)
    assert not likeness("Ada Lov", "Ada Lovelace")
    assert not likeness("Ada Lov", "Alan Lovelace", growing=True)


def test_places_are_those_in_the_joined_names() -> None:
    names = ["Bo Ek", "A. Lovelace", "Lovelace, Ada"]
    text = ", ".join(names)
    assert [text[start:end] for start, end in places("Ada Lovelace", names)] == names[1:]


def test_a_thousand_names_take_milliseconds() -> None:
    names = [
        f"{given} {family}{number}" for number in range(250) for given in ("Yi", "Àda") for family in ("Wang", "Ek")
    ]
    began = time.process_time()
    assert not any(likeness("Yi Wang", name) for name in names)
    assert time.process_time() - began < 0.5
