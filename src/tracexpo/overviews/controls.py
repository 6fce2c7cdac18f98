"""Controls of the level by an accredited body: where the last one is more than a year old."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar, Final

from attrs import frozen

from tracexpo.agents import Mixture
from tracexpo.catalogue import LimitKind
from tracexpo.exposures import IndividualExposure
from tracexpo.measurements import Measurement
from tracexpo.overviews.wording import BENEATH, HEADINGS, agent_of, name_of, people, undecided_of
from tracexpo.problems import Language, Wording
from tracexpo.report import Overview
from tracexpo.rules import Facts
from tracexpo.rules.controls import ACCREDITED_SINCE
from tracexpo.rules.days import years_later
from tracexpo.vocabularies import MeasurementPurpose, SampleMatrix

__all__ = ["ControlOverdue", "controls_of"]

OF_A_MIXTURE: Final = Wording(
    "limits are those of components, and an exposure to a mixture does not say which was controlled",
    "les valeurs limites sont celles des composants, et une exposition à un mélange ne dit pas lequel a été contrôlé",
)
NONE_RECORDED: Final = Wording(
    "no accredited control of the agent there is recorded",
    "aucun contrôle accrédité de l'agent n'y est consigné",
)
NOT_KNOWN: Final = Wording(
    "the catalogue does not know the agent",
    "le catalogue ne connaît pas l'agent",
)


@frozen(kw_only=True)
class ControlOverdue:
    """An agent with a limit to which workers are exposed, whose last accredited control is more than a year old."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "establishment": HEADINGS["establishment"],
        "agent": HEADINGS["agent"],
        "agent_name": HEADINGS["agent_name"],
        "limit": Wording("limit", "valeur limite"),
        "last": Wording("last accredited control", "dernier contrôle accrédité"),
        "due": Wording("next one due", "suivant attendu"),
        "others": Wording("later results", "résultats ultérieurs"),
        "workers": Wording("workers exposed", "travailleurs exposés"),
    }
    BENEATH: ClassVar[Mapping[str, str]] = BENEATH

    establishment: str
    """Establishment."""
    agent: str
    """Agent."""
    agent_name: Wording | None
    """What the catalogue calls it."""
    limit: LimitKind
    """Whether its limit is binding or indicative."""
    last: dt.date
    """Day of the last accredited control recorded."""
    due: dt.date
    """A year after it."""
    others: int
    """Number of later results in air that are not said to be accredited controls."""
    workers: tuple[str, ...]
    """Workers whose exposure goes on."""

    def text_in(self, language: Language) -> str:
        """Return it in one sentence, in one language ("en" or "fr")."""
        agent, who = agent_of(self.agent, self.agent_name, language), people(len(self.workers), language)
        if language == "en":
            last = f"last on {self.last}, due by {self.due}"
            others = f"; later results not said to be accredited: {self.others}" if self.others else ""
            return f"{self.establishment}, {agent}: {last}; {who} exposed{others}"
        last = f"dernier le {self.last}, attendu au {self.due}"
        others = f" ; résultats ultérieurs non donnés comme accrédités : {self.others}" if self.others else ""
        several = "s" * (len(self.workers) > 1)
        return f"{self.establishment}, {agent} : {last} ; {who} exposé{several}{others}"


def controls_of(facts: Facts) -> Overview[ControlOverdue]:
    """Compare the last control of each agent of an establishment with the day."""
    exposed: dict[tuple[str, str], set[str]] = {}
    for x in facts.exposures:
        if x.period.covers(facts.reached) and not x.period.ended:
            workers = exposed.setdefault((x.establishment, x.agent), set())
            if isinstance(x, IndividualExposure):
                workers.add(x.worker)
    results: dict[tuple[str, str], list[Measurement]] = {}
    for m in facts.measurements:
        if m.matrix is SampleMatrix.AIR and m.sampled_on <= facts.on:
            results.setdefault((m.establishment, m.agent), []).append(m)
    items: list[ControlOverdue] = []
    reasons: list[Wording] = []
    kinds: dict[str, LimitKind | Wording | None] = {}
    for (establishment, agent), workers in sorted(exposed.items()):
        if agent not in kinds:
            kinds[agent] = _limit(facts, agent)
        kind = kinds[agent]
        if isinstance(kind, Wording):
            reasons.append(kind)
        elif kind is not None:
            item = _item(facts, (establishment, agent), kind, workers, results.get((establishment, agent), []))
            if item is None:
                reasons.append(NONE_RECORDED)
            elif item.due < facts.on:
                items.append(item)
    return Overview(
        name="controls-overdue",
        title=Wording("Controls overdue", "Contrôles en retard"),
        about=Wording(
            "Where workers are exposed to a CMR agent with a limit, an accredited body controls the level at least "
            "once a year. A register need not hold every control: compare with your files.",
            "Là où des travailleurs sont exposés à un agent CMR qui a une valeur limite, un organisme accrédité "
            "contrôle le niveau au moins une fois par an. Un registre ne contient pas forcément tous les contrôles : "
            "comparez avec vos dossiers.",
        ),
        on=facts.on,
        edition=facts.edition,
        source="R4412-76",
        items=tuple(sorted(items, key=lambda i: (i.due, i.establishment, i.agent))),
        undecided=undecided_of("controls-overdue", reasons),
    )


def _limit(facts: Facts, agent: str) -> LimitKind | Wording | None:
    """Return the kind of limit for which an agent is controlled; None where it need not be, else why nobody knows."""
    scope, levels = facts.scopes.of(agent), facts.levels
    if scope is not None and isinstance(scope.agent, Mixture):
        return OF_A_MIXTURE
    if scope is None or not scope.entries:
        return NOT_KNOWN
    if levels.is_asbestos(agent) or levels.is_cmr(agent, facts.on) is False:
        return None
    kinds = [kind for kind in levels.kinds(agent, facts.on) if facts.on >= ACCREDITED_SINCE[kind]]
    return min(kinds, key=list(LimitKind).index, default=None)


def _item(
    facts: Facts, place: tuple[str, str], kind: LimitKind, workers: set[str], results: list[Measurement]
) -> ControlOverdue | None:
    """Return the last control of an agent in an establishment; None where none is recorded."""
    controls = [m.sampled_on for m in results if m.accredited and m.purpose in _CONTROLS]
    if not controls:
        return None
    last = max(controls)
    return ControlOverdue(
        establishment=place[0],
        agent=place[1],
        agent_name=name_of(facts, place[1]),
        limit=kind,
        last=last,
        due=years_later(last, 1),
        others=sum(1 for m in results if m.sampled_on > last),
        workers=tuple(sorted(workers)),
    )


_CONTROLS: Final = (MeasurementPurpose.REGULATORY_CONTROL, None)
