"""Rules of `limits`: the yearly control by an accredited body. Source: R4412-76; asbestos is left out by R4412-95."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from tracexpo.agents import Substance
from tracexpo.catalogue.exposure_limits import LimitKind
from tracexpo.companies import Establishment
from tracexpo.measurements import Measurement
from tracexpo.problems import Severity, Wording
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.days import years_later
from tracexpo.rules.limits import chromium
from tracexpo.rules.rule import Finding, rule
from tracexpo.vocabularies import MeasurementPurpose, SampleMatrix

__all__ = ["control_overdue", "is_active", "laboratory_not_accredited"]

ACCREDITED_SINCE: Final = {LimitKind.BINDING: dt.date(2012, 1, 1), LimitKind.INDICATIVE: dt.date(2014, 1, 1)}
"""From when a control is made by an accredited body, before by an approved one (organisme agréé)."""


@rule(
    "control-overdue",
    Severity.WARNING,
    title=Wording("Yearly control overdue", "Contrôle annuel en retard"),
    description=Wording(
        "Where an agent has a limit, binding or indicative, an accredited body controls it at least once a year. Here "
        "the last accredited control of a CMR agent in an establishment is more than a year old, and no exposure says "
        "that the work is over. Where no accredited control is recorded at all, nothing is said: what is absent from a "
        "register is not shown not to have been. Asbestos has controls of its own (R4412-95).",
        "Quand un agent a une valeur limite, contraignante ou indicative, un organisme accrédité la contrôle au moins "
        "une fois par an. Ici, le dernier contrôle accrédité d'un agent CMR dans un établissement a plus d'un an, et "
        "aucune exposition ne dit que le travail a cessé. Sans aucun contrôle accrédité consigné, rien n'est dit : "
        "l'absence au registre ne prouve rien. L'amiante a ses propres contrôles (R4412-95).",
    ),
    message=Wording(
        "the last accredited control of this agent here is more than a year old: have it controlled, or record the "
        "later control or the end of the exposure",
        "le dernier contrôle accrédité de cet agent ici a plus d'un an : faites-le contrôler, ou consignez le contrôle "
        "plus récent ou la fin de l'exposition",
    ),
    source="R4412-76",
    needs="catalogue",
    good=lambda: ex.register(_BENZENE, _control("2024-01-18"), _control("2025-01-16", id="m2")),
    bad=lambda: ex.register(_BENZENE, _control("2024-01-18")),
    told_at="/measurements/0/sampled_on",
)
def control_overdue(context: Context) -> Iterator[Finding]:
    """Take the last control of each agent in each establishment, and look whether the exposure goes on."""
    last: dict[tuple[str, str], Measurement] = {}
    for m in context.measurements:
        if _is_control(m) and m.sampled_on <= context.on:
            known = last.setdefault((m.establishment, m.agent), m)
            if (m.sampled_on, known.id) > (known.sampled_on, m.id):
                last[m.establishment, m.agent] = m
    late = {
        place: m
        for place, m in last.items()
        if m.accredited and years_later(m.sampled_on, 1) < context.on and _is_owed(context, m.agent, context.on)
    }
    if not late:
        return
    recorded, going_on = set[tuple[str, str]](), set[tuple[str, str]]()
    for x in context.facts.exposures:
        recorded.add((x.establishment, x.agent))
        if not x.period.ended and (x.period.end is None or x.period.end >= context.on):
            going_on.add((x.establishment, x.agent))
    for place, m in late.items():
        if (place in going_on or place not in recorded) and is_active(context, m.establishment):
            yield Finding(m, "/sampled_on")


def _is_control(m: Measurement) -> bool:
    control = m.purpose is MeasurementPurpose.REGULATORY_CONTROL or (m.purpose is None and m.accredited is True)
    return control and m.matrix is SampleMatrix.AIR


def _is_owed(context: Context, agent: str, day: dt.date) -> bool:
    """Tell whether the control of R4412-76 by an accredited body was owed for an agent on a day."""
    levels = context.facts.levels
    if levels.is_asbestos(agent) or levels.is_cmr(agent, day) is False:
        return False
    return any(day >= ACCREDITED_SINCE[kind] for kind in levels.kinds(agent, day))


def is_active(context: Context, establishment: str) -> bool:
    """Tell whether nothing says that an establishment is no longer active."""
    found = context.register.get(establishment)
    active = found.active if isinstance(found, Establishment) else None
    return active is None or active.end is None or active.end >= context.on


@rule(
    "laboratory-not-accredited",
    Severity.WARNING,
    title=Wording("Control by a body that is not accredited", "Contrôle par un organisme non accrédité"),
    description=Wording(
        "The control of a limit of a CMR agent is made by an accredited body, since 2012 for binding limits and 2014 "
        "for indicative ones. A measurement whose purpose is told as another than a control may be made by anybody.",
        "Le contrôle d'une valeur limite d'un agent CMR est fait par un organisme accrédité, depuis 2012 pour les "
        "valeurs contraignantes et 2014 pour les indicatives. Un mesurage dont l'objectif est dit autre qu'un contrôle "
        "peut être fait par quiconque.",
    ),
    message=Wording(
        "this control was made by a body that is not accredited: have it made by an accredited one, or name its "
        "purpose if it was no control",
        "ce contrôle a été fait par un organisme non accrédité : faites-le faire par un organisme accrédité, ou dites "
        "son objectif si ce n'était pas un contrôle",
    ),
    source="R4412-76, R4724-8",
    needs="catalogue",
    good=lambda: ex.register(_BENZENE, _control("2025-03-12")),
    bad=lambda: ex.register(_BENZENE, _control("2025-03-12", accredited=False)),
    told_at="/measurements/0/accredited",
)
def laboratory_not_accredited(context: Context) -> Iterator[Finding]:
    """Take the controls whose laboratory is said not to be accredited."""
    for m in context.measurements:
        if m.accredited is not False or m.matrix is not SampleMatrix.AIR:
            continue
        if m.purpose in (None, MeasurementPurpose.REGULATORY_CONTROL) and _is_owed(context, m.agent, m.sampled_on):
            yield Finding(m, "/accredited")


_BENZENE: Final[Substance] = Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")


def _control(day: str, **more: Any) -> Measurement:
    fields: dict[str, Any] = {"accredited": True, "purpose": MeasurementPurpose.REGULATORY_CONTROL, **more}
    return chromium("0.4", agent=_BENZENE.id, sampled_on=dt.date.fromisoformat(day), **fields)
