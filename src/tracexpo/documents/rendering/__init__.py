"""Documents for people: one HTML file that prints on A4, and the same as PDF.

Standard library alone: a tree of tags that escapes all text (`tree`), one layout for each kind of document, and a
style sheet. Nothing is fetched, nothing is judged, and what is not known is a blank line.
"""

from collections.abc import Callable
from typing import Any, Final

from tracexpo.documents.anonymous import AnonymousCmrList
from tracexpo.documents.attested import AttestationDocument
from tracexpo.documents.collective import CompanyFileExtract, HazardousProcessDeclaration
from tracexpo.documents.kinds import Document
from tracexpo.documents.lists import CmrList
from tracexpo.documents.records import DiseaseDurations, ExposureRecordExtract
from tracexpo.documents.rendering.attestation import attestation_page
from tracexpo.documents.rendering.lists import anonymous_page, list_page, slip_page
from tracexpo.documents.rendering.page import Page, written
from tracexpo.documents.rendering.places import company_file_page, declaration_page
from tracexpo.documents.rendering.records import durations_page, record_page
from tracexpo.documents.rendering.sheets import prevention_page, sheet_page
from tracexpo.documents.rendering.spelling import Speech, speech_in
from tracexpo.documents.sheets import AsbestosSheet, ExposureSheet, PreventionSheet
from tracexpo.documents.slips import TransmissionSlip
from tracexpo.documents.writing import digest
from tracexpo.errors import InvalidValueError
from tracexpo.form import type_name
from tracexpo.problems import Language, Wording

__all__ = ["page_of", "to_html"]

_PAGES: Final[dict[type, Callable[[Any, Speech, str], Page]]] = {
    AnonymousCmrList: anonymous_page,
    AsbestosSheet: sheet_page,
    AttestationDocument: attestation_page,
    CmrList: list_page,
    CompanyFileExtract: company_file_page,
    DiseaseDurations: durations_page,
    ExposureRecordExtract: record_page,
    ExposureSheet: sheet_page,
    HazardousProcessDeclaration: declaration_page,
    PreventionSheet: prevention_page,
    TransmissionSlip: slip_page,
}


def to_html(document: Document, lang: Language = "fr") -> str:
    """Return a document as one HTML file that prints on A4, with no script and no request, in the order it is read.

    What is missing stands below the document, on a sheet of its own that is not printed with it. An attestation whose
    signatories are not recorded is marked as a draft on every page.

    Args:
        document: one of the documents of this package; the physician's part has a function of its own,
            `documents.medical.to_html`.
        lang: "fr" or "en"; what the register says stays in its words.

    Raises:
        InvalidValueError: for anything else, and for another language.

    >>> import datetime as dt
    >>> from tracexpo import Establishment, Register, documents
    >>> register = Register().add(Establishment(id="e1", name="Atelier <Exemple>"))
    >>> page = to_html(documents.cmr_list(register, establishment="e1", on=dt.date(2025, 1, 15)))
    >>> "15 janvier 2025" in page, "Atelier &lt;Exemple&gt;" in page
    (True, True)
    """
    speech = speech_in(lang)
    return written(page_of(document, speech), speech)


def page_of(document: Document, speech: Speech) -> Page:
    """Lay out a document of any kind."""
    lay_out = _PAGES.get(type(document))
    if lay_out is None:
        expected = Wording("a document", "un document")
        raise InvalidValueError("wrong-type", "/document", {"expected": expected, "found": type_name(document)})
    return lay_out(document, speech, digest(document))
