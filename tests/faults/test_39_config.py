"""39 settings that are wrong"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.config import MAX_CONFIG_BYTES, Config, load
from tests.terminal import in_terminal


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'arxiv = "ftp://x"',
            '1: arxiv must be an address like https://arxiv.org, not "ftp://x"; using "https://arxiv.org"',
        ),
        (
            'arxiv = "https://me:secret@arxiv.org"',
            '1: arxiv must be an address like https://arxiv.org, not "https://me:secret@arxiv.org";'
            ' using "https://arxiv.org"',
        ),
        ("arxiv = 3", '1: arxiv must be an address like https://arxiv.org, not 3; using "https://arxiv.org"'),
        ("texts = true", '1: texts must be none, starred, unread or a search, not true; using "none"'),
        ("texts = ' '", '1: texts must be none, starred, unread or a search, not " "; using "none"'),
        (
            'pdf_folder = "papers"',
            '1: pdf_folder must be an absolute path, or one that begins with ~/, not "papers"; using ""',
        ),
        ('refresh_every = "often"', '1: refresh_every must be a number of minutes, not "often"; using 15'),
        ("\n\nrefresh_every = -1", "3: refresh_every must be 0 or 1 to 1440 minutes, not -1; using 15"),
        ("refresh_every = 0.1", "1: refresh_every must be 0 or 1 to 1440 minutes, not 0.1; using 15"),
        ("refresh_every = nan", "1: refresh_every must be 0 or 1 to 1440 minutes, not nan; using 15"),
        ("mark_read_after = true", "1: mark_read_after must be a number of seconds, not true; using 2"),
        (
            "mark_read_after = 1e300",
            "1: mark_read_after must be 0 to 3600 seconds, not such a large number; using 2",
        ),
        ("theme = 3", '1: theme must be the name of a theme, not 3; using "textual-dark"'),
        ("theme = ''", '1: theme must be the name of a theme, not ""; using "textual-dark"'),
        ('# all\nglyphs = "ASCII"', '2: glyphs must be one of auto, unicode, ascii, not "ASCII"; using "auto"'),
        (
            "copy = {}",
            "1: copy must be one of title, hub, arxiv, pdf, markdown, bibtex, biblatex, ris, csl-json, note, org, "
            "plain, code, project, abstract, "
            'not none; using "hub"',
        ),
        ('x = """\n\n"""\nbrowser = [\n"firefox",\n3]', '1: there is no setting "x"; ignored'),
        (
            'browser = "firefox"',
            '1: browser must be a list of words like ["firefox", "--new-tab"], not "firefox"; using []',
        ),
        (
            "refresh_evry = 9\n",
            '1: there is no setting "refresh_evry" (did you mean refresh_every?); ignored',
        ),
        ("keys = 3", "1: keys must be a table of binding ids and their keys, not 3; using none"),
        ("\n[mouse]\nwheel = 3", '2: there is no setting "mouse"; ignored'),
        (
            "[keys]\n# mine\npaper.skip = 5",
            '3: "paper.skip" must be a key like "y" or "y,f2", not 5; using the default key',
        ),
        (
            '[keys]\nj = "x"\ntheme = "nord"',
            "3: theme comes after [keys]; settings belong above it; ignored",
        ),
        ('"th\\u001beme" = 1', '1: there is no setting "th\\x1beme" (did you mean theme?); ignored'),
    ],
    ids=[f"setting{n}" for n in range(1, 25)],
)
def test_fault_39_a_wrong_setting_is_named_with_its_line(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    config, problems = load(file)
    assert problems[0] == f"config.toml:{said}"
    assert config.theme == "textual-dark"


LONG = """\
browser = [ # with ] and " in a comment
    "a", 'b"', '''
]''', "\\"]",
    [],
{fill}]
one = 1
copy = \"\"\"
two = [ \\\"\"\" \"\"\"\"\"

[keys]  # [
three = "x"
paper.star = [
    {{ a = "}}", b = ["]"] }},
] # ]
four = ""
"""
"""Where brackets open nothing, and quotes close nothing."""


@pytest.mark.parametrize("lines", [0, 1500])
def test_fault_39_lines_are_told_behind_values_of_many_lines(file: Path, lines: int) -> None:
    file.write_text(LONG.format(fill='  ["x"],\n' * lines))
    begun = time.process_time()
    _, problems = load(file)
    assert time.process_time() - begun < 1
    told = [int(problem.split(":")[1]) - lines for problem in problems if not problem.startswith("config.toml:1:")]
    assert told == [6, 7, 12, 15]


def test_fault_39_what_is_right_stays_beside_what_is_wrong(file: Path) -> None:
    file.write_text('theme = "nord"\nbrowser = [\n  "firefox",\n  3\n]\n# well\ncopy = "arxiv"\nglyphs = 1\n')
    config, problems = load(file)
    assert (config.theme, config.copy, config.browser) == ("nord", "arxiv", ())
    assert [line.split(": ")[0] for line in problems] == ["config.toml:2", "config.toml:8"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'theme = "nord"\ncopy = \n', "config.toml:2: cannot be read as TOML: Invalid value"),
        (
            b'theme = "nord"\n\ntheme = "x"\n',
            "config.toml:3: cannot be read as TOML: Cannot overwrite a value",
        ),
        (b'theme = "nord"\n\nbrowser = ["a",\n\n', "config.toml:3: cannot be read as TOML: "),
        (b"theme = 'nord'\r\n\r\ncopy = 'a\xff'\r\n", "config.toml:3: not UTF-8 text"),
        (b"a = " + b"[" * 5000, "config.toml:1: cannot be read as TOML: maximum recursion depth exceeded"),
        (b"\n" * MAX_CONFIG_BYTES + b"a", "config.toml: cannot be read: it is larger than 16 kB"),
    ],
    ids=["syntax", "twice", "unclosed", "latin", "nested", "large"],
)
def test_fault_39_a_broken_file_means_the_defaults(file: Path, raw: bytes, said: str) -> None:
    file.write_bytes(raw)
    config, problems = load(file)
    assert config == Config()
    assert len(problems) == 1
    assert problems[0].startswith(said)
    assert problems[0].endswith("; using the defaults")


def test_fault_39_a_folder_in_its_place_is_said(file: Path) -> None:
    file.mkdir()
    assert load(file) == (Config(), ["config.toml: cannot be read: Is a directory; using the defaults"])


@settings(deadline=None, max_examples=200)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.lists(
            st.tuples(
                st.sampled_from([*Config._fields, "[keys]\n", "[[keys]]\n", "[x]\n", "a.b", '"\x7f"']),
                st.sampled_from(
                    [
                        "= 1\n",
                        "= []\n",
                        "= ''\n",
                        "= '''\n\n'''\n",
                        "= {a.b = 1}\n",
                        "\n",
                        "= 0x" + "f" * 999,
                        "= 07:32:00\n",
                        "= inf\n",
                    ]
                ),
            )
        ).map(lambda lines: "".join("".join(line) for line in lines).encode()),
    )
)
def test_fault_39_no_file_stops_the_start(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(raw)
    config, problems = load(file)
    assert isinstance(config, Config)
    for problem in problems:
        assert re.match(r"any\.toml(:\d+)?: .", problem)
        assert problem.isprintable()


def test_fault_39_wrong_settings_do_not_stop_the_reader(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('theme = "textual-light"\nrefresh_every = "often"\n')
    config = str(tmp_path / "mine.toml")
    code, output = in_terminal(env, "--demo", "--config", config, columns=140, leave_at="mine.toml:2")
    assert code == 0, output
