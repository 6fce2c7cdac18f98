"""The profiles that need no reference data, by name."""

from typing import Final

from tracexpo.errors import InvalidValueError
from tracexpo.problems import Wording
from tracexpo.rules import comparing, linking, listing, quantities, timing, transmitting
from tracexpo.rules.medical import medical_data
from tracexpo.rules.profile import Profile
from tracexpo.rules.rule import Rule

__all__ = ["CONSISTENCY", "LIST_2024", "PROFILES", "STRUCTURE", "all_rules", "profile_of"]

STRUCTURE: Final = Profile(
    name="structure",
    title=Wording("does the register hang together", "le registre se tient-il"),
    description=Wording(
        "Whatever the law: ids are unique and references lead somewhere, corrections make sense, periods lie inside "
        "what they depend on, numbers and units can be, and nothing begins after the day of the register.",
        "Quel que soit le droit : les identifiants sont uniques et les références mènent quelque part, les "
        "rectifications ont un sens, les périodes sont comprises dans ce dont elles dépendent, nombres et unités sont "
        "possibles, et rien ne commence après la date du registre.",
    ),
    rules=(
        linking.reference_missing,
        linking.id_conflict,
        linking.id_repeated,
        linking.two_successors,
        linking.supersession_cycle,
        linking.supersedes_another_kind,
        linking.withdrawal_of_nothing,
        linking.siret_not_of_company,
        timing.starts_after_as_of,
        timing.exposure_outside_assignment,
        timing.accident_outside_exposure,
        timing.exposure_outside_mixture,
        quantities.duration_impossible,
        quantities.value_negative,
        quantities.unit_not_for_matrix,
        quantities.unit_not_for_statistic,
    ),
    not_checked=(
        Wording(
            "whether a unit fits an agent (fibres for benzene): that needs the catalogue",
            "si une unité convient à un agent (des fibres pour du benzène) : il y faut le catalogue",
        ),
    ),
)

CONSISTENCY: Final = Profile(
    name="consistency",
    title=Wording("do the records agree with one another", "les enregistrements s'accordent-ils"),
    description=Wording(
        "Nothing is stated twice, headcounts fit assignments, shares make at most one working time, those assigned and "
        "those exposed are the same, establishments are active and workers old enough.",
        "Rien n'est dit deux fois, les effectifs correspondent aux affectations, les parts font au plus un temps de "
        "travail, les affectés et les exposés sont les mêmes, les établissements sont actifs et les travailleurs en "
        "âge de travailler.",
    ),
    rules=(
        comparing.duplicate_record,
        comparing.headcount_mismatch,
        comparing.shares_exceed_working_time,
        comparing.assigned_not_exposed,
        comparing.exposed_not_assigned,
        comparing.share_not_applied,
        timing.establishment_not_active,
        timing.exposure_before_working_age,
    ),
    not_checked=(
        Wording(
            "names against CAS numbers, old and new categories, agents that became CMR after the start: these need the "
            "catalogue",
            "les noms face aux numéros CAS, les anciennes et nouvelles catégories, les agents devenus CMR après le "
            "début : il y faut le catalogue",
        ),
    ),
)

LIST_2024: Final = Profile(
    name="list-2024",
    title=Wording("the list of workers exposed to CMR agents", "la liste des travailleurs exposés aux agents CMR"),
    description=Wording(
        "The employer lists every worker likely to be exposed, with the agents and, where known, nature, duration and "
        "degree of the exposure. The list and its updates go to the occupational-health service, the lines of a "
        "temporary worker to the agency; it holds no medical fact and is kept for forty years. Every legal regime is "
        "concerned. The profiles structure and consistency are taken in.",
        "L'employeur liste chaque travailleur susceptible d'être exposé, avec les agents et, lorsqu'elles sont "
        "connues, la nature, la durée et le degré de l'exposition. La liste et ses actualisations vont au service de "
        "prévention et de santé au travail, les lignes d'un intérimaire à l'entreprise de travail temporaire ; elle "
        "ne contient aucune donnée médicale et est conservée quarante ans. Tous les régimes sont concernés. Les "
        "profils structure et consistency sont repris.",
    ),
    rules=(
        listing.exposed_not_listed,
        listing.minor_exposed,
        listing.nature_not_told,
        listing.duration_not_told,
        listing.degree_not_told,
        listing.starts_on_legal_date,
        medical_data,
        transmitting.agency_missing,
        transmitting.agency_not_informed,
        transmitting.list_not_transmitted,
        transmitting.update_not_transmitted,
        transmitting.end_of_exposure_not_notified,
        transmitting.retention_too_short,
    ),
    includes=(STRUCTURE, CONSISTENCY),
    source="R4412-93-1 to R4412-93-4 (décret 2024-307)",
    since=listing.IN_FORCE,
    not_checked=(
        Wording(
            "whether an agent is CMR on a day, and the components of mixtures: these need the catalogue",
            "si un agent est CMR à une date donnée, et les composants des mélanges : il y faut le catalogue",
        ),
        Wording(
            "work forbidden to fixed-term and temporary contracts (D4154-1), limits and controls: these need the "
            "catalogue",
            "les travaux interdits aux contrats à durée déterminée et temporaires (D4154-1), les valeurs limites et "
            "les contrôles : il y faut le catalogue",
        ),
        Wording(
            "workers whom the register does not name, and agents that nobody recorded",
            "les travailleurs que le registre ne nomme pas, et les agents que personne n'a consignés",
        ),
    ),
)

PROFILES: Final = {profile.name: profile for profile in (STRUCTURE, CONSISTENCY, LIST_2024)}
"""The profiles by name."""


def profile_of(profile: str | Profile) -> Profile:
    """Return the profile of a name; a profile is returned as it is.

    Raises:
        InvalidValueError: `not-in-vocabulary` for another name; `wrong-type` for anything else.

    >>> profile_of("list-2024").source
    'R4412-93-1 to R4412-93-4 (décret 2024-307)'
    """
    if isinstance(profile, Profile):
        return profile
    if not isinstance(profile, str):
        raise InvalidValueError(
            "wrong-type", "/profile", {"expected": "str or Profile", "found": type(profile).__name__}
        )
    if profile not in PROFILES:
        raise InvalidValueError("not-in-vocabulary", "/profile", {"allowed": tuple(PROFILES)})
    return PROFILES[profile]


def all_rules() -> tuple[Rule, ...]:
    """Return every rule of the profiles, each once, for the pages of the documentation."""
    found = {rule.code: rule for profile in PROFILES.values() for rule in profile.rules}
    return tuple(found[code] for code in sorted(found))
