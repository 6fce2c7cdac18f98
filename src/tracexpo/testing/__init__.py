"""Hypothesis strategies for those who build on tracexpo; needs the extra `testing`.

- `workers()`, `conditions()`, `measures()`…: one strategy for each entity and each value, `instances(cls)` for
  any class; a field is fixed to a value or to a strategy.
- `registers()`: whole registers that cohere.
- `spoiled_documents(document)`, `broken_registers()`: exactly one fact broken, and which that is.
- `marked(register)` and `MARKS`: to prove that nothing personal is shown.

>>> from hypothesis import given, settings
>>> from tracexpo.testing import registers
>>> @settings(max_examples=5)
... @given(registers())
... def test_every_exposure_has_its_agent(register):
...     assert all(register.get(exposure.agent) for exposure in register.exposures)
>>> test_every_exposure_has_its_agent()
"""

from importlib.util import find_spec

from tracexpo.errors import MissingExtraError

if find_spec("hypothesis") is None:
    raise MissingExtraError("tracexpo.testing", "testing")

from tracexpo.testing.breaking import WAYS, breakings, broken_registers
from tracexpo.testing.instances import extensions, instances
from tracexpo.testing.marks import MARKS, marked, marked_identities, marks_in
from tracexpo.testing.registers import registers, unread_records
from tracexpo.testing.scalars import (
    cas_numbers,
    clp_indexes,
    countries,
    days,
    ec_numbers,
    ids,
    instants,
    municipalities,
    nirs,
    numbers,
    sirens,
    sirets,
    texts,
)
from tracexpo.testing.spoiling import Spoiling, spoiled_documents, spoilings
from tracexpo.testing.strategies import (
    accidents,
    activity_codes,
    agents,
    aliases,
    asbestos_works,
    assignments,
    attestations,
    authorisations,
    bands,
    classifications,
    collective_exposures,
    companies,
    components,
    conditions,
    custodians,
    establishments,
    evidence,
    exposure_times,
    exposures,
    frequencies,
    groups,
    headcounts,
    identities,
    individual_exposures,
    levels,
    measurements,
    measures,
    mixtures,
    names,
    not_known,
    occupations,
    other_ids,
    parties,
    periods,
    predecessors,
    prevention_measures,
    processes,
    provenances,
    records,
    respiratory_protections,
    safety_data_sheets,
    service_attachments,
    services,
    situations,
    substances,
    transmissions,
    unidentified_agents,
    withdrawals,
    workers,
    workstations,
)

__all__ = [
    "MARKS",
    "WAYS",
    "Spoiling",
    "accidents",
    "activity_codes",
    "agents",
    "aliases",
    "asbestos_works",
    "assignments",
    "attestations",
    "authorisations",
    "bands",
    "breakings",
    "broken_registers",
    "cas_numbers",
    "classifications",
    "clp_indexes",
    "collective_exposures",
    "companies",
    "components",
    "conditions",
    "countries",
    "custodians",
    "days",
    "ec_numbers",
    "establishments",
    "evidence",
    "exposure_times",
    "exposures",
    "extensions",
    "frequencies",
    "groups",
    "headcounts",
    "identities",
    "ids",
    "individual_exposures",
    "instances",
    "instants",
    "levels",
    "marked",
    "marked_identities",
    "marks_in",
    "measurements",
    "measures",
    "mixtures",
    "municipalities",
    "names",
    "nirs",
    "not_known",
    "numbers",
    "occupations",
    "other_ids",
    "parties",
    "periods",
    "predecessors",
    "prevention_measures",
    "processes",
    "provenances",
    "records",
    "registers",
    "respiratory_protections",
    "safety_data_sheets",
    "service_attachments",
    "services",
    "sirens",
    "sirets",
    "situations",
    "spoiled_documents",
    "spoilings",
    "substances",
    "texts",
    "transmissions",
    "unidentified_agents",
    "unread_records",
    "withdrawals",
    "workers",
    "workstations",
]
