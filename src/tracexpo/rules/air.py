"""The profiles of what is in the air: limits and their controls, work on asbestos."""

from typing import Final

from tracexpo.problems import Wording
from tracexpo.rules import asbestos, controls, limit_days, limits, silica
from tracexpo.rules.profile import Profile

__all__ = ["ASBESTOS", "LIMITS"]

LIMITS: Final = Profile(
    name="limits",
    title=Wording("results beside the limits of their day", "les résultats face aux valeurs limites de leur date"),
    description=Wording(
        "Each result in the air, a measurement or the level of an exposure, is put beside the limit of its own day, "
        "for its averaging time and its fraction of the dust. Binding limits and indicative ones are kept apart. A "
        "limit is on the air inhaled: compared is what was taken inside a respirator, or without one; else, and where "
        "the day, the time or the fraction is not told, the answer is “cannot say”. Limits are controlled once a year "
        "by an accredited body, and dusts that hold crystalline silica are added up.",
        "Chaque résultat dans l'air, mesurage ou niveau d'une exposition, est placé face à la valeur limite de sa "
        "propre date, pour sa durée de référence et sa fraction des poussières. Valeurs contraignantes et indicatives "
        "sont tenues séparées. Une valeur limite porte sur l'air inhalé : est comparé ce qui est pris dans un masque, "
        "ou sans masque ; sinon, et si la date, la durée ou la fraction n'est pas dite, la réponse est « on ne peut "
        "pas dire ». Les valeurs limites sont contrôlées une fois par an par un organisme "
        "accrédité, et les poussières contenant de la silice cristalline s'additionnent.",
    ),
    rules=(
        limits.limit_exceeded,
        limits.short_term_limit_exceeded,
        limits.indicative_limit_exceeded,
        limits.fraction_missing,
        limits.loq_above_limit,
        silica.silica_mixture_exceeded,
        limit_days.declared_limit_not_in_force,
        limit_days.limit_lowered,
        limit_days.skin_notation,
        controls.control_overdue,
        controls.laboratory_not_accredited,
    ),
    source="R4412-76 to R4412-79, R4412-149, R4412-150, R4412-154",
    not_checked=(
        Wording(
            "indicative limits that are not in the catalogue, and most limits before 1 May 2008",
            "les valeurs limites indicatives absentes du catalogue, et la plupart de celles d'avant le 1er mai 2008",
        ),
        Wording(
            "whether a group of results shows that a limit is kept (EN 689)",
            "si un groupe de résultats montre le respect d'une valeur limite (EN 689)",
        ),
        Wording("biological limit values", "les valeurs limites biologiques"),
    ),
)

ASBESTOS: Final = Profile(
    name="asbestos",
    title=Wording("work on asbestos", "les travaux exposant à l'amiante"),
    description=Wording(
        "Dust levels fit the fibres measured outside the respirator, exposure sheets hold what the text asks for, and "
        "the air inhaled keeps under the limit. The yearly control of R4412-76 and the stop of work of R4412-77 are "
        "not those of asbestos (R4412-95); the list of exposed workers is owed besides.",
        "Les niveaux d'empoussièrement concordent avec les fibres mesurées hors du masque, les fiches d'exposition "
        "contiennent ce que le texte demande, et l'air inhalé respecte la valeur limite. Le contrôle annuel de "
        "R4412-76 et l'arrêt du travail de R4412-77 ne sont pas ceux de l'amiante (R4412-95) ; la liste des "
        "travailleurs exposés est due par ailleurs.",
    ),
    rules=(
        limits.limit_exceeded,
        asbestos.asbestos_level,
        asbestos.asbestos_sheet_incomplete,
        asbestos.asbestos_results_missing,
    ),
    source="R4412-94 to R4412-100, R4412-120",
    not_checked=(
        Wording(
            "dust levels and sheets before 1 July 2012, whose text was another",
            "les niveaux d'empoussièrement et les fiches d'avant le 1er juillet 2012, dont le texte était autre",
        ),
        Wording(
            "the controls and certificates that are particular to asbestos",
            "les contrôles et certifications propres à l'amiante",
        ),
    ),
)
