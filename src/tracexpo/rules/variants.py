"""The experiment of 2009 (programme 5): its variants, and what each asks of a record. Source: circular DGT 2009-10.

The circular of 28 April 2009 announces that the experiment on CMR 1 and 2 would run in several regions from January
2010, with an assessment at the end of 2012, and that it might vary from one region to the next by its legal supports,
its sectors and its employment areas. No text gives any region's own choices: a named variant carries what is common
to all and nothing else, and whoever knows more builds a variant of its own.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from tracexpo.companies import ActivityCode
from tracexpo.form import Id, Text, check
from tracexpo.periods import Period
from tracexpo.problems import Wording
from tracexpo.vocabularies import DocumentKind, NafRevision

__all__ = ["COMMON", "EXAMPLE", "VARIANTS", "ExperimentVariant"]


@frozen(kw_only=True)
class ExperimentVariant:
    """A variant of the experiment (variante de l'expérimentation): everything in which two of them may differ.

    The defaults are what the circular says of all. Build your own for what a region did, or for what might be tried.

    >>> printing = ExperimentVariant(
    ...     name="printing",
    ...     documents=(DocumentKind.COMPANY_FILE,),
    ...     sectors=(ActivityCode(code="18.1", revision=NafRevision.NAF_REV2),),
    ... )
    >>> printing.parameters["documents"], printing.parameters["areas"]
    ('company-file', 'all')
    """

    name: Id
    """Name of the variant, and of its profile."""
    title: Wording = Wording("a variant of the experiment of 2009", "une variante de l'expérimentation de 2009")
    """What it is, in a few words."""
    documents: tuple[DocumentKind, ...] = (
        DocumentKind.COMPANY_FILE,
        DocumentKind.ATTESTATION,
        DocumentKind.HAZARDOUS_PROCESS_DECLARATION,
    )
    """The documents it accepts (supports juridiques); the circular names three, by way of example."""
    sectors: tuple[ActivityCode, ...] = ()
    """The sectors it is open to, as activity codes or their beginnings (25, 25.6, 25.61Z), each with its revision;
    none: all of them."""
    areas: tuple[Text, ...] = ()
    """The employment areas it is open to (bassins d'emploi); none: all of them."""
    period: Period = Period(dt.date(2010, 1, 1), dt.date(2012, 12, 31))
    """The days it speaks of: from January 2010, and until the end of 2012 by the day of its assessment."""

    def __attrs_post_init__(self) -> None:
        check(self)

    @property
    def parameters(self) -> Mapping[str, str]:
        """What it is made of, for people to read."""
        until = self.period.end
        return {
            "documents": ", ".join(self.documents),
            "sectors": ", ".join(f"{s.revision} {s.code}" for s in self.sectors) or "all",
            "areas": ", ".join(self.areas) or "all",
            "period": f"{self.period.start} to {until}" if until is not None else f"from {self.period.start}",
        }


COMMON: Final = ExperimentVariant(
    name="experiment-2009",
    title=Wording(
        "the experiment of 2009 on CMR 1 and 2, by what is common to all regions",
        "l'expérimentation de 2009 sur les CMR 1 et 2, par ce qui est commun à toutes les régions",
    ),
)
"""What the circular says of every region: its profile is `experiment-2009`."""

VARIANTS: Final[Mapping[str, ExperimentVariant]] = {
    name: ExperimentVariant(
        name=f"experiment-2009-{name}",
        title=Wording(
            f"the experiment of 2009, {region}: what is common to all regions, its own choices are not known",
            f"l'expérimentation de 2009, {region} : ce qui est commun à toutes les régions, ses propres choix ne sont "
            "pas connus",
        ),
    )
    for name, region in (
        ("bourgogne-franche-comte", "Bourgogne - Franche-Comté"),
        ("normandie", "Normandie"),
        ("ile-de-france", "Ile-de-France"),
        ("nord-pas-de-calais", "Nord - Pas-de-Calais"),
        ("alsace", "Alsace"),
    )
}
"""The five regions that the circular names, each with the parameters common to all. Others joined; none is known."""

EXAMPLE: Final = ExperimentVariant(
    name="experiment-2009-example",
    title=Wording("an invented variant, for the examples", "une variante inventée, pour les exemples"),
    sectors=(ActivityCode(code="25.6", revision=NafRevision.NAF_REV2),),
    areas=("Vallée-Claire",),
)
"""An invented variant with a sector and an employment area, from which the examples of their rules are made."""
