"""What is left of TeX after the Hub has dropped its backslashes and dollars: `2.5times`, `leq 0`, `ell_2`.

Each rule has needles, and is tried only if one of them occurs in the text, so that prose costs next to nothing. A rule
matches only where its surroundings show a formula: a wrong change is worse than a missed one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from paperreader.text import symbols
from paperreader.text.symbols import GREEK, SIGNS, script

Match = re.Match[str]

_SPAN = re.compile(
    r"(?:https?://|(?<![\w@/.-])(?:[a-z\d-]+\.){1,3}(?:com|org|io|co|ai|net|edu|dev|gov|app)/)"
    r"(?:[^\s{}<>\\\"`$^]|\\[_%#&~])+"
    r"|(?<![\w`])`[^`\s](?:[^`]*[^`\s])?`(?![\w`'])|```[^`]*```|(?<![A-Za-z])[A-Z]:\\\S*"
)
_FIRST_PRIVATE = 0xF0000  # of the private characters that stand for what was put aside
_KEPT = "\U000f0000-\U000ffffd"
_PRIVATE = re.compile(f"[{_KEPT}]")


def put_aside(text: str, kept: list[str]) -> str:
    """The text with each URL, path and piece of code replaced by a private character: its index in `kept`.

    ValueError if the text has private characters of its own.
    """
    if not text.isascii() and _PRIVATE.search(text):
        raise ValueError("private characters of its own")

    def keep(found: Match) -> str:
        span = found[0] if found[0][0] == "`" or found[0][1:3] == ":\\" else found[0].replace("\\", "")
        if span not in kept:
            kept.append(span)
        return chr(_FIRST_PRIVATE + kept.index(span))

    return _SPAN.sub(keep, text) if "/" in text or "`" in text or ":\\" in text else text


def put_back(text: str, kept: list[str]) -> str:
    """The text with what was put aside back in its place: `URL{URL}` is the URL, `URL{text}` the text and its URL."""
    if not kept:
        return text

    def link(found: Match) -> str:
        url, label = found[1], found[2].strip()
        if _PRIVATE.fullmatch(label):
            old, new = kept[ord(url) - _FIRST_PRIVATE], kept[ord(label) - _FIRST_PRIVATE]
            if old.partition("://")[2].rstrip("./") == new.rpartition("://")[2].rstrip("./"):
                return label if "://" in new else url
        return f"{label} ({url})" if label else url

    text = re.sub(rf"([{_KEPT}])(?:\}}| (?=\{{[{_KEPT}]\}}))?\{{([^{{}}]*)\}}", link, text)
    text = re.sub(rf"([{_KEPT}])\}}\{{([{_KEPT}])(?!\}})", link, text)
    text = re.sub(r"\\?href\{([^{}]*)\}", r"\1", text)
    return _PRIVATE.sub(lambda found: kept[ord(found[0]) - _FIRST_PRIVATE], text)


def convert(text: str) -> str:
    """The text with leftover TeX converted, scripts raised and lowered, quotes and dashes set.

    Of nested markup it converts only the innermost: call it again for the rest.
    """
    for rule in RULES:
        for needle in rule.needles:
            if needle in text:
                text = rule.pattern.sub(rule.becomes, text)
                break
    return text


class Rule:
    """A replacement, tried only if one of the needles occurs (a string: separated by spaces)."""

    def __init__(self, needles: str | Iterable[str], source: str, becomes: str | Callable[[Match], str]) -> None:
        self.needles = tuple(needles.split() if isinstance(needles, str) else needles)
        self.source = source
        self.becomes = becomes

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled on first use: compiling all of them takes 20 ms."""
        return re.compile(self.source)


def _any(names: str | Iterable[str]) -> str:
    return "|".join(sorted(names.split() if isinstance(names, str) else names, key=len, reverse=True))


def _sign(found: Match) -> str:
    """What the first group matched, then the sign for the name in the last one."""
    last = found.lastindex or 0
    return (found[1] if last > 1 else "") + SIGNS[found[last]]


def _related(found: Match) -> str:
    """A relation: without a space on the right if there is none on the left (`rge 1`)."""
    left, name, right = found.groups()
    before = found.string[found.start() - 1 : found.start()]
    tight = not left and (before.isalnum() or before in (")", "]", "}", "%"))
    return f"{left}{SIGNS[name]}{'' if tight else right}"


def _product(found: Match) -> str:
    """`36times 64` is a product, `1.5times 2` and `8times faster` are not."""
    whole = re.search(r"(?<![\d.])\d+$", found.string[max(0, found.start() - 12) : found.start()])
    return "×" if whole else f"×{found[1] or ''}"


