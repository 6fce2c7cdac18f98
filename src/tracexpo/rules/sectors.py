"""The sectors that have a limit of their own, as far as the activity of an establishment tells."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from tracexpo.catalogue.exposure_limits import LimitScope
from tracexpo.companies import Establishment
from tracexpo.register import Record
from tracexpo.vocabularies import NafRevision

__all__ = ["scopes_of"]

_CARE: Final[Mapping[NafRevision, tuple[str, ...]]] = {
    NafRevision.NAF_1993: ("851", "930G", "930H"),
    NafRevision.NAF_REV1: ("851", "930G", "930H"),
    NafRevision.NAF_REV2: ("86", "871", "9603"),
    NafRevision.NAF_2025: ("86", "871", "9630"),
}
"""Beginnings of the codes of health care and funeral services."""
_UNDERGROUND: Final[Mapping[NafRevision, tuple[str, ...]]] = {
    NafRevision.NAF_1993: ("10", "12", "13", "14", "452"),
    NafRevision.NAF_REV1: ("10", "12", "13", "14", "452"),
    NafRevision.NAF_REV2: ("05", "07", "08", "4213"),
    NafRevision.NAF_2025: ("05", "07", "08", "4213"),
}
"""Beginnings of the codes of mining, quarrying and tunnelling: some of that work is underground."""


def scopes_of(establishment: Record | None, day: dt.date) -> tuple[LimitScope | None, ...]:
    """Return the scopes of limits that may be those of an establishment on a day; None stands for the general one.

    By convention, one whose activity is not told may be of health care or funeral services, and not underground.

    >>> from tracexpo.companies import ActivityCode
    >>> embalmer = Establishment(id="e", naf=(ActivityCode(code="96.03Z", revision=NafRevision.NAF_REV2),))
    >>> [scope.value for scope in scopes_of(embalmer, dt.date(2023, 5, 2)) if scope]
    ['care-and-funeral']
    """
    codes = establishment.naf if isinstance(establishment, Establishment) else ()
    told = [naf for naf in codes if naf.period is None or naf.period.covers(day)]
    if not told:
        return (None, LimitScope.CARE_AND_FUNERAL)
    plain = [(naf.code.replace(".", "").replace(" ", "").upper(), naf.revision) for naf in told]
    if any(code.startswith(_CARE[revision]) for code, revision in plain):
        return (LimitScope.CARE_AND_FUNERAL,)
    if any(code.startswith(_UNDERGROUND[revision]) for code, revision in plain):
        return (None, LimitScope.UNDERGROUND)
    return (None,)
