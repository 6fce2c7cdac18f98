"""Comparing variants of the experiment on one register: what each would have taken, refused and learnt.

The experiment was there for this: to see which documents, sectors and areas give a traceability that is worth having.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

import attrs
from attrs import frozen

from tracexpo.agents import UnidentifiedAgent
from tracexpo.catalogue.editions import Catalogue
from tracexpo.companies import Establishment
from tracexpo.errors import InvalidValueError, MissingExtraError, check_language
from tracexpo.exposures import Exposure
from tracexpo.form import expect_items, type_name
from tracexpo.problems import Language, Wording
from tracexpo.register import Register
from tracexpo.report import Item, Overview, Report
from tracexpo.rules.checking import check
from tracexpo.rules.experiment import CIRCULAR, FACTORS, codes_of, experiment_profile, is_recorded
from tracexpo.rules.variants import ExperimentVariant
from tracexpo.showing import Html

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["Answered", "Comparison", "Coverage", "Refusal", "Trial", "compare"]

Part = Literal["variants", "refusals", "completeness", "sectors", "areas"]

_REFUSALS: Final = (
    "outside-experiment-period",
    "document-not-accepted",
    "agent-outside-experiment",
    "sector-outside-variant",
    "area-outside-variant",
)
"""The codes for which a variant does not take a record; one that is incomplete is taken, and told."""
_INCOMPLETE: Final = "collective-incomplete"
_VARIANT: Final = Wording("variant", "variante")


@frozen(kw_only=True)
class Refusal:
    """How many records a variant does not take for one reason (refus)."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "variant": _VARIANT,
        "code": Wording("code", "code"),
        "title": Wording("why", "motif"),
        "records": Wording("records", "enregistrements"),
    }
    BENEATH: ClassVar[Mapping[str, str]] = {"title": "code"}

    variant: str
    """Name of the variant."""
    code: str
    """Code of the rule."""
    title: Wording
    """What the rule tells."""
    records: int
    """Records it is told of; one may be refused for several reasons."""

    def text_in(self, language: Language) -> str:
        """Return it in a few words, in one language ("en" or "fr")."""
        return f"{self.code} {self.records}"


@frozen(kw_only=True)
class Answered:
    """How often a field is answered over the records that a variant takes (complétude)."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "variant": _VARIANT,
        "field": Wording("field", "champ"),
        "told": Wording("told", "dit"),
        "not_known": Wording("said to be not known", "dit inconnu"),
        "blank": Wording("blank", "blanc"),
    }
    BENEATH: ClassVar[Mapping[str, str]] = {}

    variant: str
    """Name of the variant."""
    field: Wording
    """What is asked."""
    told: int
    """Records that tell it."""
    not_known: int
    """Records that say that it is not known."""
    blank: int
    """Records that say nothing."""

    def text_in(self, language: Language) -> str:
        """Return it in a few words, in one language ("en" or "fr")."""
        return f"{self.field.text_in(language)} {self.told}/{self.not_known}/{self.blank}"


@frozen(kw_only=True)
class Coverage:
    """What one variant takes in one sector or employment area (couverture)."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "variant": Wording("variant", "variante"),
        "place": Wording("sector or area", "secteur ou bassin"),
        "establishments": Wording("establishments", "établissements"),
        "exposures": Wording("exposures taken", "expositions prises"),
        "records": Wording("out of", "sur"),
    }
    BENEATH: ClassVar[Mapping[str, str]] = {}

    variant: str
    """Name of the variant."""
    place: str | None = attrs.field(repr=False)
    """The activity code with its revision, or the employment area, as the register has it; None: not told."""
    establishments: int
    """Establishments with a record that is taken."""
    exposures: int
    """Records that are taken."""
    records: int
    """Records there are."""

    def text_in(self, language: Language) -> str:
        """Return it in one sentence, in one language ("en" or "fr")."""
        check_language(language)
        words = _WORDS[language]
        place = self.place if self.place is not None else words["not told"]
        return words["coverage"].format(self.variant, place, self.exposures, self.records, self.establishments)


