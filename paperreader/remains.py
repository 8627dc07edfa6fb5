"""What is left of TeX after the hub took its backslashes and dollars away: `2.5times`, `leq 0`, `ell_2`.

Each rule names a text without which it is not even tried, so that prose costs next to nothing. A rule wants
the company that only a formula keeps: a wrong change is worse than a missed one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from paperreader import symbols
from paperreader.symbols import GREEK, SIGNS, script

Match = re.Match[str]
Rule = tuple[tuple[str, ...], re.Pattern[str], str | Callable[[Match], str]]


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


def _rule(needles: str, pattern: str, becomes: str | Callable[[Match], str]) -> Rule:
    """A rule that is tried where one of the needles (apart by spaces) occurs."""
    return tuple(needles.split()), re.compile(pattern), becomes


def _name(found: Match) -> str:
    return SIGNS[found[found.lastindex or 0]]


def _related(found: Match) -> str:
    """A relation: tight on the right where it is tight on the left (`rge 1`)."""
    left, name, right = found.groups()
    before = found.string[found.start() - 1 : found.start()]
    tight = not left and (before.isalnum() or before in (")", "]", "}", "%"))
    return f"{left}{SIGNS[name]}{'' if tight else right}"


def _product(found: Match) -> str:
    """`36times 64` is a product, `1.5times 2.4` and `8times faster` are not."""
    tight = found[1] and re.search(r"(?<![\d.])\d+$", found.string[: found.start()])
    return "×" if tight else f"×{found[1] or ''}"


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
    halves = {"12": "½", "13": "⅓", "23": "⅔", "14": "¼", "34": "¾"}
    return halves.get(over + under) or "/".join(part if part.isalnum() else f"({part})" for part in (over, under))


_G = "α-ωΑ-Ωϑϖϱς\u2102-\u2138𝐀-𝟿"
_ALONE = r"(?<![A-Za-z][a-z])"  # before a name that stands alone or is glued to one letter: `rge`, `mtimes`
_FREE = r"(?<![A-Za-z])"
_ATOM = rf"(?<![\w{_G}])[A-Zb-z{_G}](?:[_^]\w)?"  # a formula's letter
_AMOUNT = r"\d[\d.,]*(?:[KMBkx×%]|[GMT]B|ms|[hs])?(?![A-Za-z])"
_SCRIPTED = rf"[\w)\]}}|′*'\"∑∏∫∇∂⁺⁻⁾⟩{_G}]"  # what can bear a script

# No English word, wherever it stands.
_SAFE = (
    "leqslant geqslant lesssim gtrsim propto rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow "
    "longrightarrow mapsto subseteq supseteq triangleq"
)
_SHORT = "leq geq neq odot otimes oplus notin simeq"  # …but part of one: `Godot`, `IneqMath`
_PLAIN = "infty varepsilon vartheta varphi varrho varsigma emptyset varnothing ldots cdots"
_IN_BRACES = _any("times leq geq le ge neq pm cdot rightarrow infty to propto ll gg".split())
_WRAPPING = _any((*symbols.FONTS, *symbols.ALPHABETS, "footnote", "textsuperscript", "sqrt"))
_COLOUR = r"[a-z]*(?:red|blue|green|magenta|teal|orange|cyan|purple|violet|pink|brown|gr[ae]y|black|olive)"
RULES: tuple[Rule, ...] = (
    # escapes
    _rule("\\", r"\\([%&_#${}])", r"\1"),
    _rule("\\", r"(?<![^\s(~<])\\(?=\d)", "$"),
    _rule("\\", r"\\[ ,;:\\]|\\$", " "),
    _rule("\\", r"\\[!/]", ""),
    # markup and braces
    _rule("{,}", r"(?<=\d)\{,\} ?(?=\d)", ","),
    _rule("circ", r"\^\{?circ\}?(?=times|(?![a-z]))|(?<=\d)circ(?![a-z])", "°"),
    _rule("{", r"\{ ?(sim|approx) ?\} ?", _name),
    _rule("{", rf"\{{ ?({_IN_BRACES}) ?\}}", _name),
    *(
        _rule("{", rf"({_WRAPPING})\{{([^{{}}]*)\}}", _markup),
        _rule("{", rf"{_FREE}{_COLOUR}\{{([^{{}}]*)\}}", r"\1"),
    )
    * 2,
    _rule("href{", r"href\{([^{}]*)\}\{([^{}]*)\}", lambda found: found[1] if found[1] == found[2] else f"{found[2]} ({found[1]})"),
    _rule("{", rf"{_FREE}(?:text(?:bf|it|tt|sc)|emph)\{{(?=[^}}]*$)", ""),
    _rule("{", r"\{([-=+<>/:≤≥≈∼×±·])\}", r"\1"),
    _rule("{}", r"(?<=\w)\{\}", ""),
    _rule("{", r"(?<![\w^_$\\}])\{([A-Z][a-z]*)\}(?=[a-z])|(?<=[A-Za-z]{2})\{([A-Z]+|[a-z])\}(?=[a-z)])", r"\1\2"),
    _rule("{", rf"(?<!\w)(\w)\{{({_any(GREEK)})(\^\d)?\}}", lambda found: f"{found[1]}/{GREEK[found[2]]}{found[3] or ''}"),
    _rule("{", r"(?<![\w^_$\\}-])\{([A-Z])\}(?![A-Za-z{])|(?<=\()\{([A-Z]{2})\}(?=\^)", r"\1\2"),
    # letters
    _rule("boldsymbol mathbf mathrm mathit", rf"{_FREE}(?:boldsymbol|mathbf|mathrm|mathit) ?(?=[{_G}]|[A-Za-z](?![A-Za-z]))", ""),
    _rule("mathcal mathbb", r"(mathcal|mathbb) ?([A-Z])(?![A-Za-z])", _markup),
    _rule("cal", rf"{_FREE}cal([A-Z])(?![A-Za-z])", lambda found: symbols.alphabet("mathcal", found[1])),
    # amounts
    _rule("times", r"(?<=[\d)}\]°])times(?![a-z])( (?=\d))?", _product),
    _rule("times", r"(?<=[\dKMB]) times (?=\d)", " × "),
    _rule("times", rf"({_ATOM}) times (?={_ATOM}(?!\w)|\d)", r"\1 × "),
    _rule("times", rf"{_FREE}(?<=[A-Zb-z])times(?![a-z])(?: (?=[A-Za-z]\b))?", "×"),
    _rule("times", rf"(?<![\w{_G}])([A-Zb-z])times(?![a-z])(?: (?=[A-Za-z]\b))?", r"\1×"),
    _rule("sim", r"(?<=[\dKMB%×]) ?sim(?=\d)", "∼"),
    _rule("sim", rf"(?<![\w-])sim[ !]?(?={_AMOUNT})", "∼"),
    _rule("approx", rf"{_ALONE}approx(?= ?[-+$]?\d)", "≈"),
    _rule("pm", r"(?<=[\d%)])( ?)pm( ?)(?=\d+\.\d)|(?<=\()()pm( ?)(?=\d)", lambda found: f"{found[1] or ''}±{found[2] or ''}"),
    _rule("!-!", r"(?<=\d)!-!(?=\d)", "–"),
    _rule(",ms ,s ,GB ,MB ,FPS", r"(?<=\.\d)(\d*),(?=(?:ms|s|GB|MB|FPS)\b)", r"\1 "),
    # relations
    _rule(_SAFE, rf"( ?){_ALONE}({_any(_SAFE.split())})(?![a-z])( ?)", _related),
    _rule(_SHORT, rf"( ?){_FREE}({_any(_SHORT.split())})(?![A-Za-z])( ?)", _related),
    _rule(_SHORT, rf"(?<=\b[A-Za-z])()({_any(_SHORT.split())})( ?)(?=\d|[A-Za-z{_G}](?!\w))", _related),
    _rule("le ge ll gg", r"((?<=[)\]}]) )(le|ge|ll|gg)( )(?=[(\d])", _related),
    _rule("le ge", rf"({_ATOM} )(le|ge|ne)()(?= -?[\d(])", lambda found: found[1] + SIGNS[found[2]]),
    _rule("le ge", rf"(?<![\w/-])([B-Zb-z])(le|ge)(?: (?=-?\d)|(?=[\d{_G}]))", lambda found: found[1] + SIGNS[found[2]]),
    _rule(_PLAIN, rf"{_ALONE}({_any(_PLAIN.split())})(?![a-z])", _name),
    _rule("to", rf"(?<![\w{_G}])([A-Zb-z{_G}])to ?(?=(?:0|∞)(?!\w))", r"\1→"),
    _rule("to", rf"({_ATOM}) to (?=∞)", r"\1 → "),
    _rule("le ge ne to in sim approx times pm ll gg equiv subset mid", rf"(?<=[{_G}])(le|ge|ne|to|in|sim|approx|times|pm|ll|gg|equiv|subset|mid) ?(?=[-+(\d∞{_G}]|[A-Za-z](?![A-Za-z]))", _name),
    _rule("cdot", rf" ?{_ALONE}cdot(?![a-z]) ?", "·"),
    # names
    _rule("widetilde widehat", rf"{_FREE}wide(tilde|hat)[ {{]([A-Za-z])\b\}}?", lambda found: found[2] + {"tilde": "\u0303", "hat": "\u0302"}[found[1]]),
    _rule("frac", rf"{_FREE}frac(?:\{{([^{{}}]*)\}}\{{([^{{}}]*)\}}|(\d)(\d)(?!\d))", _fraction),
    _rule("floor ceil angle", rf"{_FREE}(lfloor|lceil|langle)(?![a-z]) ?| ?{_FREE}(rfloor|rceil|rangle)(?![a-z])", _name),
    _rule("right)", r"left\( ?([^()]*?) ?right\)", r"(\1)"),
    _rule("log", r"(?<![\w])([OΘΩ𝒪]\([A-Za-z]{1,2})log(?=[ ({])", r"\1 log"),
    _rule("sum prod int", rf"{_ALONE}(sum|prod|int)(?=_\{{|[_^]\w(?!\w))", _name),
    _rule("ell", rf"{_FREE}(ell)(?=_\{{|_[\w∞](?!\w)|\^)", _name),
    _rule("_ ^", rf"(?<![\w./#@\\])({_any(GREEK)})(?=[_^](?:\{{|[A-Za-z\d*+](?![A-Za-z_])|\d\.\d))", _name),
    _rule("≤ ≥ ≈ ≠ ∝", rf"{_FREE}({_any(GREEK)})(?= ?[≤≥≈≠∝])", _name),
    _rule("(", rf"{_FREE}(Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega)(?=\([\w{_G}]{{1,2}}(?:[),|^_*]| log))", _name),
    _rule("Delta", rf"{_FREE}Delta(?:(?=\d)| (?=[B-HJ-Zb-z](?![\w'’-])))", "Δ"),
    _rule("nabla", rf"{_ALONE}nabla(?![a-z])(?: (?=[A-Za-z{_G}](?![a-z])))?", "∇"),
)

SCRIPTS: tuple[Rule, ...] = (
    _rule(
        "_",
        rf"(?<![\w/\\.@#$])([A-Za-z{_G}∑∏∫∇∂]|log|CO|AP)_(\d{{1,2}}(?:\.\d+)?|[A-Za-z{_G}](?!\w))(?![\d_/]|\.[a-z])",
        lambda found: found[1] + script("_", found[2]),
    ),
    _rule("^", rf"(?<={_SCRIPTED})\^\{{?(top|prime|dagger|star|ast)\}}?(?![a-z])", lambda found: script("^", SIGNS[found[1]])),
    *(_rule("^{ _{", rf"(?<={_SCRIPTED})([\^_])\{{([^{{}}]*)\}}", lambda found: script(found[1], found[2])),) * 3,
    _rule("^", rf"(?<={_SCRIPTED})\^(-?\d+(?:\.\d+)?|-?[A-Za-z{_G}](?![A-Za-z{_G}])|[*+§†‡′∘⊤])", lambda found: script("^", found[1])),
)

# the last of the scripts: a number that was written with brackets for want of raised figures
SCRIPTS += (_rule("^(", r"(?<=\d)\^\((-?\d+)\)", lambda found: script("^", found[1])),)

TYPOGRAPHY: tuple[Rule, ...] = (
    _rule("``", r"(?<!`)``(?!`)(?=\S)(.{1,300}?)(?<=\S)(?:''|``|\")(?!`)", r"“\1”"),
    _rule("``", r"(?<!`)``(?=\w)", "“"),
    _rule("`", r"(?<![\w`])`(?=\w)((?:[^`']|'(?=\w)){1,80})'(?!\w)", r"‘\1’"),
    _rule("---", r"(?<![-<!])---(?![->])", "—"),
    _rule("--", r"(?<=[^\s<!-])--(?=[\w\s(“‘\"\[$~])|(?<=\s)--(?=[A-Z\s])", "–"),
    _rule("~", r"(?<=[A-Za-z)\]\"'’”.,:;])(?<!\d[A-Za-z%])(?<![ (][A-Zb-z])~(?=[\w(\[\\\"“‘'$\U000f0000-\U000ffffd])", " "),
    _rule("~", r"(?<=\s)~(?=[\U000f0000-\U000ffffd])", ""),
    _rule("~", r"(?<=\d)~(?=[A-Za-z(\[])|(?<=[A-Za-z]{2})~(?=\s|$)", " "),
)


def convert(text: str) -> str:
    """The text with the remains of TeX read, its scripts raised and lowered, its quotes and dashes set."""
    for rules in (RULES, SCRIPTS, TYPOGRAPHY):
        for needles, pattern, becomes in rules:
            if any(needle in text for needle in needles):
                text = pattern.sub(becomes, text)
    return text
