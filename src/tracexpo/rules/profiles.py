"""The profiles, by name."""

from typing import Final

from tracexpo.errors import InvalidValueError
from tracexpo.problems import Wording
from tracexpo.rules import cmr, comparing, contracts, linking, listing, quantities, timing, transmitting
from tracexpo.rules.air import ASBESTOS, LIMITS
from tracexpo.rules.experiment import EXPERIMENT_2009, OPTIONAL
from tracexpo.rules.medical import medical_data
from tracexpo.rules.profile import Profile
from tracexpo.rules.rule import Rule
from tracexpo.rules.sheets import PREVENTION_2012, SHEET_2001, SHEET_2008
from tracexpo.rules.statements import ATTESTATION_1995, DEPARTURE_2001, DEPARTURE_2008

__all__ = ["AUTO", "CONSISTENCY", "LIST_2024", "PROFILES", "STRUCTURE", "all_rules", "profile_of"]

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
    checked_by={
        "consistency": Wording(
            "what needs the catalogue, such as whether a unit fits an agent: see the profile consistency",
            "ce qui demande le catalogue, par exemple si une unité convient à un agent : voir le profil consistency",
        ),
    },
)

CONSISTENCY: Final = Profile(
    name="consistency",
    title=Wording("do the records agree with one another", "les enregistrements s'accordent-ils"),
    description=Wording(
        "Nothing is stated twice, headcounts fit assignments, shares make at most one working time, those assigned and "
        "those exposed are the same, establishments are active and workers old enough. By the catalogue: names agree "
        "with numbers, stated classes with the harmonised ones, units with agents, and what became CMR later is told.",
        "Rien n'est dit deux fois, les effectifs correspondent aux affectations, les parts font au plus un temps de "
        "travail, les affectés et les exposés sont les mêmes, les établissements sont actifs et les travailleurs en "
        "âge de travailler. D'après le catalogue : les noms s'accordent avec les numéros, les classes indiquées avec "
        "les classes harmonisées, les unités avec les agents, et ce qui est devenu CMR plus tard est signalé.",
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
        cmr.agent_name_cas_mismatch,
        cmr.agent_unknown_to_catalogue,
        cmr.category_confusion,
        cmr.classification_date,
        cmr.agent_not_cmr_on_day,
        cmr.process_not_listed_on_day,
        cmr.sds_older_than_classification,
        quantities.unit_not_for_agent,
    ),
    not_checked=(
        Wording(
            "classes before 1 December 2010, which the catalogue does not cover, but for the first acts of CLP",
            "les classes d'avant le 1er décembre 2010, que le catalogue ne couvre pas, hormis les premiers actes du "
            "CLP",
        ),
        Wording(
            "which compound of a family is meant, and products whose composition is not recorded",
            "quel composé d'une famille est visé, et les produits dont la composition n'est pas consignée",
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
        listing.cmr_component_not_listed,
        cmr.agent_not_cmr,
        contracts.forbidden_contract,
        contracts.forbidden_contract_to_check,
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
    checked_by={
        "limits": Wording(
            "levels against limits, and controls",
            "les niveaux face aux valeurs limites, et les contrôles",
        ),
    },
    not_checked=(
        Wording(
            "families and agents unknown to the catalogue: whether they are CMR agents is not said",
            "les familles et les agents inconnus du catalogue : il n'est pas dit s'ils sont CMR",
        ),
        Wording(
            "workers whom the register does not name, and agents that nobody recorded",
            "les travailleurs que le registre ne nomme pas, et les agents que personne n'a consignés",
        ),
    ),
)

_IN_FORCE: Final = (
    SHEET_2001,
    SHEET_2008,
    DEPARTURE_2001,
    DEPARTURE_2008,
    PREVENTION_2012,
    ATTESTATION_1995,
    LIST_2024,
    LIMITS,
    ASBESTOS,
)

AUTO: Final = Profile(
    name="auto",
    title=Wording("every text of its own days", "chaque texte à ses dates"),
    description=Wording(
        "Each record is taken once: under structure and consistency, under every profile in force on at least one of "
        "its days, and under the profile of the document it names, so that a document outside its years is found and "
        "a history of forty years is checked in one call. What two profiles both tell is told once. No document of a "
        "past regime is demanded: what is absent from a register is not shown to have been lacking. The experiment of "
        "2009 was voluntary: its profile runs by name only.",
        "Chaque enregistrement est pris une fois : sous structure et consistency, sous tout profil en vigueur l'un au "
        "moins de ses jours, et sous le profil du document qu'il nomme, de sorte qu'un document hors de ses années est "
        "trouvé et qu'une histoire de quarante ans se vérifie en un appel. Ce que deux profils signalent n'est dit "
        "qu'une fois. Aucun document d'un régime passé n'est exigé : il n'est pas établi que ce qui est absent du "
        "registre ait fait défaut. L'expérimentation de 2009 était volontaire : son profil ne s'applique que nommé.",
    ),
    includes=(STRUCTURE, CONSISTENCY, *_IN_FORCE),
)

PROFILES: Final = {profile.name: profile for profile in (STRUCTURE, CONSISTENCY, EXPERIMENT_2009, *_IN_FORCE, AUTO)}
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
    found = {rule.code: rule for profile in (*PROFILES.values(), OPTIONAL) for rule in profile.rules}
    return tuple(found[code] for code in sorted(found))
