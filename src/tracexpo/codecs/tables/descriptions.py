"""The establishments, companies, workstations and agents that the lines name, each once."""

from typing import Any, Final

from attrs import evolve, fields

from tracexpo.codecs.tables.folding import fold, folded_hash
from tracexpo.codecs.tables.parts import Place
from tracexpo.companies import Company, Establishment
from tracexpo.identifiers import is_siren
from tracexpo.problems import Wording
from tracexpo.work import Workstation

__all__ = ["Descriptions", "company_of", "establishment_of", "workstation_of"]

_LABELS: Final = {
    "name": Wording("name", "nom"),
    "product_name": Wording("name", "nom"),
    "company": Wording("company", "entreprise"),
    "work_unit": Wording("work unit", "unité de travail"),
    "ec_number": Wording("EC number", "numéro CE"),
    "clp_index": Wording("index number", "numéro index"),
    "classifications": Wording("class", "classe"),
}


def company_of(place: Place) -> Company | None:
    """Return the company that a place names; its id is the SIREN where there is a SIRET."""
    if place.company is None:
        return None
    siren = place.siret[:9] if place.siret and is_siren(place.siret[:9]) else None
    return Company(id=siren or f"company:{folded_hash(place.company)}", name=place.company, siren=siren)


def establishment_of(place: Place, company: Company | None) -> Establishment:
    """Return the establishment that a place names."""
    return Establishment(
        id=place.id, name=place.name, siret=place.siret, company=None if company is None else company.id
    )


def workstation_of(establishment: str, name: str, work_unit: str | None) -> Workstation:
    """Return a workstation of an establishment; its id depends on the name alone."""
    return Workstation(
        id=f"{establishment}:ws:{folded_hash(name)}", establishment=establishment, name=name, work_unit=work_unit
    )


class Descriptions:
    """Records of one kind, by id, each as its lines together say."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Any, int]] = {}

    def meet(self, record: Any, row: int) -> tuple[Wording, int] | None:
        """Take a record in; return what an earlier line says otherwise, and that line."""
        known = self._known.get(record.id)
        if known is None:
            self._known[record.id] = (record, row)
            return None
        old, first = known
        if old is record or old == record:
            return None
        if type(old) is not type(record):
            return _LABELS["name"], first
        return self._completed(old, record, first)

    def _completed(self, old: Any, new: Any, first: int) -> tuple[Wording, int] | None:
        added: dict[str, Any] = {}
        differs: Wording | None = None
        for attribute in fields(type(old)):
            name = attribute.name
            before, after = getattr(old, name), getattr(new, name)
            if before == after or not after or name not in _LABELS:
                continue
            if not before:
                added[name] = after
            elif not (isinstance(before, str) and isinstance(after, str) and fold(before) == fold(after)):
                differs = differs or _LABELS[name]
        if added:
            self._known[old.id] = (evolve(old, **added), first)
        return None if differs is None else (differs, first)

    def __getitem__(self, id: str) -> Any:
        return self._known[id][0]

    def all(self) -> tuple[Any, ...]:
        """Return the records in the order in which they were met."""
        return tuple(record for record, _ in self._known.values())
