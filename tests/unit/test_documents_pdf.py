"""Documents as PDF: the same bytes, and a clear word where what draws them is missing."""

import pickle
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import tracexpo as tx
from tracexpo import documents

GOLDEN = Path(__file__).parents[1] / "golden" / "documents"
DRAFT = documents.loads((GOLDEN / "1.0" / "attestation-departure-2008.json").read_bytes())


def drawing() -> Any:
    """Return what draws; skip where the machine has not got it."""
    try:
        import weasyprint
    except ImportError:
        pytest.skip("the extra pdf is not installed")
    except OSError:
        pytest.skip("PDF is not tried: this machine lacks Pango (libpango-1.0-0, libpangoft2-1.0-0)")
    return weasyprint


def test_a_document_gives_the_same_bytes() -> None:
    drawing()
    made = documents.to_pdf(DRAFT)
    assert made.startswith(b"%PDF-")
    assert documents.to_pdf(DRAFT) == made


def test_the_sheet_beside_it_is_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = drawing()
    counted: list[int] = []
    copy = weasyprint.Document.copy

    def watched(made: Any, pages: Any) -> Any:
        counted.extend((len(made.pages), len(pages)))
        return copy(made, pages)

    monkeypatch.setattr(weasyprint.Document, "copy", watched)
    assert DRAFT.header.lacking
    documents.to_pdf(DRAFT, "en")
    assert counted[1] == counted[0] + 1


@pytest.mark.parametrize("name", ["asbestos-sheet", "attestation-state", "list-2024"])
def test_a_signature_never_stands_alone_on_a_page(name: str) -> None:
    weasyprint = drawing()
    document = documents.loads((GOLDEN / "1.0" / f"{name}.json").read_bytes())
    printed = weasyprint.HTML(string=documents.to_html(document)).render().pages
    (signed,) = [page for page in printed if "signatures" in page.anchors]
    assert len(signed.anchors) > 1
    assert name != "asbestos-sheet" or len(printed) == 1


def test_a_page_that_cannot_be_kept_together_is_let_break(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing()
    from tracexpo.documents.rendering import pdf

    rendered, styles = pdf._rendered, list[str]()

    def at_first_not(weasyprint: Any, html: str, style: str) -> Any:
        styles.append(style)
        assert len(styles) > 1
        return rendered(weasyprint, html, style)

    monkeypatch.setattr(pdf, "_rendered", at_first_not)
    complete = evolve(DRAFT, header=evolve(DRAFT.header, lacking=()))
    assert documents.to_pdf(complete).startswith(b"%PDF-")
    assert "break-inside:auto" not in styles[0]
    assert "break-inside:auto" in styles[1]


def test_nothing_is_fetched() -> None:
    drawing()
    from tracexpo.documents.rendering.pdf import _refused

    with pytest.raises(ValueError, match="fetches nothing"):
        _refused("https://example.org/style.css")


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(tx.MissingExtraError) as caught:
        documents.to_pdf(DRAFT)
    assert caught.value.extra == "pdf"


class WithoutPango(MetaPathFinder):
    """Raises what WeasyPrint raises where the library of the system is not there."""

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_without_pango_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [WithoutPango(), *sys.meta_path])
    with pytest.raises(documents.PangoMissingError) as caught:
        documents.to_pdf(DRAFT)
    assert "libpango" in str(caught.value)
    assert caught.value.message_in("fr").startswith("le PDF demande Pango")
    assert isinstance(pickle.loads(pickle.dumps(caught.value)), documents.PangoMissingError)
