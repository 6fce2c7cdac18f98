"""Documents made from a register: lists, attestations, sheets, declarations, records; one type for each legal version.

Each function is pure: the same register, day and catalogue give the same document to the byte. A document is a frozen
value with typed fields: it says which facts it used, what it lacked, on which day and by which edition of the
catalogue. `dumps` and `loads` keep it as JSON.

>>> import datetime as dt
>>> from tracexpo import LegalRegime, documents
>>> [version.value for version in documents.in_force(dt.date(2013, 5, 2), LegalRegime.PRIVATE_GENERAL)][:3]
['attestation-1995', 'attestation-asbestos-before-2012', 'prevention-2012']
"""

from collections.abc import Mapping
from typing import Any

from tracexpo.codecs.reading import LIMITS, Limits
from tracexpo.documents.anonymous import (
    AnonymousCmrList,
    AnonymousLine,
    AnonymousMeasure,
    DegreeRange,
    DurationRange,
    Generalisation,
    Withheld,
    WithheldKind,
)
from tracexpo.documents.attested import AttestationDocument, AttestedPeriod
from tracexpo.documents.attesting import Attestable, attestable, attestation, attestations, reissue
from tracexpo.documents.collective import (
    CompanyFileExtract,
    DeclaredProcess,
    HazardousProcessDeclaration,
    RiskFactor,
    TableNumber,
    company_file_extract,
    hazardous_process_declaration,
)
from tracexpo.documents.header import Header, Lacking, Missing
from tracexpo.documents.identifying import IdentifyingText
from tracexpo.documents.kinds import Document
from tracexpo.documents.lists import CmrList, LeftOut, LeftOutReason, cmr_list
from tracexpo.documents.medical import MedicalPart
from tracexpo.documents.particulars import (
    Firm,
    KnownLimit,
    Line,
    NamedAgent,
    NamedComponent,
    Person,
    Post,
    Result,
    Service,
    Source,
    UnknownSpan,
)
from tracexpo.documents.reading import read_envelope
from tracexpo.documents.records import (
    COUNTING,
    SCOPE,
    AgentTotal,
    ConditionOutcome,
    DiseaseDurations,
    EmployerPart,
    ExposureRecordExtract,
    TableDurations,
    disease_durations,
    exposure_record_extract,
)
from tracexpo.documents.rendering import to_html
from tracexpo.documents.rendering.pdf import PangoMissingError, to_pdf
from tracexpo.documents.schema import document_schema
from tracexpo.documents.sheets import AsbestosSheet, ExposureSheet, PreventionFactor, PreventionSheet, exposure_sheet
from tracexpo.documents.slips import TransmissionSlip, transmission_slip
from tracexpo.documents.spreadsheet import write_list
from tracexpo.documents.texts import TEXTS, LegalText, LegalVersion, in_force
from tracexpo.documents.told import NoDocumentError
from tracexpo.documents.writing import FORMAT, digest, dumps

__all__ = [
    "COUNTING",
    "SCOPE",
    "TEXTS",
    "AgentTotal",
    "AnonymousCmrList",
    "AnonymousLine",
    "AnonymousMeasure",
    "AsbestosSheet",
    "Attestable",
    "AttestationDocument",
    "AttestedPeriod",
    "CmrList",
    "CompanyFileExtract",
    "ConditionOutcome",
    "DeclaredProcess",
    "DegreeRange",
    "DiseaseDurations",
    "Document",
    "DurationRange",
    "EmployerPart",
    "ExposureRecordExtract",
    "ExposureSheet",
    "Firm",
    "Generalisation",
    "HazardousProcessDeclaration",
    "Header",
    "IdentifyingText",
    "KnownLimit",
    "Lacking",
    "LeftOut",
    "LeftOutReason",
    "LegalText",
    "LegalVersion",
    "Line",
    "MedicalPart",
    "Missing",
    "NamedAgent",
    "NamedComponent",
    "NoDocumentError",
    "PangoMissingError",
    "Person",
    "Post",
    "PreventionFactor",
    "PreventionSheet",
    "Result",
    "RiskFactor",
    "Service",
    "Source",
    "TableDurations",
    "TableNumber",
    "TransmissionSlip",
    "UnknownSpan",
    "Withheld",
    "WithheldKind",
    "attestable",
    "attestation",
    "attestations",
    "cmr_list",
    "company_file_extract",
    "digest",
    "disease_durations",
    "document_schema",
    "dumps",
    "exposure_record_extract",
    "exposure_sheet",
    "hazardous_process_declaration",
    "in_force",
    "loads",
    "reissue",
    "to_html",
    "to_pdf",
    "transmission_slip",
    "write_list",
]


def __dir__() -> list[str]:
    return __all__


def loads(data: bytes | str | Mapping[str, Any], *, limits: Limits = LIMITS) -> Document:
    """Read a document from JSON: bytes, a str or the plain values.

    Raises:
        ReadError: with every problem, each at its pointer.
        UnsupportedVersionError: when it is of another version.

    >>> import datetime as dt
    >>> from tracexpo import Establishment, Register
    >>> made = cmr_list(Register().add(Establishment(id="e1")), establishment="e1", on=dt.date(2025, 1, 15))
    >>> loads(dumps(made)) == made
    True
    """
    document: Document = read_envelope(data, limits, FORMAT, "document", Document)
    return document
