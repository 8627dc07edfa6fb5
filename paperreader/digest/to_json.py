"""A digest as JSON, for programs. The fields are a public interface: the README lists them."""

from __future__ import annotations

import json

from paperreader.digest import phrases
from paperreader.digest.digest import Digest, DigestPaper
from paperreader.export.paper_json import to_json


def write(digest: Digest) -> str:
    """An object; its papers have the fields of `paperreader list --json`, and `short_summary`."""
    fields = {
        "title": digest.title,
        "first": digest.first.isoformat(),
        "last": digest.last.isoformat(),
        "query": digest.query,
        "papers": [_paper(of, digest.hub) for of in digest.papers],
        "left_out": digest.left_out,
        "left_out_url": digest.rest_url,
    }
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def _paper(of: DigestPaper, hub: str) -> dict[str, object]:
    return to_json(of.entry, of.paper, hub) | {"short_summary": phrases.summary(of)}