def _markup(found: Match) -> str:
    name, content = found.groups()
    if name in symbols.ALPHABETS:
        return symbols.alphabet(name, content)
    match name:
        case "footnote":
            return f" ({content.strip()})"
        case "textsuperscript":
            return f"^{{{content}}}"
        case "sqrt":
            return f"√{content}" if content.isalnum() else f"√({content})"
    return f"{{{content}}}" if found.string[found.start() - 1 : found.start()] in ("^", "_") else str(content)


def _fraction(found: Match) -> str:
    over, under = found[1] or found[3], found[2] or found[4]
    small = {"12": "½", "13": "⅓", "23": "⅔", "14": "¼", "34": "¾"}
    return small.get(over + under) or "/".join(part if part.isalnum() else f"({part})" for part in (over, under))


_G = "α-ωΑ-Ωϑϖϱς\u2102-\u2138𝐀-𝟿"
_ATOM = rf"(?<![\w{_G}])[A-Zb-z{_G}](?:[_^]\w)?"  # a letter of a formula
_FREE = r"(?<![A-Za-z])"
_ALONE = r"(?<![A-Za-z][a-z])"  # before a name that stands alone or follows a single letter: `mtimes`
_AMOUNT = r"\d[\d.,]*(?:[KMBkx×%]|[GMT]B|ms|[hs])?(?![A-Za-z])"
_BASE = rf"[\w)\]}}|′*'\"∑∏∫∇∂⁺⁻⁾⟩‖=→←{_G}]"  # what can have a script

_LONG = (  # in no English word
    "leqslant geqslant lesssim gtrsim propto rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow "
    "longrightarrow mapsto subseteq supseteq triangleq"
)
_SHORT = "leq geq neq odot otimes oplus notin simeq"  # no English word, but part of one: `Godot`
_PLAIN = "infty varepsilon vartheta varphi varrho varsigma emptyset varnothing ldots cdots"
_BRACED = _any("times leq geq le ge neq pm cdot rightarrow infty to propto ll gg")
_WRAPS = {*symbols.FONTS, *symbols.ALPHABETS, "footnote", "textsuperscript", "sqrt"}
_GLUED = _any(name for name in _WRAPS if name[:4] in ("text", "math", "foot") and len(name) > 5)  # `atextbf{b}`
_COLOURS = "red blue green magenta teal orange cyan purple violet pink brown gray grey black olive"
_COLOUR = f"(?:my|our|soft|dark|light|deep|bright)?(?:{_any(_COLOURS)})"
_CAPITALS = "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
_TO_LIMIT = [f"to{space}{limit}" for space in ("", " ") for limit in "0∞"]

