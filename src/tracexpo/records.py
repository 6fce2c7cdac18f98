"""The records of a register: descriptions, statements and withdrawals, and the collections they stand in."""

from typing import Final

from tracexpo.agents import Agent
from tracexpo.attestations import Attestation, Transmission
from tracexpo.companies import Company, Establishment, OccupationalHealthService
from tracexpo.exposures import Exposure
from tracexpo.measurements import Measurement
from tracexpo.provenance import Withdrawal
from tracexpo.work import Assignment, ExposureSituation, Worker, Workstation

__all__ = ["COLLECTIONS", "Description", "Record", "Statement"]

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
