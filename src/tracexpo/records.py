"""The records of a register: descriptions, statements and withdrawals, and the collections they stand in."""

from collections.abc import Mapping
from typing import Final

from tracexpo.agents import Agent
from tracexpo.attestations import Attestation, Transmission
from tracexpo.companies import Company, Establishment, OccupationalHealthService
from tracexpo.exposures import Exposure
from tracexpo.measurements import Measurement
from tracexpo.problems import Wording
from tracexpo.provenance import Withdrawal
from tracexpo.work import Assignment, ExposureSituation, Worker, Workstation

__all__ = ["COLLECTIONS", "COLLECTION_TITLES", "Description", "Record", "Statement"]

Statement = Assignment | Exposure | Measurement | Attestation | Transmission
"""What somebody stated: never edited, only superseded or withdrawn (déclaration)."""
Description = Company | Establishment | OccupationalHealthService | Workstation | ExposureSituation | Worker | Agent
"""Who or what something is: the register holds the current one (description)."""
Record = Description | Statement | Withdrawal
"""Any record of a register."""

COLLECTIONS: Final = (
    "companies",
    "establishments",
    "services",
    "workstations",
    "situations",
    "workers",
    "assignments",
    "agents",
    "exposures",
    "measurements",
    "attestations",
    "transmissions",
    "withdrawals",
)
"""The collections of a register, in the order of its fields."""

COLLECTION_TITLES: Final[Mapping[str, Wording]] = {
    "companies": Wording("companies", "entreprises"),
    "establishments": Wording("establishments", "établissements"),
    "services": Wording("health services", "services de santé au travail"),
    "workstations": Wording("workstations", "postes de travail"),
    "situations": Wording("situations of exposure", "situations d'exposition"),
    "workers": Wording("workers", "travailleurs"),
    "assignments": Wording("assignments", "affectations"),
    "agents": Wording("agents", "agents"),
    "exposures": Wording("exposures", "expositions"),
    "measurements": Wording("measurements", "prélèvements"),
    "attestations": Wording("attestations", "attestations"),
    "transmissions": Wording("transmissions", "transmissions"),
    "withdrawals": Wording("withdrawals", "annulations"),
}
"""What the records of each collection are called."""
