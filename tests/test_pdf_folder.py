"""PDFs that are there already, whoever named them."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperreader.pdf_folder import saved_pdf

ID = "2607.31001"


@pytest.mark.parametrize(
    "name", [f"{ID} Ada Brook - Looms.pdf", f"{ID}.pdf", f"{ID}v2.PDF", f"arXiv {ID} looms.pdf", f"looms-{ID}.pdf"]
)
def test_a_copy_is_known_by_the_id_in_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"%PDF")
    assert saved_pdf(tmp_path, ID) == tmp_path / name


@pytest.mark.parametrize("name", [f"1{ID}.pdf", f"{ID}1.pdf", f"{ID}.pdf.part", f"{ID}.txt", "looms.pdf"])
def test_another_file_is_no_copy(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"%PDF")
    (tmp_path / f"{ID}.pdf").mkdir()
    assert saved_pdf(tmp_path, ID) is None
    assert saved_pdf(tmp_path / "nowhere", ID) is None
