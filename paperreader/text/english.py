"""English words: their stems, and those that say nothing of what a text is about."""

from __future__ import annotations

import re

COMMON_WORDS = """
a about above across after all along already also although among an and another any are as at be because become been
before being below best better between beyond both but by can could do does doing done due during each either even
every few first for four from further furthermore get given good has have having hence here how however if in instead
into is it its itself just less like made main make makes making many may might moreover more most much must namely
need needed needs neither never nevertheless new next no nor not now of often on once one ones only onto or other others
our ours out over own per quite rather same second several should since so some still such than that the their them
then there thereby therefore these they third this those though three through throughout thus to together too toward
towards two under until unlike up upon us use used uses using usually various very via was way ways we well were what
when where whereas whether which while who whom whose why will with within without would yet you your

achieve achieved achieves achieving additional additionally address addressed addresses addressing aim aims allow
allowing allows approach approaches available based common com commonly compared comparable consistently consist
consisting consists contribution contributions crucial current currently demonstrate demonstrated demonstrates
demonstrating despite develop developed different effective effectively effectiveness enable enables enabling ensure
ensures ensuring especially essential existing experiment experimental experiments explore exploring extensive finally
finding findings focus focuses focused focusing github greatly https important improve improved improvement
improvements improves improving include included includes including increasing increasingly introduce introduced
introduces introducing investigate io key lack large-scale largely lead leading leads leverage leverages leveraging
limited mainly meticulously method methods necessary notable notably novel numerous obtain offer offering offers
outperform outperforming outperforms outstanding overcome page paper particularly perform performance performs poorly
possible possibility potential practical present presented presents previous previously primarily primary prior
problem problems project propose proposed proposes proposing provide provided provides providing publicly recent
recently release released releasing remain remains remarkable report require required requires result resulting
results reveal reveals show showed showing shown shows significant significantly simple specifically state-of-the-art
strong stronger study studies substantial substantially successfully suggest superior tackle underscore underscores
underscoring unprecedented validate website widely work works yield yields
"""
"""Of English, and of what every abstract is written in."""
STOP_WORDS = frozenset(COMMON_WORDS.split())

VOWEL = re.compile("[aeiouy]")
SHORT = re.compile(r"[^aeiou\W\d_]*[^aeiou\W\d_][aeiouy][^aeiouywx\W\d_]")
"""`car`, `plan`, `tun`: one vowel between consonants. Such a word doubles the last one before `-ing`, so what does not
had an `e`: `planning` is of `plan`, `tuning` of `tune`."""


def stem(word: str) -> str:
    """Without the endings of the plural and of verbs, as far as spelling tells: `car` and `care` stay two words.

    Of a compound such as `fine-tuned` the last word counts.
    """
    before, hyphen, last = word.rpartition("-")
    return f"{before}{hyphen}{_stem(last)}"


def _stem(word: str) -> str:
    if len(word) > 5 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if len(word) > 4 and word.endswith(ending) and not word.endswith("eed") and VOWEL.search(word[: -len(ending)]):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                return word[:-1]
            if SHORT.fullmatch(word):
                return f"{word}e"
            break
    if len(word) > 3 and word.endswith("e") and not word.endswith("ee") and not SHORT.fullmatch(word[:-1]):
        word = word[:-1]
    return word[:-1] if len(word) > 5 and word.endswith("ll") else word
