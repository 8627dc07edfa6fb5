"""Settings, places and the network, as told by a file and the environment."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.config import LARGEST, Config, load
from paperreader.environment import HUB, EnvironmentProblem, network, paths
from paperreader.tui.keys import KEYS

HOME = {"HOME": "/home/ada"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_everything_has_its_default(file: Path) -> None:
    assert load(file) == (Config(), [])


def test_every_setting_is_taken(file: Path) -> None:
    file.write_text(
        """
        theme = "nord"
        refresh_every = 30
        mark_read_after = 0.5
        copy = "markdown"
        glyphs = "ascii"
        browser = ["firefox", "--new-tab"]
        [keys]
        "paper.copy-link" = "c"
        paper.star = "s,asterisk"
        """
    )
    config, problems = load(file)
    assert problems == []
    assert config == Config(
        theme="nord",
        refresh_every=30.0,
        mark_read_after=0.5,
        copy="markdown",
        glyphs="ascii",
        browser=("firefox", "--new-tab"),
        keys={"paper.copy-link": "c", "paper.star": "s,asterisk"},
    )


def test_never_is_a_choice(file: Path) -> None:
    file.write_text("refresh_every = 0\nmark_read_after = 0\n")
    config, problems = load(file)
    assert (config.refresh_every, config.mark_read_after, problems) == (0, 0, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
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
        ('# all\nglyphs = "ASCII"', '2: glyphs must be one of unicode, ascii, not "ASCII"; using "unicode"'),
        (
            "copy = {}",
            "1: copy must be one of title, hub, arxiv, pdf, markdown, bibtex, code, project, abstract, "
            'not none; using "hub"',
        ),
        ('x = """\n\n"""\nbrowser = [\n"firefox",\n3]', '1: there is no setting "x"; it is left out'),
        (
            'browser = "firefox"',
            '1: browser must be a list of words like ["firefox", "--new-tab"], not "firefox"; using []',
        ),
        (
            "refresh_evry = 9\n",
            '1: there is no setting "refresh_evry" (did you mean refresh_every?); it is left out',
        ),
        ("keys = 3", "1: keys must be a table of binding ids and their keys, not 3; using none"),
        ("\n[mouse]\nwheel = 3", '2: there is no setting "mouse"; it is left out'),
        (
            "[keys]\n# mine\npaper.skip = 5",
            '3: "paper.skip" must be a key like "y" or "y,f2", not 5; using its own key',
        ),
        (
            '[keys]\nj = "x"\ntheme = "nord"',
            "3: theme stands below [keys]; settings belong above it; it is left out",
        ),
        ('"th\\u001beme" = 1', '1: there is no setting "th\\x1beme" (did you mean theme?); it is left out'),
    ],
)
def test_fault_39_a_wrong_setting_is_named_with_its_line(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    config, problems = load(file)
    assert problems[0] == f"config.toml:{said}"
    assert config.theme == "textual-dark"


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
        (b"theme = 'nord'\r\n\r\ncopy = 'a\xff'\r\n", "config.toml:3: this is not UTF-8 text"),
        (b"a = " + b"[" * 5000, "config.toml:1: cannot be read as TOML: maximum recursion depth exceeded"),
        (b"\n" * LARGEST + b"a", f"config.toml: cannot be read: it is larger than {LARGEST // 1024} kB"),
    ],
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


def test_a_byte_order_mark_is_no_fault(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbftheme = 'nord'\n")
    assert load(file)[0].theme == "nord"


@settings(deadline=None, max_examples=200)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.lists(
            st.tuples(
                st.sampled_from([*Config.__dataclass_fields__, "[keys]\n", "[[keys]]\n", "[x]\n", "a.b", '"\x7f"']),
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


def test_the_readme_tells_every_setting_with_its_default(file: Path) -> None:
    readme = Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert block
    file.write_text(block[1])
    config, problems = load(file)
    assert problems == []
    assert tomllib.loads(block[1]).keys() == {field.name for field in fields(Config)}
    for field in fields(Config):
        if field.name != "keys":
            assert getattr(config, field.name) == getattr(Config(), field.name)


def test_the_readme_names_every_key() -> None:
    readme = Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
    table = readme.partition("\n## Keys\n")[2].partition("\n## ")[0]
    names = re.findall(r"`([a-z]+\.[a-z-]+)`", table)
    assert sorted(names) == sorted(binding.id or "" for binding in KEYS)


def test_places_follow_home() -> None:
    found = paths(HOME)
    assert str(found.config) == "/home/ada/.config/paperreader/config.toml"
    assert str(found.store) == "/home/ada/.local/share/paperreader/paperreader.db"
    assert str(found.log) == "/home/ada/.local/state/paperreader/log"


def test_places_follow_xdg_without_a_home() -> None:
    found = paths({"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"})
    assert [str(path) for path in (found.config, found.store, found.log)] == [
        "/c/paperreader/config.toml",
        "/d/paperreader/paperreader.db",
        "/s/paperreader/log",
    ]


@pytest.mark.parametrize("value", ["", "data", "./data", "~/data"])
def test_fault_35_xdg_places_that_are_not_absolute_are_ignored(value: str) -> None:
    assert paths({**HOME, "XDG_DATA_HOME": value}) == paths(HOME)


@pytest.mark.parametrize("env", [{}, {"HOME": ""}, {"HOME": "ada"}, {"XDG_DATA_HOME": "/d"}])
def test_fault_35_without_a_home_it_says_so(env: dict[str, str]) -> None:
    with pytest.raises(EnvironmentProblem, match="HOME is not set"):
        paths(env)


@pytest.mark.parametrize(
    ("env", "endpoint"),
    [
        ({}, HUB),
        ({"HF_ENDPOINT": ""}, HUB),
        ({"HF_ENDPOINT": " https://mirror.example/ "}, "https://mirror.example"),
        ({"HF_ENDPOINT": "http://127.0.0.1:8080/hub/"}, "http://127.0.0.1:8080/hub"),
    ],
)
def test_the_endpoint_is_the_hub_or_a_mirror(env: dict[str, str], endpoint: str) -> None:
    assert network(env).endpoint == endpoint


@pytest.mark.parametrize(
    "value",
    [
        "mirror.example",
        "ftp://mirror.example",
        "https://",
        "https://a b",
        "https://a/?x=1",
        "https://a:99999",
        "https://ada:secret@a",
        "https://a\x1b[31m",
    ],
)
def test_a_bad_endpoint_is_refused(value: str) -> None:
    with pytest.raises(EnvironmentProblem, match="HF_ENDPOINT must") as caught:
        network({"HF_ENDPOINT": value})
    assert "secret" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_offline_is_read_as_the_hub_reads_it() -> None:
    for value in ("1", "true", "YES", "on"):
        assert network({"HF_HUB_OFFLINE": value}).offline
    for value in ("", "0", "false", "no"):
        assert not network({"HF_HUB_OFFLINE": value}).offline


def test_fault_40_the_token_comes_from_environment_or_file(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    assert network(home).token is None
    file = tmp_path / ".cache" / "huggingface" / "token"
    file.parent.mkdir(parents=True)
    file.write_text("hf_default\n")
    named = tmp_path / "named"
    named.write_text("hf_named")
    moved = tmp_path / "moved" / "token"
    moved.parent.mkdir()
    moved.write_text("hf_moved")
    assert network(home).token == "hf_default"
    assert network({**home, "HF_HOME": str(moved.parent)}).token == "hf_moved"
    assert network({**home, "HF_HOME": "~/moved"}).token == "hf_moved"
    assert network({**home, "HF_HOME": str(moved.parent), "HF_TOKEN_PATH": str(named)}).token == "hf_named"
    assert network({**home, "XDG_CACHE_HOME": str(tmp_path / "none")}).token is None
    assert network({**home, "HUGGING_FACE_HUB_TOKEN": "hf_old"}).token == "hf_old"
    assert network({**home, "HUGGING_FACE_HUB_TOKEN": "hf_old", "HF_TOKEN": " hf_new\n"}).token == "hf_new"
    assert network({**home, "HF_TOKEN": "hf_new", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"}).token is None


def test_fault_40_the_token_is_in_no_repr() -> None:
    assert "hf_secret" not in repr(network({**HOME, "HF_TOKEN": "hf_secret"}))