_ESCAPES = (
    Rule("\\", r"\\([%&_#${}])", r"\1"),
    Rule("\\", r"(?<![^\s(~<])\\(?=\d)", "$"),
    Rule("\\", r"\\[ ,;:\\]|\\$", " "),
    Rule("\\", r"\\[!/]|(?<=[a-z])\\-(?=[a-z])", ""),
)
_BRACES = (
    Rule("{,}", r"(?<=\d)\{,\} ?(?=\d)", ","),
    Rule("circ", r"\^\{?circ\}?(?=times|(?![a-z]))|(?<=\d)circ(?![a-z])", "°"),
    Rule("∘", r"\^\{?∘\}?", "°"),
    Rule("{", r"\{ ?(sim|approx) ?\} ?", _sign),
    Rule("{", rf"\{{ ?({_BRACED}) ?\}}", _sign),
    Rule("{", rf"((?:{_GLUED})|{_FREE}(?:{_any(_WRAPS)}))\{{([^{{}}]*)\}}", _markup),
    Rule("{", rf"{_FREE}{_COLOUR}\{{([^{{}}]*)\}}", r"\1"),
    Rule("href{", r"href\{([^{}]*)\}\{\1\}", r"\1"),
    Rule("href{", r"href\{([^{}]*)\}\{([^{}]*)\}", r"\2 (\1)"),
    Rule("{", rf"{_FREE}(?:text(?:bf|it|tt|sc)|emph)\{{(?=[^}}]*$)", ""),
    Rule("{", rf"\{{([-=+<>/:]|[^\x00-\x7f{_KEPT}])\}}", r"\1"),
    Rule("{}", r"(?<=\w)\{\}", ""),
    Rule("{", r"(?<![\w^_$\\}])\{([A-Z][a-z]*)\}(?=[a-z])|(?<=[A-Za-z]{2})\{([A-Z]+|[a-z])\}(?=[a-z)])", r"\1\2"),
    Rule("{", r"(?<![\w^_$\\}-])\{([A-Z])\}(?![A-Za-z{])|(?<=\()\{([A-Z]{2})\}(?=\^)", r"\1\2"),
    Rule("{", rf"(?<!\w)(\w)\{{({_any(GREEK)})(?=(?:\^\d)?\}})([^}}]*)\}}", lambda m: f"{m[1]}/{GREEK[m[2]]}{m[3]}"),
)
_LETTERS = (
    Rule(
        "boldsymbol mathbf mathrm mathit",
        rf"{_FREE}(?:boldsymbol|mathbf|mathrm|mathit) ?(?=[{_G}]|[A-Za-z](?![A-Za-z]))",
        "",
    ),
    Rule("mathcal mathbb", r"(mathcal|mathbb) ?([A-Z])(?![A-Za-z])", _markup),
    Rule("cal", r"cal(?<![A-Za-z]cal)([A-Z])(?![A-Za-z])", lambda m: symbols.alphabet("mathcal", m[1])),
    Rule("widetilde ", rf"{_FREE}widetilde[ {{]([A-Za-z])\b\}}?", "\\1\u0303"),
    Rule("widehat ", rf"{_FREE}widehat[ {{]([A-Za-z])\b\}}?", "\\1\u0302"),
    Rule(_PLAIN, rf"{_ALONE}({_any(_PLAIN)})(?![a-z])", _sign),
)
_AMOUNTS = (
    Rule("times", r"(?<=[\d)}\]°])times(?![a-z])( (?=\d))?", _product),
    Rule([" times "], r"(?<=[\dKMB]) times (?=\d)", " × "),
    Rule([" times "], rf"({_ATOM}) times (?={_ATOM}(?!\w)|\d)", r"\1 × "),
    Rule("times", rf"(?<![\w{_G}])([A-Zb-z])times(?![a-z])(?: (?=[A-Za-z]\b))?", r"\1×"),
    Rule("sim", r"(?<=[\dKMB%×]) ?sim(?=\d)", "∼"),
    Rule("sim", rf"(?<![\w-])(?<!\bin )sim[ !]?(?={_AMOUNT})", "∼"),
    Rule("approx", rf"{_ALONE}approx(?= ?[-+$]?\d)", "≈"),
    Rule("pm", r"(?<=[\d%)])( ?)pm( ?)(?=\d+\.\d)|(?<=\()()pm()(?=\d)", lambda m: f"{m[1] or ''}±{m[2] or ''}"),
    Rule("!-!", r"(?<=\d)!-!(?=\d)", "–"),
    Rule([",ms", ",s", ",GB", ",MB", ",FPS"], r"(?<=\.\d)(\d*),(?=(?:ms|s|GB|MB|FPS)\b)", r"\1 "),
)
_RELATIONS = (
    Rule(
        "leqslant geqslant lesssim gtrsim propto arrow mapsto seteq triangleq",
        rf"( ?){_ALONE}({_any(_LONG)})(?![a-z])( ?)",
        _related,
    ),
    Rule(_SHORT, rf"( ?){_FREE}({_any(_SHORT)})(?![A-Za-z])( ?)", _related),
    Rule(_SHORT, rf"(?<=\b[A-Za-z])()({_any(_SHORT)})( ?)(?=\d|[A-Za-z{_G}](?!\w))", _related),
    Rule([" le ", " ge ", " ll ", " gg "], r"((?<=[)\]}]) )(le|ge|ll|gg)(?= [(\d])", _sign),
    Rule([" le ", " ge ", " ne "], rf"({_ATOM} )(le|ge|ne)(?= -?[\d(])", _sign),
    Rule("le ge", r"(le|ge)(?<=[^\w/-][B-NP-Zb-np-z][lg]e)(?: (?=-?\d)|(?=\d))", _sign),
    Rule(_TO_LIMIT, rf"(?<![\w{_G}])([A-Zb-z{_G}])to ?(?=(?:0|∞)(?![\w.]))", r"\1→"),
    Rule("∞", rf"({_ATOM}) to (?=∞)", r"\1 → "),
    Rule(
        GREEK.values(),
        rf"(?<=[{_G}])({_any('le ge ne to in sim approx times pm ll gg equiv subset mid')}) ?"
        rf"(?=[-+(\d∞{_G}]|[A-Za-z](?![A-Za-z]))",
        _sign,
    ),
    Rule([f" in {field}" for field in "ℂℕℙℚℝℤ"], rf"({_ATOM} )(in)(?= [ℂℕℙℚℝℤ])", _sign),
    Rule("cdot", rf" ?{_ALONE}cdot(?![a-z]) ?", "·"),
    Rule("≤ ≥ ≈ ≠ ∝", rf"{_FREE}({_any(GREEK)})(?= ?[≤≥≈≠∝])", _sign),
)
_NAMES = (
    Rule("frac{ frac1 frac2 frac3", rf"{_FREE}frac(?:\{{([^{{}}]*)\}}\{{([^{{}}]*)\}}|(\d)(\d)(?!\d))", _fraction),
    Rule("lfloor lceil langle lVert lvert", rf"{_FREE}(lfloor|lceil|langle|lVert|lvert)(?![a-z]) ?", _sign),
    Rule("rfloor rceil rangle rVert rvert", rf" ?{_FREE}(rfloor|rceil|rangle|rVert|rvert)(?![a-z])", _sign),
    Rule("right)", r"left\( ?([^()]*?) ?right\)", r"(\1)"),
    Rule("log", r"(?<!\w)([OΘΩ𝒪]\([A-Za-z]{1,2})log(?=[ ({])", r"\1 log"),
    Rule("sum_ prod_ sum^ prod^", rf"{_ALONE}(sum|prod)(?=[_^](?:\{{|\w(?!\w)))", _sign),
    Rule("int_ int^", rf"{_FREE}(int)(?=[_^](?:\{{|[0a-z](?!\w)))", _sign),
    Rule("ell_ ell^", rf"{_FREE}(ell)(?=_\{{|_[\w∞](?!\w)|\^)", _sign),
    Rule("_ ^", rf"(?<![\w./#@\\])({_any(GREEK)})(?=[_^](?:\{{|[A-Za-z\d*+](?![A-Za-z_])|\d\.\d))", _sign),
    Rule("_", rf"(?<![\w./#@\\])([A-Za-z{_G}]_)({_any(GREEK)})(?!\w)", _sign),
    Rule("a( i(", rf"{_FREE}({_any(_CAPITALS)})(?=\((?:1\)|[A-Za-z{_G}][\w{_G}]?(?:[),|^_*]| log)))", _sign),
    Rule("Delta", rf"{_FREE}Delta(?:(?=\d)| (?=[B-HJ-Zb-z](?![\w'’-]|\.\d)))", "Δ"),
    Rule("nabla", rf"{_ALONE}nabla(?![a-z])(?: (?=[A-Za-z{_G}](?![a-z])))?", "∇"),
)
_SCRIPTS = (
    Rule(
        "_",
        rf"(?<![\w/\\.@#$])([A-Za-z{_G}∑∏∫∇∂]|log|CO|AP)_"
        rf"(\d{{1,2}}(?:\.\d+)?|[A-Za-z{_G}](?!\w))(?![a-z\d_/]|\.[a-z])",
        lambda m: m[1] + script("_", m[2]),
    ),
    Rule("^", rf"(?<={_BASE})\^\{{?(top|prime|dagger|star|ast)\}}?(?![a-z])", lambda m: script("^", SIGNS[m[1]])),
    Rule("^{ _{", rf"(?<={_BASE})([\^_])\{{([^{{}}]*)\}}", lambda m: script(m[1], m[2])),
    Rule(
        "^",
        rf"(?<={_BASE})\^(-?\d+(?:\.\d+)?|-?[A-Za-z{_G}](?![A-Za-z{_G}])|[*+§†‡′∘⊤])",
        lambda m: script("^", m[1]),
    ),
    Rule("^(", r"(?<=\d)\^\((-?\d+)\)", lambda m: script("^", m[1])),
)
_TYPOGRAPHY = (
    Rule("``", r"(?<!`)``(?=[^\s`])([^`]{1,300}?)(?<=\S)(?:''|``|\")(?!`)", r"“\1”"),
    Rule("``", r"(?<!`)``(?=\w)", "“"),
    Rule("`", r"(?<![\w`])`(?=\w)((?:[^`']|'(?=\w)){1,80})'(?!\w)", r"‘\1’"),
    Rule("---", r"(?<![-<!])---(?![->])", "—"),
    Rule("--", r"(?<=[^\s<!-])--(?=[\w(“‘\"\[$~])|(?<=\w[\w.,%)\"”])--(?=\s)|(?<=\s)--(?=\s)", "–"),
    Rule("~", rf"(?<=[A-Za-z)\]\"'’”.,:;])(?<!\d[A-Za-z%])(?<![ (][A-Zb-z])~(?=[\w(\[\\\"“‘'${_KEPT}])", " "),
    Rule("~", r"(?<=\d)~(?=[A-Za-z(\[])|(?<=[A-Za-z]{2})~(?=\s|$)", " "),
    Rule("~", rf"(?<=\s)~(?=[{_KEPT}])", ""),
)  # fmt: skip
RULES = (
    *_ESCAPES, *_BRACES, *_LETTERS, *_AMOUNTS, *_RELATIONS, *_NAMES, *_SCRIPTS, *_TYPOGRAPHY
)  # fmt: skip
