"""The user's own commands, as the settings have them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from paperreader.config import load
from paperreader.own_command import FIELDS, OwnCommand

EXAMPLES = Path(__file__).with_name("example_commands.toml")
ROOT = Path(__file__).parents[1]


def loaded(file: Path, text: str) -> tuple[dict[str, OwnCommand], list[str]]:
    file.write_text(f"[commands]\n{text}\n")
    config, problems = load(file)
    return {command.name: command for command in config.commands}, problems


def test_a_command_is_a_list_of_words_or_a_table(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    text = """
    zathura = ["zathura", "~/papers/{id}.pdf"]
    [commands."To Slack"]
    run = ["~/bin/slack", "{title} {{}}"]
    letter = "k"
    key = "f5"
    stdin = "{abstract}"
    [commands.vim]
    run = ["vim"]
    in_terminal = true
    """
    commands, problems = loaded(file, text)
    assert problems == []
    assert list(commands.values()) == [
        OwnCommand("zathura", ("zathura", "/home/ada/papers/{id}.pdf"), "z"),
        OwnCommand("To Slack", ("/home/ada/bin/slack", "{title} {{}}"), "k", "f5", stdin="{abstract}"),
        OwnCommand("vim", ("vim",), "v", in_terminal=True),
    ]
    assert [command.is_per_paper for command in commands.values()] == [True, True, False]
    assert commands["To Slack"].fields == {"title", "abstract"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 3", '2: commands.x: a command is a list of words like ["zathura", "{pdf_file}"], or a table'),
        ("x = []", '2: commands.x.run: it must be a list of words like ["zathura", "{pdf_file}"]; ignored'),
        ("x = {}", "2: commands.x.run: it must be a list"),
        ("\nx = ['a', 3]", "3: commands.x.run: it must be a list"),
        ('x = "echo {title}"', "2: commands.x: a command is a list"),
        ('x = { run = "echo" }', "2: commands.x.run: it must be a list"),
        ("x = ['']", "2: commands.x.run: its first word must be the name of a program; ignored"),
        ("x = ['{title}']", "2: commands.x.run: its first word must be the name of a program"),
        ("x = ['./run']", "2: commands.x.run: write the whole path of the program, or just its name"),
        ('x = ["a\\u0000"]', "2: commands.x.run: it has a NUL character"),
        ("x = ['a', '{titel}']", "2: commands.x.run: there is no {titel}; did you mean {title}?; ignored"),
        ("x = ['jq', '{text: $t}']", "2: commands.x.run: there is no {text: $t}; a brace itself is written {{ or }}"),
        ("x = ['a', '{}']", "2: commands.x.run: there is no {}; a brace itself is written {{ or }}; ignored"),
        ("x = ['a', '{title']", "2: commands.x.run: { stands alone; a brace itself is written {{; ignored"),
        ("x = ['a', 'title}']", "2: commands.x.run: } stands alone; a brace itself is written }}; ignored"),
        ("[commands.x]\nrun = ['a']\nstdin = '{tilte}'", "4: commands.x.stdin: there is no {tilte}; did you mean"),
        ("[commands.x]\nrun = ['a']\nstdin = 3", "4: commands.x.stdin: it must be a text like"),
        ("[commands.x]\nrun = ['a']\nletters = 'b'", "4: commands.x.letters: there is no such setting (did you mean"),
        ("[commands.x]\nrun = ['a']\nname = 'b'", "4: commands.x.name: there is no such setting"),
        ("[commands.x]\nrun = ['a']\nletter = 'ab'", "4: commands.x.letter: it must be a single letter; ignored"),
        ("[commands.x]\nrun = ['a']\nletter = '1'", "4: commands.x.letter: it must be a single letter; ignored"),
        ("[commands.x]\nrun = ['a']\nletter = 'q'", "4: commands.x.letter: q closes the menu; ignored"),
        ("[commands.x]\nrun = ['a']\nkey = 3", '4: commands.x.key: it must be a key like "f5"'),
        ("[commands.x]\nrun = ['a']\nin_terminal = 1", "4: commands.x.in_terminal: it must be true or false; ignored"),
        ("x = { run = ['a'], in_terminal = true, stdin = 'x' }", "2: commands.x.stdin: with in_terminal standard"),
        ('"\\u001b[31m" = ["a"]', "2: commands.: the name of a command is one line"),
        (f"{'n' * 61} = ['a']", f"2: commands.{'n' * 60}: the name of a command is one line of up to 60"),
        ("theme = 'nord'", "2: theme comes after [commands]; settings belong above it; ignored"),
    ],
    ids=[f"wrong{n}" for n in range(1, 29)],
)
def test_a_wrong_command_is_named_with_its_line_and_left_out(file: Path, text: str, said: str) -> None:
    commands, problems = loaded(file, f"{text}\n[commands.good]\nrun = ['a']")
    assert list(commands) == ["good"]
    assert len(problems) == 1
    assert problems[0].startswith(f"config.toml:{said}")
    assert problems[0].isprintable()


def test_it_must_be_a_table(file: Path) -> None:
    file.write_text("commands = 3\n")
    assert load(file)[1] == ["config.toml:1: commands must be a table of commands, not 3; using []"]


@pytest.mark.parametrize(
    "words",
    [
        ["sh", "-c", "echo {title}"],
        ["/bin/bash", "-lc", "echo '{title}'"],
        ["env", "X=1", "zsh", "-ec", "{abstract}"],
        ["bash", "--norc", "-c", "echo $1 {title}"],
        ["python3.12", "-c", "print('{title}')"],
        ["perl", "-ne", "print '{title}'"],
        ["node", "--eval", "'{title}'"],
        ["vim", "-c", "norm i{title}"],
        ["fish", "-c", "x{id}"],
    ],
)
def test_no_paper_writes_what_an_interpreter_runs(file: Path, words: list[str]) -> None:
    commands, (problem,) = loaded(file, f"x = {words}")
    assert commands == {}
    assert "would run what a paper says: give it as an argument" in problem


def test_as_an_argument_of_the_script_it_is_harmless(file: Path) -> None:
    commands, problems = loaded(file, """x = ["sh", "-c", 'printf "%s" "$1"', "sh", "{title}"]""")
    assert problems == []
    title = "$(touch /tmp/x) `id` '; exit 3 #"
    done = subprocess.run(commands["x"].argv({"title": title}), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, title)


@pytest.mark.parametrize(
    ("word", "value", "filled"),
    [
        ("{title}", "A {url} in %s", "A {url} in %s"),
        ("--title={title}", "x", "--title=x"),
        ("{{{title}}} {{}}", "x", "{x} {}"),
        ("{title}", "-rf /", " -rf /"),
        ("{title}", "--help", " --help"),
        ("text={title}", "@/etc/passwd", "text= @/etc/passwd"),
        ("{title}", "</etc/passwd", " </etc/passwd"),
        ("{title}", "+!id", " +!id"),
        ("-{title}", "x", "-x"),
        ("{title}", "", ""),
    ],
)
def test_a_value_never_becomes_an_option_or_a_file(word: str, value: str, filled: str) -> None:
    assert OwnCommand("x", ("a", word)).argv({"title": value}) == ["a", filled]
    assert OwnCommand("x", ("a",), stdin=word).input({"title": value}) == filled.replace(f" {value}", value)


def test_letters_are_given_to_those_that_want_none(file: Path) -> None:
    text = """
    quick = ["a"]
    first = { run = ["a"], letter = "u" }
    second = { run = ["a"], letter = "u" }
    "123" = ["a"]
    """
    commands, (problem,) = loaded(file, text)
    assert {name: command.letter for name, command in commands.items()} == {
        "quick": "i",
        "first": "u",
        "second": "s",
        "123": "a",
    }
    assert problem == "config.toml:5: commands.second: u is already the letter of first; using another"
    many, problems = loaded(file, "\n".join(f"c{number} = ['a']" for number in range(60)))
    letters = [command.letter for command in many.values()]
    assert problems == []
    assert len(set(letters)) == len([letter for letter in letters if letter]) + 1, "some have none, no two the same"


def test_the_examples_are_right() -> None:
    config, problems = load(EXAMPLES)
    assert problems == []
    assert len(config.commands) >= 12
    values = dict.fromkeys(FIELDS, "x")
    for command in config.commands:
        assert all(command.argv(values))
        code = [word for word in command.argv(values) if command.run[0] == "sh"][2:3]
        for script in code:
            subprocess.run(["sh", "-n", "-c", script], check=True)


@pytest.mark.parametrize(
    "document", ["README.md", *(str(file.relative_to(ROOT)) for file in ROOT.glob("paperreader/help/*.md"))]
)
def test_so_are_those_of_the_documentation(document: str, file: Path) -> None:
    for block in re.findall(r"```toml\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL):
        file.write_text(block)
        assert load(file)[1] == []