@frozen(kw_only=True)
class Trial:
    """One variant tried on a register (essai d'une variante)."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "variant": _VARIANT,
        "records": Wording("records", "enregistrements"),
        "taken": Wording("taken", "pris"),
        "refused": Wording("refused", "refusés"),
        "incomplete": Wording("incomplete", "incomplets"),
        "undecided": Wording("cannot be said", "indécis"),
    }
    BENEATH: ClassVar[Mapping[str, str]] = {}

    variant: str
    """Name of the variant."""
    parameters: ExperimentVariant
    """What it is."""
    records: int
    """Exposures of the register that stand and were recorded."""
    taken: int
    """Those that the variant takes."""
    incomplete: int
    """Collective records among those taken that lack factors of exposure or measures."""
    undecided: int
    """How often a rule could not say; such records count as taken."""
    refusals: tuple[Refusal, ...]
    """Why the others are not taken."""
    completeness: tuple[Answered, ...]
    """How often each field asked is answered, over the records taken."""
    sectors: tuple[Coverage, ...]
    """Coverage by activity code; an establishment with codes of two revisions stands under both."""
    areas: tuple[Coverage, ...]
    """Coverage by employment area."""

    @property
    def refused(self) -> int:
        """Records that the variant does not take."""
        return self.records - self.taken

    def text_in(self, language: Language) -> str:
        """Return it in one sentence, in one language ("en" or "fr")."""
        check_language(language)
        words = _WORDS[language]
        parts = [words["taken"].format(self.variant, self.taken, self.records)]
        if self.refusals:
            parts.append(words["refused"].format(", ".join(r.text_in(language) for r in self.refusals)))
        if self.undecided:
            parts.append(words["undecided"].format(self.undecided))
        if self.taken:
            parts.append(words["incomplete"].format(self.incomplete))
            parts.append(words["answers"].format(", ".join(a.text_in(language) for a in self.completeness)))
        return words["semicolon"].join(parts)


@frozen(kw_only=True, repr=False)
class Comparison:
    """Variants of the experiment compared on one register (comparaison de variantes).

    It shows itself as text, in a console of rich and in a notebook. It holds no personal value; sectors and employment
    areas are shown as the register has them.
    """

    on: dt.date
    """The day on which the register was judged."""
    edition: str | None
    """Edition of the catalogue."""
    trials: tuple[Trial, ...]
    """The variants, in the order they were given."""

    def to_rows(self, part: Part = "variants", language: Language = "en") -> list[dict[str, Any]]:
        """Return flat rows for data frames: of the variants, or of their refusals, completeness, sectors or areas.

        Raises:
            InvalidValueError: `not-in-vocabulary` for another part.
        """
        if part not in tuple(_PARTS):
            raise InvalidValueError("not-in-vocabulary", "/part", {"allowed": tuple(_PARTS)})
        return self._part(part).to_rows(language)

    def text(self, lang: Language = "en", width: int = 80, *, most: int = 20) -> str:
        """Return it as plain text, lines of at most `width` characters; of each part at most `most` items."""
        parts: tuple[Part, ...] = ("variants", "sectors", "areas")
        return "\n\n".join(self._part(part).text(lang, width, most=most) for part in parts)

    def html(self, lang: Language = "en", *, most: int = 50) -> Html:
        """Return it as an HTML fragment, which a notebook shows: a table for each part with at most `most` lines."""
        return Html("".join(self._part(part).html(lang, most=most) for part in _PARTS))

    def rich(self, lang: Language = "en") -> "RenderableType":
        """Return it as tables for a console of rich.

        Raises:
            MissingExtraError: when rich is not installed.
        """
        try:
            from rich.console import Group
            from rich.table import Table
        except ImportError:
            raise MissingExtraError("a comparison with colours", "cli") from None
        tables = []
        for part, (title, _, headings, _) in _PARTS.items():
            table = Table(*(h.text_in(lang) for h in headings.values()), title=title.text_in(lang))
            for row in self.to_rows(part, lang):
                table.add_row(*("–" if value is None else str(value) for value in row.values()))
            tables.append(table)
        return Group(*tables)

    def _part(self, part: Part) -> Overview[Item]:
        title, about, _, items_of = _PARTS[part]
        items = tuple(item for trial in self.trials for item in items_of(trial))
        source = CIRCULAR if part == "variants" else None
        return Overview(
            name=part, title=title, about=about, on=self.on, edition=self.edition, source=source, items=items
        )

    def __rich__(self) -> "RenderableType":
        return self.rich()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        told = ", ".join(f"{trial.variant} takes {trial.taken} of {trial.records}" for trial in self.trials)
        return f"<Comparison on {self.on}: {told}>"

    def _repr_html_(self) -> str:
        return self.html()


def compare(
    register: Register,
    variants: Collection[ExperimentVariant],
    *,
    on: dt.date,
    catalogue: Catalogue | None = None,
) -> Comparison:
    """Try variants of the experiment on one register.

    Each is asked about every exposure that stands and was recorded: those of the experiment are chosen beforehand,
    with `register.select`. A record that nothing is said against counts as taken, also where it cannot be said.

    Args:
        register: the register.
        variants: the variants.
        on: the day on which the register is judged.
        catalogue: another edition than the shipped one.

    >>> from tracexpo.rules.experiment import experiment_profile
    >>> from tracexpo.rules.variants import COMMON
    >>> made = experiment_profile().rules[1].bad()  # a record from the risk assessment
    >>> tried = compare(made, [COMMON], on=dt.date(2025, 11, 30))
    >>> [(trial.records, trial.taken, trial.refusals[0].code) for trial in tried.trials]
    [(1, 0, 'document-not-accepted')]
    """
    variants = tuple(expect_items(variants, "/variants"))
    for i, variant in enumerate(variants):
        if not isinstance(variant, ExperimentVariant):
            raise InvalidValueError(
                "wrong-type", f"/variants/{i}", {"expected": "ExperimentVariant", "found": type_name(variant)}
            )
    trials: list[Trial] = []
    edition = None
    for variant in variants:
        report = check(register, experiment_profile(variant), on=on, catalogue=catalogue)
        report.raise_crashed()
        edition = report.edition
        trials.append(_tried(register, variant, report))
    return Comparison(on=on, edition=edition, trials=tuple(trials))


def _tried(register: Register, variant: ExperimentVariant, report: Report) -> Trial:
    """Return what comes of one variant: a record is taken where no refusal is told of it."""
    told: dict[str, set[int]] = {}
    for problem in report:
        if problem.code in (*_REFUSALS, _INCOMPLETE):
            told.setdefault(problem.code, set()).add(int(problem.pointer.split("/")[2]))
    refused = set[int]().union(*(told.get(code, ()) for code in _REFUSALS))
    asked = [
        (x, i not in refused) for i, x in enumerate(register.exposures) if is_recorded(x) and register.is_current(x)
    ]
    taken = [x for x, is_taken in asked if is_taken]
    return Trial(
        variant=variant.name,
        parameters=variant,
        records=len(asked),
        taken=len(taken),
        incomplete=len(told.get(_INCOMPLETE, set()) - refused),
        undecided=sum(case.count for case in report.undecided),
        refusals=tuple(
            Refusal(variant=variant.name, code=code, title=report.titles[code], records=len(told[code]))
            for code in _REFUSALS
            if code in told
        ),
        completeness=tuple(_answered(register, variant, taken, name) for name in _FIELDS),
        sectors=_coverage(register, variant, asked, _sectors),
        areas=_coverage(register, variant, asked, _area),
    )


def _answered(register: Register, variant: ExperimentVariant, records: Sequence[Exposure], name: str) -> Answered:
    told = not_known = 0
    for x in records:
        answer = _answer(register, x, name)
        told += answer is True
        not_known += answer is None
    return Answered(
        variant=variant.name,
        field=_FIELDS[name],
        told=told,
        not_known=not_known,
        blank=len(records) - told - not_known,
    )


def _answer(register: Register, x: Exposure, name: str) -> bool | None:
    """Tell whether a record answers a field; None where it says that it is not known."""
    if name == "agent":
        agent = register.get(x.agent)
        return None if isinstance(agent, UnidentifiedAgent) else agent is not None
    if name == "measures":
        return bool(x.conditions.measures)
    if FACTORS[name](x.conditions):
        return True
    return None if any(unknown.what.value == name for unknown in x.conditions.not_known) else False


def _coverage(
    register: Register,
    variant: ExperimentVariant,
    records: Sequence[tuple[Exposure, bool]],
    places_of: Callable[[Establishment, Exposure], Collection[str]],
) -> tuple[Coverage, ...]:
    there: dict[str | None, int] = {}
    taken: dict[str | None, int] = {}
    sites: dict[str | None, set[str]] = {}
    for x, is_taken in records:
        site = register.get(x.establishment)
        places = places_of(site, x) if isinstance(site, Establishment) else ()
        for place in places or (None,):
            there[place] = there.get(place, 0) + 1
            if is_taken:
                taken[place] = taken.get(place, 0) + 1
                sites.setdefault(place, set()).add(x.establishment)
    return tuple(
        Coverage(
            variant=variant.name,
            place=place,
            establishments=len(sites.get(place, ())),
            exposures=taken.get(place, 0),
            records=there[place],
        )
        for place in sorted(there, key=lambda p: (p is None, p or ""))
    )


def _sectors(site: Establishment, x: Exposure) -> Collection[str]:
    return dict.fromkeys(f"{code.revision} {code.code}" for code in codes_of(site, x.period))


def _area(site: Establishment, x: Exposure) -> Collection[str]:
    return () if site.employment_area is None else (site.employment_area,)


_FIELDS: Final = {
    "agent": Wording("agent", "agent"),
    "work": Wording("work", "travail"),
    "nature": Wording("nature", "nature"),
    "duration": Wording("duration", "durée"),
    "degree": Wording("degree", "degré"),
    "measures": Wording("measures", "mesures"),
}
"""What a record is asked: the agent, the factors of exposure, the measures of prevention."""

_COVERED: Final = Wording(
    "Establishments and exposures that each variant takes, out of the exposures there are.",
    "Établissements et expositions que prend chaque variante, sur les expositions présentes.",
)
_PARTS: Final[Mapping[Part, tuple[Wording, Wording, Mapping[str, Wording], Callable[[Trial], tuple[Item, ...]]]]] = {
    "variants": (
        Wording("variants of the experiment of 2009", "variantes de l'expérimentation de 2009"),
        Wording(
            "Of the recorded exposures of the register, how many each variant takes, why it does not take the others, "
            "and how far those taken tell what is asked: told/said to be not known/blank.",
            "Parmi les expositions consignées du registre, combien chaque variante en prend, pourquoi elle ne prend "
            "pas les autres, et jusqu'où celles qui sont prises répondent : dit/dit inconnu/blanc.",
        ),
        Trial.HEADINGS,
        lambda trial: (trial,),
    ),
    "refusals": (
        Wording("refusals", "refus"),
        Wording(
            "Why records are not taken; one may be refused for several reasons.",
            "Pourquoi des enregistrements ne sont pas pris ; l'un d'eux peut être refusé pour plusieurs motifs.",
        ),
        Refusal.HEADINGS,
        lambda trial: trial.refusals,
    ),
    "completeness": (
        Wording("completeness", "complétude"),
        Wording("What the records taken tell.", "Ce que disent les enregistrements pris."),
        Answered.HEADINGS,
        lambda trial: trial.completeness,
    ),
    "sectors": (
        Wording("coverage by sector", "couverture par secteur"),
        _COVERED,
        Coverage.HEADINGS,
        lambda trial: trial.sectors,
    ),
    "areas": (
        Wording("coverage by employment area", "couverture par bassin d'emploi"),
        _COVERED,
        Coverage.HEADINGS,
        lambda trial: trial.areas,
    ),
}
"""The parts of a comparison: title, how to read it, its columns, and its items."""
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "semicolon": "; ",
        "taken": "{}: {} taken of {}",
        "refused": "refused: {}",
        "undecided": "cannot be said: {}",
        "incomplete": "incomplete: {}",
        "answers": "told/not known/blank: {}",
        "not told": "not told",
        "coverage": "{}, {}: {} of {}, establishments: {}",
    },
    "fr": {
        "semicolon": " ; ",
        "taken": "{} : {} pris sur {}",
        "refused": "refusés : {}",
        "undecided": "indécis : {}",
        "incomplete": "incomplets : {}",
        "answers": "dit/inconnu/blanc : {}",
        "not told": "non dit",
        "coverage": "{}, {} : {} sur {}, établissements : {}",
    },
}
