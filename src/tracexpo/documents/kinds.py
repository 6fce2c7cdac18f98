"""Every kind of document, as one union told apart by its tag."""

from tracexpo.documents.anonymous import AnonymousCmrList
from tracexpo.documents.attested import AttestationDocument
from tracexpo.documents.collective import CompanyFileExtract, HazardousProcessDeclaration
from tracexpo.documents.lists import CmrList
from tracexpo.documents.records import DiseaseDurations, ExposureRecordExtract
from tracexpo.documents.sheets import AsbestosSheet, ExposureSheet, PreventionSheet
from tracexpo.documents.slips import TransmissionSlip

__all__ = ["Document"]

Document = (
    AnonymousCmrList
    | AsbestosSheet
    | AttestationDocument
    | CmrList
    | CompanyFileExtract
    | DiseaseDurations
    | ExposureRecordExtract
    | ExposureSheet
    | HazardousProcessDeclaration
    | PreventionSheet
    | TransmissionSlip
)
"""Any document; in JSON its `kind` says which. The physician's part of an attestation is none."""
