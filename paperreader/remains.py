"""What is left of TeX after the hub took its backslashes and dollars away: `2.5times`, `leq 0`, `ell_2`.

Each rule has needles, texts of which one must occur for it to be tried at all, so that prose costs next to
nothing. A rule wants the company that only a formula keeps: a wrong change is worse than a missed one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from paperreader import symbols
from paperreader.symbols import GREEK, SIGNS, script

Match = re.Match[str]
Becomes = str | Callable[[Match], str]
Rule = tuple[tuple[str, ...], re.Pattern[str], Becomes]


def convert(text: str) -> str:
    """The text with the remains of TeX read, its scripts raised and lowered, its quotes and dashes set."""
    for needles, pattern, becomes in RULES:
        if any(needle in text for needle in needles):
            text = pattern.sub(becomes, text)
    return text


def _rule(needles: str | Iterable[str], pattern: str, becomes: Becomes) -> Rule:
    return tuple(needles.split() if isinstance(needles, str) else needles), re.compile(pattern), becomes


def _any(names: str | Iterable[str]) -> str:
    return "|".join(sorted(names.split() if isinstance(names, str) else names, key=len, reverse=True))


def _sign(found: Match) -> str:
    """The sign for the last group, after what the first one holds."""
    last = found.lastindex or 0
    return (found[1] if last > 1 else "") + SIGNS[found[last]]


def _related(found: Match) -> str:
    """A relation: tight on the right where it is tight on the left (`rge 1`)."""
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
_KEPT = "\U000f0000-\U000ffffd"  # URLs and code, which the caller has put aside
_ATOM = rf"(?<![\w{_G}])[A-Zb-z{_G}](?:[_^]\w)?"  # a formula's letter
_FREE = r"(?<![A-Za-z])"
_ALONE = r"(?<![A-Za-z][a-z])"  # before a name that stands alone or is glued to one letter: `mtimes`
_AMOUNT = r"\d[\d.,]*(?:[KMBkx×%]|[GMT]B|ms|[hs])?(?![A-Za-z])"
_BEARER = rf"[\w)\]}}|′*'\"∑∏∫∇∂⁺⁻⁾⟩‖{_G}]"  # what can bear a script

_LONG = (  # in no English word
    "leqslant geqslant lesssim gtrsim propto rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow "
    "longrightarrow mapsto subseteq supseteq triangleq"
)
_SHORT = "leq geq neq odot otimes oplus notin simeq"  # no English word, but part of one: `Godot`, `IneqMath`
_PLAIN = "infty varepsilon vartheta varphi varrho varsigma emptyset varnothing ldots cdots"
_BRACED = _any("times leq geq le ge neq pm cdot rightarrow infty to propto ll gg")
_FONTS = _any((*symbols.FONTS, *symbols.ALPHABETS, "footnote", "textsuperscript", "sqrt"))
_COLOUR = r"(?:my|our|soft|dark|light|deep|bright)?(?:red|blue|green|magenta|teal|orange|cyan|purple|violet|pink|brown|gr[ae]y|black|olive)"
_CAPITALS = "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
_TO_LIMIT = [f"to{space}{limit}" for space in ("", " ") for limit in "0∞"]

_ESCAPES = (
    _rule("\\", r"\\([%&_#${}])", r"\1"),
    _rule("\\", r"(?<![^\s(~<])\\(?=\d)", "$"),
    _rule("\\", r"\\[ ,;:\\]|\\$", " "),
    _rule("\\", r"\\[!/]|(?<=[a-z])\\-(?=[a-z])", ""),
)
_BRACES = (
    _rule("{,}", r"(?<=\d)\{,\} ?(?=\d)", ","),
    _rule("circ", r"\^\{?circ\}?(?=times|(?![a-z]))|(?<=\d)circ(?![a-z])", "°"),
    _rule("∘", r"\^\{?∘\}?", "°"),
    _rule("{", r"\{ ?(sim|approx) ?\} ?", _sign),
    _rule("{", rf"\{{ ?({_BRACED}) ?\}}", _sign),
    *(_rule("{", rf"({_FONTS})\{{([^{{}}]*)\}}", _markup), _rule("{", rf"{_FREE}{_COLOUR}\{{([^{{}}]*)\}}", r"\1")) * 2,
    _rule("href{", r"href\{([^{}]*)\}\{(?!\1\})([^{}]*)\}", r"\2 (\1)"),
    _rule("{", rf"{_FREE}(?:text(?:bf|it|tt|sc)|emph)\{{(?=[^}}]*$)", ""),
    _rule("{", rf"\{{([-=+<>/:]|[^\x00-\x7f{_KEPT}])\}}", r"\1"),
    _rule("{}", r"(?<=\w)\{\}", ""),
    _rule("{", r"(?<![\w^_$\\}])\{([A-Z][a-z]*)\}(?=[a-z])|(?<=[A-Za-z]{2})\{([A-Z]+|[a-z])\}(?=[a-z)])", r"\1\2"),
    _rule("{", r"(?<![\w^_$\\}-])\{([A-Z])\}(?![A-Za-z{])|(?<=\()\{([A-Z]{2})\}(?=\^)", r"\1\2"),
    _rule("{", rf"(?<!\w)(\w)\{{({_any(GREEK)})(?=(?:\^\d)?\}})([^}}]*)\}}", lambda m: f"{m[1]}/{GREEK[m[2]]}{m[3]}"),
)
_LETTERS = (
    _rule("boldsymbol mathbf mathrm mathit",
          rf"{_FREE}(?:boldsymbol|mathbf|mathrm|mathit) ?(?=[{_G}]|[A-Za-z](?![A-Za-z]))", ""),
    _rule("mathcal mathbb", r"(mathcal|mathbb) ?([A-Z])(?![A-Za-z])", _markup),
    _rule("cal", r"cal(?<![A-Za-z]cal)([A-Z])(?![A-Za-z])", lambda m: symbols.alphabet("mathcal", m[1])),
    _rule("widetilde ", rf"{_FREE}widetilde[ {{]([A-Za-z])\b\}}?", "\\1\u0303"),
    _rule("widehat ", rf"{_FREE}widehat[ {{]([A-Za-z])\b\}}?", "\\1\u0302"),
    _rule(_PLAIN, rf"{_ALONE}({_any(_PLAIN)})(?![a-z])", _sign),
)
_AMOUNTS = (
    _rule("times", r"(?<=[\d)}\]°])times(?![a-z])( (?=\d))?", _product),
    _rule([" times "], r"(?<=[\dKMB]) times (?=\d)", " × "),
    _rule([" times "], rf"({_ATOM}) times (?={_ATOM}(?!\w)|\d)", r"\1 × "),
    _rule("times", rf"(?<![\w{_G}])([A-Zb-z])times(?![a-z])(?: (?=[A-Za-z]\b))?", r"\1×"),
    _rule("sim", r"(?<=[\dKMB%×]) ?sim(?=\d)", "∼"),
    _rule("sim", rf"(?<![\w-])(?<!\bin )sim[ !]?(?={_AMOUNT})", "∼"),
    _rule("approx", rf"{_ALONE}approx(?= ?[-+$]?\d)", "≈"),
    _rule("pm", r"(?<=[\d%)])( ?)pm( ?)(?=\d+\.\d)|(?<=\()()pm()(?=\d)", lambda m: f"{m[1] or ''}±{m[2] or ''}"),
    _rule("!-!", r"(?<=\d)!-!(?=\d)", "–"),
    _rule([",ms", ",s", ",GB", ",MB", ",FPS"], r"(?<=\.\d)(\d*),(?=(?:ms|s|GB|MB|FPS)\b)", r"\1 "),
)
_RELATIONS = (
    _rule(_LONG, rf"( ?){_ALONE}({_any(_LONG)})(?![a-z])( ?)", _related),
    _rule(_SHORT, rf"( ?){_FREE}({_any(_SHORT)})(?![A-Za-z])( ?)", _related),
    _rule(_SHORT, rf"(?<=\b[A-Za-z])()({_any(_SHORT)})( ?)(?=\d|[A-Za-z{_G}](?!\w))", _related),
    _rule([" le ", " ge ", " ll ", " gg "], r"((?<=[)\]}]) )(le|ge|ll|gg)(?= [(\d])", _sign),
    _rule([" le ", " ge ", " ne "], rf"({_ATOM} )(le|ge|ne)(?= -?[\d(])", _sign),
    _rule("le ge", r"(le|ge)(?<=[^\w/-][B-Zb-z][lg]e)(?: (?=-?\d)|(?=\d))", _sign),
    _rule(_TO_LIMIT, rf"(?<![\w{_G}])([A-Zb-z{_G}])to ?(?=(?:0|∞)(?![\w.]))", r"\1→"),
    _rule("∞", rf"({_ATOM}) to (?=∞)", r"\1 → "),
    _rule(GREEK.values(), rf"(?<=[{_G}])({_any('le ge ne to in sim approx times pm ll gg equiv subset mid')}) ?"
                          rf"(?=[-+(\d∞{_G}]|[A-Za-z](?![A-Za-z]))", _sign),
    _rule([" in "], rf"({_ATOM} )(in)(?= [ℂℕℙℚℝℤ])", _sign),
    _rule("cdot", rf" ?{_ALONE}cdot(?![a-z]) ?", "·"),
    _rule("≤ ≥ ≈ ≠ ∝", rf"{_FREE}({_any(GREEK)})(?= ?[≤≥≈≠∝])", _sign),
)
_NAMES = (
    _rule("frac{ frac1 frac2 frac3", rf"{_FREE}frac(?:\{{([^{{}}]*)\}}\{{([^{{}}]*)\}}|(\d)(\d)(?!\d))", _fraction),
    _rule("lfloor lceil langle lVert lvert", rf"{_FREE}(lfloor|lceil|langle|lVert|lvert)(?![a-z]) ?", _sign),
    _rule("rfloor rceil rangle rVert rvert", rf" ?{_FREE}(rfloor|rceil|rangle|rVert|rvert)(?![a-z])", _sign),
    _rule("right)", r"left\( ?([^()]*?) ?right\)", r"(\1)"),
    _rule("log", r"(?<!\w)([OΘΩ𝒪]\([A-Za-z]{1,2})log(?=[ ({])", r"\1 log"),
    _rule("sum_ prod_ sum^ prod^", rf"{_ALONE}(sum|prod)(?=[_^](?:\{{|\w(?!\w)))", _sign),
    _rule("int_ int^", rf"{_FREE}(int)(?=[_^](?:\{{|[0a-z](?!\w)))", _sign),
    _rule("ell_ ell^", rf"{_FREE}(ell)(?=_\{{|_[\w∞](?!\w)|\^)", _sign),
    _rule("_ ^", rf"(?<![\w./#@\\])({_any(GREEK)})(?=[_^](?:\{{|[A-Za-z\d*+](?![A-Za-z_])|\d\.\d))", _sign),
    _rule("_", rf"(?<![\w./#@\\])([A-Za-z{_G}]_)({_any(GREEK)})(?!\w)", _sign),
    _rule([f"{name}(" for name in _CAPITALS.split()],
          rf"{_FREE}({_any(_CAPITALS)})(?=\((?:1\)|[A-Za-z{_G}][\w{_G}]?(?:[),|^_*]| log)))", _sign),
    _rule("Delta", rf"{_FREE}Delta(?:(?=\d)| (?=[B-HJ-Zb-z](?![\w'’-]|\.\d)))", "Δ"),
    _rule("nabla", rf"{_ALONE}nabla(?![a-z])(?: (?=[A-Za-z{_G}](?![a-z])))?", "∇"),
)
_SCRIPTS = (
    _rule("_", rf"(?<![\w/\\.@#$])([A-Za-z{_G}∑∏∫∇∂]|log|CO|AP)_"
               rf"(\d{{1,2}}(?:\.\d+)?|[A-Za-z{_G}](?!\w))(?![a-z\d_/]|\.[a-z])", lambda m: m[1] + script("_", m[2])),
    _rule("^", rf"(?<={_BEARER})\^\{{?(top|prime|dagger|star|ast)\}}?(?![a-z])", lambda m: script("^", SIGNS[m[1]])),
    *(_rule("^{ _{", rf"(?<={_BEARER})([\^_])\{{([^{{}}]*)\}}", lambda m: script(m[1], m[2])),) * 3,
    _rule("^", rf"(?<={_BEARER})\^(-?\d+(?:\.\d+)?|-?[A-Za-z{_G}](?![A-Za-z{_G}])|[*+§†‡′∘⊤])",
          lambda m: script("^", m[1])),
    _rule("^(", r"(?<=\d)\^\((-?\d+)\)", lambda m: script("^", m[1])),
)
_TYPOGRAPHY = (
    _rule("``", r"(?<!`)``(?=[^\s`])([^`]{1,300}?)(?<=\S)(?:''|``|\")(?!`)", r"“\1”"),
    _rule("``", r"(?<!`)``(?=\w)", "“"),
    _rule("`", r"(?<![\w`])`(?=\w)((?:[^`']|'(?=\w)){1,80})'(?!\w)", r"‘\1’"),
    _rule("---", r"(?<![-<!])---(?![->])", "—"),
    _rule("--", r"(?<=[^\s<!-])--(?=[\w(“‘\"\[$~])|(?<=\w[\w.,%)\"”])--(?=\s)|(?<=\s)--(?=\s)", "–"),
    _rule("~", rf"(?<=[A-Za-z)\]\"'’”.,:;])(?<!\d[A-Za-z%])(?<![ (][A-Zb-z])~(?=[\w(\[\\\"“‘'${_KEPT}])", " "),
    _rule("~", r"(?<=\d)~(?=[A-Za-z(\[])|(?<=[A-Za-z]{2})~(?=\s|$)", " "),
    _rule("~", rf"(?<=\s)~(?=[{_KEPT}])", ""),
)  # fmt: skip
RULES: tuple[Rule, ...] = (
    *_ESCAPES, *_BRACES, *_LETTERS, *_AMOUNTS, *_RELATIONS, *_NAMES, *_SCRIPTS, *_TYPOGRAPHY
)  # fmt: skip
