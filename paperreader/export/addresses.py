"""Addresses: of the page of a paper, its PDF, its code, and what names it on the Hub."""

import re

from paperreader.environment import HUB
from paperreader.linked import LinkedRepo
from paperreader.models import Paper
from paperreader.text.safe_url import safe_url


def hub_url(id: str, hub: str = HUB) -> str:
    """The paper's page on the Hub, or on the mirror with that address; ValueError if the id is not an arXiv id."""
    return f"{hub}/papers/{checked(id)}"


def arxiv_url(id: str) -> str:
    """The paper's page on arXiv; ValueError if the id is not an arXiv id."""
    return f"https://arxiv.org/abs/{checked(id)}"


def pdf_url(id: str) -> str:
    """The paper's PDF on arXiv; ValueError if the id is not an arXiv id."""
    return f"https://arxiv.org/pdf/{checked(id)}"


def code_url(paper: Paper) -> str | None:
    """The paper's code; None if it has none, or no safe link to it."""
    return safe_url(paper.github_repo or "")


def project_url(paper: Paper) -> str | None:
    """The paper's project page; None if it has none, or no safe link to it."""
    return safe_url(paper.project_page or "")


def repo_url(repo: LinkedRepo, hub: str = HUB) -> str:
    """The page of a repository on the Hub, or on the mirror with that address."""
    folder = {"dataset": "datasets/", "space": "spaces/"}.get(repo.kind, "")
    return f"{hub}/{folder}{repo.id}"


def checked(id: str) -> str:
    """The id itself; ValueError if it is not an arXiv id."""
    if re.fullmatch(r"[0-9]{4}\.[0-9]{4,5}|[a-z-]{2,8}/[0-9]{7}", id):
        return id
    raise ValueError("not an arXiv id")
