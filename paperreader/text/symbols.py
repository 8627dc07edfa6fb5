"""The vocabulary of TeX and its leftovers: names and their signs, markup, letters that can be raised or lowered."""

from __future__ import annotations

import re
import unicodedata


def words(names: str) -> frozenset[str]:
    """The names in a string, separated by spaces."""
    return frozenset(names.split())


_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho "
    "sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
GREEK = dict(zip(_GREEK.split(), "αβγδεεζηθϑικλμνξπϖρϱσςτυφφχψωΓΔΘΛΞΠΣΥΦΨΩ", strict=True))
RELATIONS = {
    "leq": "≤", "le": "≤", "leqslant": "≤", "geq": "≥", "ge": "≥", "geqslant": "≥", "neq": "≠", "ne": "≠",
    "ll": "≪", "gg": "≫", "sim": "∼", "simeq": "≃", "approx": "≈", "approxeq": "≊", "cong": "≅", "equiv": "≡",
    "propto": "∝", "lesssim": "≲", "gtrsim": "≳", "triangleq": "≜", "in": "∈", "notin": "∉", "subset": "⊂",
    "subseteq": "⊆", "supset": "⊃", "supseteq": "⊇", "to": "→", "rightarrow": "→", "leftarrow": "←",
    "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐", "Leftrightarrow": "⇔", "implies": "⇒", "iff": "⇔",
    "longrightarrow": "→", "mapsto": "↦", "prec": "≺", "succ": "≻", "preceq": "⪯", "succeq": "⪰", "perp": "⊥",
    "parallel": "∥", "mid": "|", "lt": "<", "gt": ">",
}  # fmt: skip
OPERATORS = {
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "div": "÷", "circ": "∘", "ast": "*", "star": "*",
    "otimes": "⊗", "oplus": "⊕", "odot": "⊙", "cup": "∪", "cap": "∩", "setminus": "∖", "wedge": "∧", "vee": "∨",
    "land": "∧", "lor": "∨",
}  # fmt: skip
OTHERS = {
    "infty": "∞", "nabla": "∇", "partial": "∂", "sum": "∑", "prod": "∏", "int": "∫", "ell": "ℓ", "forall": "∀",
    "exists": "∃", "emptyset": "∅", "varnothing": "∅", "ldots": "…", "cdots": "⋯", "dots": "…", "lfloor": "⌊",
    "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "langle": "⟨", "rangle": "⟩", "lvert": "|", "rvert": "|",
    "lVert": "‖", "rVert": "‖", "Vert": "‖", "top": "⊤", "bot": "⊥", "prime": "′", "dagger": "†", "ddagger": "‡",
    "neg": "¬", "hbar": "ℏ", "deg": "°", "degree": "°", "textdegree": "°", "checkmark": "✓", "bigcup": "⋃",
    "bigcap": "⋂", "S": "§", "dag": "†", "textgreater": ">", "textless": "<", "textbar": "|", "slash": "/",
    "nobreakdash": "", "allowbreak": "", "xspace": "", "newline": " ", "quad": " ", "qquad": " ", "par": " ",
    "textasciitilde": "~", "textunderscore": "_", "textendash": "–", "textemdash": "—", "item": "•",
    "eg": "e.g.", "ie": "i.e.", "etc": "etc.", "etal": "et al.", "vs": "vs.", "cf": "cf.", "wrt": "w.r.t.",
}  # fmt: skip
SIGNS = GREEK | RELATIONS | OPERATORS | OTHERS

FUNCTIONS = words("log ln exp sin cos tan max min sup inf arg argmax argmin det dim ker lim tr Pr gcd mod")
"""Written as their name, with a space on either side."""

# Markup: what it wraps stays, its own name is dropped.
FONTS = words(
    "textbf textit texttt textsc textsf textrm textsl textup textmd textnormal text emph underline uline mbox hbox "
    "mathrm mathbf mathit mathsf mathtt mathnormal boldsymbol bm pmb operatorname ensuremath url nolinkurl path hl "
    "uppercase lowercase smash"
)
SWITCHES = words(
    "em it bf tt sc rm sl sf itshape bfseries ttfamily scshape rmfamily sffamily upshape normalfont tiny scriptsize "
    "footnotesize small normalsize large Large LARGE huge Huge displaystyle textstyle scriptstyle left right big Big "
    "bigg Bigg bigl bigr Bigl Bigr biggl biggr middle limits nolimits centering noindent protect relax"
)
CITATIONS = words("cite citep citet citealp citealt citeauthor citeyear ref cref Cref autoref eqref")
ALPHABETS = {"mathbb": "DOUBLE-STRUCK", "mathds": "DOUBLE-STRUCK", "mathcal": "SCRIPT", "mathscr": "SCRIPT",
             "mathfrak": "FRAKTUR"}  # fmt: skip


def alphabet(name: str, letters: str) -> str:
    """The letters in a mathematical alphabet (`mathbb`, `mathcal` …); those that Unicode lacks stay as they are."""
    return "".join(_styled(ALPHABETS[name], letter) for letter in letters)


def _styled(style: str, letter: str) -> str:
    if not (letter.isascii() and letter.isalnum()):
        return letter
    name = unicodedata.name(letter).replace("LATIN ", "").replace(" LETTER", "")
    for sign in (f"MATHEMATICAL {style} {name}", f"{style.replace('FRAKTUR', 'BLACK-LETTER')} {name}"):
        try:
            return unicodedata.lookup(sign)
        except KeyError:
            continue
    return letter


_RAISED = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ∘∗*′†‡§°⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ°**′†‡§°ᵀ",
        strict=True,
    )
)
_LOWERED = dict(
    zip(
        "0123456789+-−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_TIGHT = re.compile(r"\s*([-+=×·/<>≤≥,|∈→])\s*")
_WORD = re.compile(r"[^\W\d_]{4}")


def script(mark: str, content: str) -> str:
    """`content` raised (`mark` is ^) or lowered (_): in Unicode if it has every character, else as `^(…)`.

    A whole word stays `_word`: raised or lowered, four letters and more cannot be read.
    """
    content = _TIGHT.sub(r"\1", content.strip(" ,;"))
    table = _RAISED if mark == "^" else _LOWERED
    if mark == "_" and re.fullmatch(r"\d+\.\d+", content):
        return "".join(table.get(char, char) for char in content)
    if content and all(char in table for char in content) and not _WORD.search(content):
        return "".join(table[char] for char in content)
    plain = content.isalnum() and all(char.isascii() or char in GREEK.values() for char in content)
    return f"{mark}{content}" if plain or len(content) == 1 else content and f"{mark}({content})"
