"""The vocabulary of TeX and its leftovers: names and their signs, markup, and letters in other fonts or places."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from paperreader.text.raised_lowered import LOWERED, RAISED


def words(names: str) -> frozenset[str]:
    """The names in a string, separated by spaces."""
    return frozenset(names.split())


def _table(names_and_signs: str) -> dict[str, str]:
    """Pairs of a name and its sign, separated by spaces."""
    pairs = names_and_signs.split()
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho "
    "sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
GREEK = dict(zip(_GREEK.split(), "αβγδεεζηθϑικλμνξπϖρϱσςτυφφχψωΓΔΘΛΞΠΣΥΦΨΩ", strict=True))
RELATIONS = _table("""
leq ≤ le ≤ leqslant ≤ leqq ≦ geq ≥ ge ≥ geqslant ≥ geqq ≧ neq ≠ ne ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ nless ≮ ngtr ≯ nleq ≰
ngeq ≱ sim ∼ nsim ≁ simeq ≃ approx ≈ approxeq ≊ thickapprox ≈ thicksim ∼ lessdot ⋖ gtrdot ⋗ lneq ⪇ gneq ⪈
lneqq ≨ gneqq ≩ lnsim ⋦ gnsim ⋧ lesseqgtr ⋚ gtreqless ⋛ Vvdash ⊪ VDash ⊫ nVdash ⊮ risingdotseq ≓ fallingdotseq ≒
Colon ∷ ntriangleleft ⋪ ntriangleright ⋫ nLeftarrow ⇍ nLeftrightarrow ⇎ nleftrightarrow ↮ Lleftarrow ⇚
Rrightarrow ⇛ looparrowleft ↫ looparrowright ↬ upharpoonright ↾ upharpoonleft ↿ downharpoonright ⇂
downharpoonleft ⇃ backsim ∽ cong ≅ ncong ≇ equiv ≡ asymp ≍ propto ∝ varpropto ∝ lesssim ≲ gtrsim ≳ lessapprox ⪅
gtrapprox ⪆ lessgtr ≶ gtrless ≷ triangleq ≜ doteq ≐ doteqdot ≑ circeq ≗ eqcirc ≖ bumpeq ≏ Bumpeq ≎ coloneqq :=
coloneq := colonequals := eqqcolon =: eqcolon =: Coloneqq ::= in ∈ notin ∉ ni ∋ owns ∋ notni ∌ subset ⊂
subseteq ⊆ subseteqq ⊆ subsetneq ⊊ subsetneqq ⊊ varsubsetneq ⊊ nsubseteq ⊈ supset ⊃ supseteq ⊇ supseteqq ⊇
supsetneq ⊋ nsupseteq ⊉ sqsubset ⊏ sqsubseteq ⊑ sqsupset ⊐ sqsupseteq ⊒ Subset ⋐ Supset ⋑ to → rightarrow →
leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ impliedby ⇐ iff ⇔
longrightarrow → longleftarrow ← longleftrightarrow ↔ Longrightarrow ⇒ Longleftarrow ⇐ Longleftrightarrow ⇔
mapsto ↦ longmapsto ↦ hookrightarrow ↪ hookleftarrow ↩ nrightarrow ↛ nleftarrow ↚ nRightarrow ⇏ leadsto ⇝
rightsquigarrow ⇝ leftrightsquigarrow ↭ rightarrowtail ↣ twoheadrightarrow ↠ twoheadleftarrow ↞ dashrightarrow ⇢
dashleftarrow ⇠ rightleftharpoons ⇌ leftrightharpoons ⇋ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼
leftharpoondown ↽ rightleftarrows ⇄ leftrightarrows ⇆ rightrightarrows ⇉ leftleftarrows ⇇ uparrow ↑ downarrow ↓
updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ upuparrows ⇈ downdownarrows ⇊ nearrow ↗ searrow ↘ swarrow ↙
nwarrow ↖ curvearrowright ↷ curvearrowleft ↶ circlearrowright ↻ circlearrowleft ↺ multimap ⊸ Lsh ↰ Rsh ↱ prec ≺
succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽ precsim ≾ succsim ≿ precapprox ⪷ succapprox ⪸ nprec ⊀
nsucc ⊁ perp ⊥ parallel ∥ nparallel ∦ mid | nmid ∤ lt < gt > vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ nvdash ⊬
nvDash ⊭ bowtie ⋈ Join ⋈ smile ⌣ frown ⌢ between ≬ pitchfork ⋔ therefore ∴ because ∵ lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵
trianglelefteq ⊴ trianglerighteq ⊵ vartriangleleft ⊲ vartriangleright ⊳ blacktriangleleft ◀ blacktriangleright ▶
""")
OPERATORS = _table("""
times × cdot · pm ± mp ∓ div ÷ circ ∘ ast * star * otimes ⊗ oplus ⊕ odot ⊙ ominus ⊖ oslash ⊘ circledast ⊛
circledcirc ⊚ circleddash ⊝ leftthreetimes ⋋ rightthreetimes ⋌ cup ∪ cap ∩ Cup ⋓ Cap ⋒ uplus ⊎ sqcup ⊔ sqcap ⊓
setminus ∖ smallsetminus ∖ wedge ∧ vee ∨ land ∧ lor ∨ veebar ⊻ barwedge ⊼ curlywedge ⋏ curlyvee ⋎ bullet •
diamond ⋄ amalg ⨿ wr ≀ ltimes ⋉ rtimes ⋊ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ centerdot · dotplus ∔
divideontimes ⋇ intercal ⊺ triangleleft ◁ triangleright ▷ bigtriangleup △ bigtriangledown ▽ bigcirc ◯ cdotp ·
dagger † ddagger ‡ dag † ddag ‡
""")
BIG_OPERATORS = _table("""
sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigsqcup ⨆ biguplus ⨄ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂
bigodot ⨀ int ∫ iint ∬ iiint ∭ iiiint ⨌ oint ∮ oiint ∯ smallint ∫ fint ⨍
""")
INTEGRALS = frozenset("∫∬∭⨌∮∯⨍")
"""Big operators whose limits stand beside them, in displays too."""
OPENING = _table("""
langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lbrace { lbrack [ lparen ( llbracket ⟦ ulcorner ⌜ llcorner ⌞ lgroup (
""")
CLOSING = _table("""
rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rbrace } rbrack ] rparen ) rrbracket ⟧ urcorner ⌝ lrcorner ⌟ rgroup )
""")
OTHERS = _table("""
infty ∞ nabla ∇ partial ∂ ell ℓ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ ldots … cdots ⋯ dots …
dotsc … dotsb ⋯ dotsm ⋯ dotsi ⋯ dotso … vdots ⋮ ddots ⋱ iddots ⋰ Vert ‖ vert | top ⊤ bot ⊥ prime ′ backprime ‵
neg ¬ lnot ¬ hbar ℏ hslash ℏ deg ° degree ° textdegree ° angle ∠ measuredangle ∡ sphericalangle ∢ checkmark ✓
surd √ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ gimel ℷ daleth ℸ imath ı jmath ȷ eth ð complement ∁ Bbbk 𝕜 digamma ϝ
varkappa ϰ straightphi ϕ S § P ¶ pounds £ copyright © mho ℧ Finv Ⅎ Game ⅁ clubsuit ♣ diamondsuit ♢ heartsuit ♡
spadesuit ♠ flat ♭ natural ♮ sharp ♯ maltese ✠ Box □ square □ blacksquare ■ qed □ lozenge ◊ blacklozenge ⧫
Diamond ◇ triangle △ vartriangle △ blacktriangle ▲ triangledown ▽ blacktriangledown ▼ bigstar ★ diagup ╱
diagdown ╲ cmark ✓ xmark ✗ backslash \\ colon : slash / lq ‘ rq ’ textgreater > textless < textbar |
textbackslash \\ textasciitilde ~ textasciicircum ^ textunderscore _ textendash – textemdash — textellipsis …
textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” texteuro € euro € textregistered ®
texttrademark ™ textcopyright © textsection § textmp ∓ textonehalf ½ textrightarrow → textleftarrow ←
textdagger † textperthousand ‰ guillemotleft « guillemotright » textlangle ⟨ textrangle ⟩ dh ð th þ dj đ ng ŋ
DH Ð TH Þ Alpha Α Beta Β Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Omicron Ο omicron ο Rho Ρ Tau Τ Chi Χ
rightangle ∟ textbullet • textdollar $ texttimes × textmu µ textpm ± item • eg e.g. ie i.e. etc etc. vs vs.
cf cf. wrt w.r.t. ss ß ae æ AE Æ oe œ OE Œ aa å AA Å o ø O Ø l ł L Ł
""") | {"etal": "et al.", "nobreakdash": "", "allowbreak": "", "xspace": "", "newline": " ", "quad": " ",
        "qquad": " ", "par": " "}  # fmt: skip
SIGNS = GREEK | RELATIONS | OPERATORS | BIG_OPERATORS | OPENING | CLOSING | OTHERS

LIMIT_FUNCTIONS = words("max min sup inf argmax argmin det lim limsup liminf Pr gcd injlim projlim")
"""Functions whose limits stand below them in a display."""
FUNCTIONS = LIMIT_FUNCTIONS | words(
    "log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan "
    "arcsinh arccosh arctanh arg dim ker hom tr mod"
)
"""Written as their name, with a space on either side."""

# Markup: what it wraps stays, its own name is dropped.
FONTS = words(
    "textbf textit texttt textsc textsf textrm textsl textup textmd textnormal text emph underline uline mbox hbox "
    "mathrm mathbf mathit mathsf mathtt mathnormal boldsymbol bm pmb operatorname ensuremath url nolinkurl path hl "
    "uppercase lowercase smash"
)
SWITCHES = words(
    "em it bf tt sc rm sl sf itshape bfseries ttfamily scshape rmfamily sffamily upshape normalfont tiny scriptsize "
    "footnotesize small normalsize large Large LARGE huge Huge displaystyle textstyle scriptstyle scriptscriptstyle "
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr middle limits nolimits centering noindent protect "
    "relax"
)
CITATIONS = words("cite citep citet citealp citealt citeauthor citeyear ref cref Cref autoref eqref")
ALPHABETS = {
    **dict.fromkeys(("mathbb", "mathds", "mathbbm"), "DOUBLE-STRUCK"),
    **dict.fromkeys(("mathcal", "mathscr"), "SCRIPT"),
    "mathfrak": "FRAKTUR",
}


def alphabet(name: str, letters: str) -> str:
    """The letters in a mathematical alphabet (`mathbb`, `mathcal` …); those that Unicode lacks stay as they are."""
    return styled(ALPHABETS[name], letters)


STYLES = ALPHABETS | dict.fromkeys(("mathbf", "boldsymbol", "bm", "pmb", "textbf", "mathbfit", "boldmath"), "BOLD")
"""Fonts with letters of their own in Unicode, and what Unicode calls them."""


def combined(outer: str, inner: str) -> str:
    """The style of letters in a font within another."""
    return f"BOLD {inner}" if outer == "BOLD" and inner in ("SCRIPT", "FRAKTUR") else inner or outer


def styled(style: str, text: str) -> str:
    """Letters and digits in a style (`BOLD`, `SCRIPT` …); what Unicode lacks stays as it is."""
    return "".join([_styled(style, letter) for letter in text]) if style else text


@lru_cache(maxsize=1024)
def _styled(style: str, letter: str) -> str:
    if not (letter.isalnum() and (letter.isascii() or "Α" <= letter <= "ω")) and letter not in "∇∂":
        return letter
    name = re.sub("LATIN |GREEK | LETTER", "", unicodedata.name(letter))
    for sign in (f"MATHEMATICAL {style} {name}", f"{style.replace('FRAKTUR', 'BLACK-LETTER')} {name}"):
        try:
            return unicodedata.lookup(sign)
        except KeyError:
            continue
    return letter


_TIGHT = re.compile(r"\s*([-+=×·/<>≤≥,|∈→])\s*")
_WORD = re.compile(r"[^\W\d_]{4}")


def script(mark: str, content: str) -> str:
    """`content` raised (`mark` is ^) or lowered (_): in Unicode if it has every character, else as `^(…)`.

    A whole word stays `_word`: raised or lowered, four letters and more cannot be read.
    """
    content = _TIGHT.sub(r"\1", content.strip(" ,;"))
    table = RAISED if mark == "^" else LOWERED
    if mark == "_" and re.fullmatch(r"\d+\.\d+", content):
        return "".join(table.get(char, char) for char in content)
    if content and all(char in table for char in content) and not _WORD.search(content):
        return "".join(table[char] for char in content)
    plain = content.isalnum() and all(char.isascii() or char in GREEK.values() for char in content)
    return f"{mark}{content}" if plain or len(content) == 1 else content and f"{mark}({content})"
