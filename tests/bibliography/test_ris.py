"""RIS as programs write it, and as people do."""

from __future__ import annotations

from paperreader.bibliography.entry import Entry, own_paper
from paperreader.bibliography.ris import entries

EXPORTED = """Provider: Somebody
TY  - JOUR
TI  - A Loom for
  Long Threads
AU  - Lovelace, Ada
AU  - The Weaving Team,
A2  - Editor, An
AB  - <jats:p>We weave &amp; weave.</jats:p>
KW  - looms
KW  - threads; weaving
DO  - 10.1234/LOOM.7
UR  - https://arxiv.org/abs/2607.12345v3
N1  - Cites arXiv:2001.00001
ER  - 
"""
BY_HAND = """TY - CONF
T1 - No end of it
A1 - Babbage, Charles, Jr.
TY  -
TI  - Another
AN  - arXiv:2607.54321
ER  -
TI  - No beginning
ER  -
ER  -
"""


def test_a_record_has_all_that_is_learned_from() -> None:
    [entry] = entries(EXPORTED)
    assert isinstance(entry, Entry)
    assert entry.where == "line 2"
    paper, doi = own_paper(entry)
    assert (paper.title, paper.abstract, doi) == ("A Loom for Long Threads", "We weave & weave.", "10.1234/loom.7")
    assert paper.authors == ("Ada Lovelace", "The Weaving Team")
    assert paper.keywords == ("looms", "threads", "weaving")
    assert paper.paper == "2607.12345"


def test_what_is_written_by_hand_is_read() -> None:
    found = [(entry.where, own_paper(entry).paper) for entry in entries(BY_HAND) if isinstance(entry, Entry)]
    assert [(where, paper.title, paper.paper) for where, paper in found] == [
        ("line 1", "No end of it", None),
        ("line 4", "Another", "2607.54321"),
        ("line 8", "No beginning", None),
    ]
    assert found[0][1].authors == ("Charles Babbage Jr.",)
