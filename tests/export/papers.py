"""Papers that are hard to cite: invented titles and names, of each kind that breaks something."""

from __future__ import annotations

from datetime import date

from paperreader.models import Paper
from paperreader.text.readable import readable

TITLES = (
    "The Loom: Weaving Small Models",
    "LoomGPT-4o: A Survey of LLMs, VLMs and 3D RAG for ICLR",
    r"On $\mathcal{O}(n^{2})$ Bounds and $\alpha$-Weaving",
    r"$\Psi$-Loom: Is \(x_i \leq y\) Enough?",
    "Loom^2: π³ meets ℝ, ∇ and L_2 at 20°",
    "Earning $1 Million with $200k: 64% of A&B, C# and snake_case",
    "Braces {balanced}, }un{balanced and {{nested}",
    "A \\ backslash, \\input{/etc/passwd} and \\write18{ls}",
    "Ends with a backslash \\",
    "CDATA ends ]]> here <b>bold</b> & &amp; <script>",
    "Tilde ~ caret ^ pipe | back`tick` 'single' \"double\"",
    "“Curly” quotes – en — em … dots -- two --- three",
    "[[Wikilink]] [link](http://a.org) #tag *bold* _it_ =verb= ~code~ +gone+ %%hidden%% ==high==",
    "* TODO :tag: [1/2] <2026-07-29> [fn:1] {{{macro}}} \\alpha $x$ :x:y:",
    "Runs shell:ls and elisp:(kill) and [[file:/etc/passwd][x]] <id:a> https://example.org/loom",
    "--- yaml: [not, a, list] # nor a comment",
    "- item: 'quoted' \"double\" @at `tick` !bang %percent",
    "2024",
    "true",
    "null",
    "织网：小模型 과 네트워크 Сеть नेट",
    "Emoji 🧵 weaves 🇫🇷 👩‍🔬",
    "Über Maße, façade, Łódź, Đặng, Ångström, İstanbul, œuvre, þing",
    "TY  - JOUR ER  - ",
    "Controls \x1b[31mred\x1b[0m\r\nline\x00 break\u2028here",
    "“”",
    "x" * 3000,
)
AUTHORS = (
    ("Ada Brook", "Bo Lindqvist"),
    ("Laurens van der Maaten", "Ludwig von Beethoven Jr.", "Maria de la Cruz", "Blaise Agüera y Arcas"),
    ("DreamX Team", "NVIDIA", "OpenAI", "Search and Rescue Lab", "The Loom Consortium", "GLM-5 Team", "LG AI Research"),
    ("Brook, Ada", "Lindqvist, Bo, III", "Hal Daumé III", "Sr."),
    ("Madonna", "李雷", "Navrátil", "Zhaxizhuoma"),
    ("Søren Æbelø", "Łukasz Żółć", "İlker Şahin", "Đặng Thị", "Jiří Ďáblík", "Jo\u0301zsef Ő", "Þóra Ðð", "Nguyễn Ế"),
    ('Linxi "Jim" Fan', "J.-P. Sartre", "Éric O'Brien-Smith", "X. W.", "chen chen", "and And", "Tom {Brace} $ydney"),
    ("Иван Петров", "Ада Лавлейс", "Νίκος Παπ"),
    (),
    ("%", "{", "\\", "~", "Ann & Bob", "A, B, C, D"),
)


def hard_papers() -> list[Paper]:
    """Each title with some of the names, all with ids and dates of their own."""
    return [
        Paper(
            f"26{number // 28 + 1:02}.{10000 + number}",
            readable(" ".join(title.split())),
            title,
            f"Abstract of {title}",
            f"Abstract of {title}",
            authors=AUTHORS[number % len(AUTHORS)],
            published=date(2026, number // 28 + 1, number % 28 + 1) if number % 5 else None,
            github_repo="https://github.com/example/loom",
        )
        for number, title in enumerate(TITLES + TITLES[:10])
    ]
