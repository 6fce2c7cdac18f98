"""The same pages as PDF, by WeasyPrint: pages numbered, structure kept for screen readers, always the same bytes."""

from typing import Any, Final

from tracexpo.documents.kinds import Document
from tracexpo.documents.rendering import page_of
from tracexpo.documents.rendering.page import sheet, written
from tracexpo.documents.rendering.spelling import speech_in
from tracexpo.errors import MissingExtraError, TracexpoError
from tracexpo.problems import Language, Wording

__all__ = ["PangoMissingError", "to_pdf"]

_MISSING: Final = Wording(
    "PDF needs Pango, a library of the system: apt-get install libpango-1.0-0 libpangoft2-1.0-0 (Debian, Ubuntu), "
    "brew install pango (macOS)",
    "le PDF demande Pango, une bibliothèque du système : apt-get install libpango-1.0-0 libpangoft2-1.0-0 (Debian, "
    "Ubuntu), brew install pango (macOS)",
)
_ON_PAPER: Final = ".foot{display:none}"
"""The foot of every page says it already."""
_LET_BREAK: Final = "*{break-before:auto!important;break-after:auto!important;break-inside:auto!important}"
"""Nothing is kept together."""


class PangoMissingError(TracexpoError, ImportError):
    """WeasyPrint is installed, and the library of the system that it draws with is not."""

    def message_in(self, language: Language) -> str:
        """What is missing and how to install it, in one language ("en" or "fr")."""
        return _MISSING.text_in(language)

    def __str__(self) -> str:
        return self.message_in("en")


def to_pdf(document: Document, lang: Language = "fr") -> bytes:
    """Return a document as PDF, page by page as `to_html` prints; the same document gives the same bytes.

    What is missing comes last, on a sheet with page numbers of its own: it is no part of what is signed.

    Args:
        document: one of the documents of this package.
        lang: "fr" or "en".

    Raises:
        InvalidValueError: for anything else, and for another language.
        MissingExtraError: when the extra `pdf` is not installed.
        PangoMissingError: when the system lacks Pango.
    """
    speech = speech_in(lang)
    page = page_of(document, speech)
    weasyprint = _weasyprint()
    made = _laid_out(weasyprint, written(page, speech, beside=False))
    beside = sheet(page, speech)
    if beside is not None:
        made = made.copy([*made.pages, *_laid_out(weasyprint, beside).pages])
    # the identifier would be drawn by chance
    content: bytes = made.write_pdf(pdf_identifier=page.digest.encode())
    return content


def _weasyprint() -> Any:
    try:
        import weasyprint  # type: ignore[import-untyped]
    except ImportError:
        raise MissingExtraError("PDF", "pdf") from None
    except OSError:
        raise PangoMissingError from None
    return weasyprint


def _laid_out(weasyprint: Any, html: str) -> Any:
    try:
        return _rendered(weasyprint, html, _ON_PAPER)
    except AssertionError:
        # seen on 70.0, where a page holds nothing but what is to be kept with what follows
        return _rendered(weasyprint, html, _ON_PAPER + _LET_BREAK)


def _rendered(weasyprint: Any, html: str, style: str) -> Any:
    sheets = [weasyprint.CSS(string=style, url_fetcher=_refused)]
    return weasyprint.HTML(string=html, url_fetcher=_refused).render(stylesheets=sheets, pdf_variant="pdf/ua-1")


def _refused(url: str, *_: object, **__: object) -> Any:
    """Fetch nothing: a document holds all that it shows."""
    raise ValueError("a document fetches nothing")
