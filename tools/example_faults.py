"""The faults planted in the example register: each with its records, and the code, the place and the severity it has.

What is expected is written here by hand, beside what is planted; no check was run to find it.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from attrs import evolve, field, frozen
from example_history import (
    ESTABLISHMENTS,
    assigned,
    attestation,
    conditions,
    day,
    days,
    experiment,
    level,
    line,
    measure,
    recorded,
    result,
    sent,
    worker,
)

from tracexpo.agents import Classification, Component, Mixture, SafetyDataSheet, Substance, UnidentifiedAgent
from tracexpo.exposures import AccidentalExposure, AsbestosWork, CollectiveExposure, IndividualExposure
from tracexpo.periods import ExposureTime, Period
from tracexpo.provenance import Provenance, Withdrawal
from tracexpo.register import Record, Register
from tracexpo.units import Unit
from tracexpo.vocabularies import (
    AsbestosOperation,
    AttestationModel,
    Censoring,
    CmrClass,
    ContractType,
    DocumentKind,
    DustFraction,
    Hazard,
    MeasurementPurpose,
    RespiratorPosition,
    Route,
    SampleMatrix,
    Statistic,
    TimeUnit,
    TransmissionSubject,
)
from tracexpo.work import ExposureSituation

E, W, I = "error", "warning", "information"  # noqa: E741
CR6, BATH = "chromium-trioxide", "bc-bath"


@frozen
class Fault:
    """One fault: what is told of it, and what is planted for it."""

    code: str
    severity: str
    record: str
    path: str
    en: str
    fr: str
    records: tuple[Record, ...] = ()
    profile: str = field(default="auto", kw_only=True)
    change: Callable[[Register], Register] | None = field(default=None, kw_only=True)
    """What else is done to the register."""
    source: str | None = field(default=None, kw_only=True)
    """The text it rests on, where that is another than the first of its rule."""

    def planted(self, register: Register) -> Register:
        """Return the register with the fault."""
        found = register.add(*self.records)
        return found if self.change is None else self.change(found)


def _own(n: int, born: str = "1980-01-01") -> tuple[str, Record]:
    """Make the worker of a fault."""
    return f"W-9{n:02}", worker(f"W-9{n:02}", born)


def _line(
    n: int, agent: str = CR6, workstation: str = BATH, period: Period | None = None, **more: Any
) -> IndividualExposure:
    return line(f"x-9{n:02}", f"W-9{n:02}", agent, workstation, period or days("2024-09-02"), **more)


def _told(n: int, agent: str = CR6, workstation: str = BATH, **changes: Any) -> IndividualExposure:
    return _line(n, agent, workstation, conditions=conditions(**changes))


def _doubled(register: Register, collection: str, record: Record) -> Register:
    """Add a record whose id is there already; `add` would let the index keep one of the two."""
    return evolve(register, **{collection: (*getattr(register, collection), record)})


# -- structure


def _structure() -> Iterator[Fault]:
    yield Fault(
        "reference-missing",
        E,
        "x-901",
        "/worker",
        "a worker who is not in the register",
        "un travailleur absent du registre",
        (line("x-901", "W-404", CR6, BATH, days("2024-09-02")),),
    )
    yield Fault(
        "reference-missing",
        E,
        "m-902",
        "/agent",
        "a result of an agent that is not in the register",
        "un résultat d'un agent absent du registre",
        (result("m-902", "agent-404", BATH, "2025-03-12", "0.1"),),
    )
    _, who = _own(3)
    first, second = _line(3), evolve(_line(3), period=days("2024-10-01"))
    yield Fault(
        "id-conflict",
        E,
        "x-903",
        "/id",
        "one id for two different lines",
        "un identifiant pour deux lignes différentes",
        (who, first),
        change=lambda r: _doubled(r, "exposures", second),
    )
    again = result(
        "m-904",
        "nickel-compounds",
        "bc-nickel",
        "2025-02-03",
        "0.02",
        fraction=DustFraction.INHALABLE,
        laboratory="Another invented laboratory",
    )
    yield Fault(
        "id-repeated",
        W,
        "m-904",
        "/id",
        "the same result twice, word for word",
        "le même résultat deux fois, mot pour mot",
        (again,),
        change=lambda r: _doubled(r, "measurements", again),
    )
    _, who = _own(5)
    lines = [
        evolve(
            _line(5),
            id=id,
            conditions=conditions(nature=nature),
            provenance=Provenance(recorded_at=recorded(on), supersedes="x-905"),
        )
        for id, nature, on in (("x-905a", "Inhalation", "2025-01-06"), ("x-905b", "Skin contact", "2025-01-07"))
    ]
    yield Fault(
        "two-successors",
        E,
        "x-905b",
        "/provenance/supersedes",
        "two corrections of one line",
        "deux rectifications d'une même ligne",
        (who, _line(5), *lines),
    )
    _, who = _own(6)
    yield Fault(
        "supersession-cycle",
        E,
        "x-906",
        "/provenance/supersedes",
        "a line that corrects itself",
        "une ligne qui se rectifie elle-même",
        (who, _line(6, provenance=Provenance(recorded_at=recorded("2024-06-28"), supersedes="x-906"))),
    )
    _, who = _own(7)
    yield Fault(
        "supersedes-another-kind",
        E,
        "x-907",
        "/provenance/supersedes",
        "a line said to correct a measurement",
        "une ligne dite rectifier un mesurage",
        (
            who,
            result("m-907", CR6, BATH, "2025-03-13", "0.0005"),
            _line(7, provenance=Provenance(recorded_at=recorded("2024-06-28"), supersedes="m-907")),
        ),
    )
    _, who = _own(8)
    corrected = evolve(
        _line(8), id="x-908a", provenance=Provenance(recorded_at=recorded("2024-06-28"), supersedes="x-908")
    )
    yield Fault(
        "withdrawal-of-nothing",
        W,
        "v-908",
        "/of",
        "a line withdrawn that was already corrected",
        "une ligne retirée alors qu'elle était déjà rectifiée",
        (who, _line(8), corrected, Withdrawal(id="v-908", of="x-908")),
    )
    annex = evolve(ESTABLISHMENTS[1], id="bc-annex", siret="12345678200010", preceded_by=(), headcounts=())
    yield Fault(
        "siret-not-of-company",
        E,
        "bc-annex",
        "/siret",
        "a SIRET that does not begin with the company's SIREN",
        "un SIRET qui ne commence pas par le SIREN de l'entreprise",
        (annex,),
    )
    _, who = _own(10)
    yield Fault(
        "starts-after-as-of",
        E,
        "x-910",
        "/period/start",
        "an exposure that begins after the register's day",
        "une exposition qui commence après la date du registre",
        (who, _line(10, period=days("2026-02-01"))),
    )
    _, who = _own(11)
    temporary = {"contract": ContractType.TEMPORARY_AGENCY, "employer": "agency"}
    yield Fault(
        "exposure-outside-assignment",
        W,
        "x-911",
        "/period/end",
        "a temporary worker still exposed three months after the end of the assignment",
        "un intérimaire encore exposé trois mois après la fin de sa mission",
        (
            who,
            _line(11, period=days("2025-03-03", "2025-09-30"), **temporary),
            assigned("a-911", "W-911", BATH, days("2025-03-03", "2025-06-27"), **temporary),
            sent("t-911", TransmissionSubject.TEMPORARY_WORKER, "agency", "2025-03-03", "x-911"),
            sent("t-911e", TransmissionSubject.END_OF_EXPOSURE, "service-valley", "2025-10-01", "x-911"),
        ),
    )
    _, who = _own(12)
    spill = AccidentalExposure(on=day("2023-02-03"), minutes=15, description="Overflow", severity="Slight")
    yield Fault(
        "accident-outside-exposure",
        W,
        "x-912",
        "/accidents/0/on",
        "an accident before the exposure began",
        "un accident antérieur au début de l'exposition",
        (who, _line(12, accidents=(spill,))),
    )
    _, who = _own(13)
    old = Mixture(
        id="bath-salts-1",
        product_name="Bath salts, first revision",
        valid=days("2022-01-01", "2023-12-31"),
        components=(Component(agent=CR6, min_fraction=Decimal("0.2"), max_fraction=Decimal("0.3")),),
    )
    yield Fault(
        "exposure-outside-mixture",
        W,
        "x-913",
        "/agent",
        "an exposure to a revision of a product that was no longer sold",
        "une exposition à une révision d'un produit qui n'avait plus cours",
        (who, old, _line(13, "bath-salts-1")),
    )
    _, who = _own(14)
    yield Fault(
        "duration-impossible",
        E,
        "x-914",
        "/conditions/duration/value",
        "thirty hours a day",
        "trente heures par jour",
        (who, _told(14, duration=ExposureTime(Decimal(30), TimeUnit.H_DAY))),
    )
    _, who = _own(15)
    yield Fault(
        "duration-impossible",
        E,
        "a-915",
        "/working_hours/value",
        "two hundred hours of work a week",
        "deux cents heures de travail par semaine",
        (
            who,
            _line(15),
            assigned(
                "a-915", "W-915", BATH, days("2024-09-02"), working_hours=ExposureTime(Decimal(200), TimeUnit.H_WEEK)
            ),
        ),
    )
    _, who = _own(16)
    yield Fault(
        "value-negative",
        E,
        "x-916",
        "/conditions/degree/value/value",
        "a negative level",
        "un niveau négatif",
        (who, _told(16, degree=level("-0.012", "2025-02-03"))),
    )
    yield Fault(
        "unit-not-for-matrix",
        E,
        "m-917",
        "/value/unit",
        "a result in the air, in µg/L",
        "un résultat dans l'air, en µg/L",
        (result("m-917", CR6, BATH, "2025-03-12", "5", unit=Unit.UG_L, statistic=None),),
    )
    _, who = _own(18)
    yield Fault(
        "unit-not-for-statistic",
        E,
        "x-918",
        "/conditions/degree/value/unit",
        "an average over eight hours, in µg/cm²",
        "une moyenne sur huit heures, en µg/cm²",
        (who, _told(18, degree=level("3", "2025-02-03", Unit.UG_CM2))),
    )


# -- consistency


def _consistency() -> Iterator[Fault]:
    _, who = _own(20)
    yield Fault(
        "duplicate-record",
        W,
        "x-920a",
        "",
        "the same line entered twice",
        "la même ligne saisie deux fois",
        (who, _line(20), evolve(_line(20), id="x-920a")),
    )
    moulding = ExposureSituation(
        id="moulding", establishment="foundry", name="Moulding", workstations=("foundry-moulds",)
    )
    counted = CollectiveExposure(
        id="c-921",
        situation="moulding",
        establishment="foundry",
        agent="silica-work",
        period=days("2022-01-03", "2022-12-30"),
        headcount=12,
        conditions=conditions(),
    )
    yield Fault(
        "headcount-mismatch",
        I,
        "c-921",
        "/headcount",
        "twelve persons counted, one assigned",
        "douze personnes comptées, une affectée",
        (moulding, counted),
    )
    _, who = _own(22)
    yield Fault(
        "shares-exceed-working-time",
        W,
        "a-922b",
        "/share",
        "0.7 and 0.6 of one working time",
        "0,7 et 0,6 d'un même temps de travail",
        (
            who,
            _line(22),
            assigned("a-922a", "W-922", BATH, days("2024-09-02"), share=Decimal("0.7")),
            assigned("a-922b", "W-922", "bc-cleaning", days("2024-10-01"), share=Decimal("0.6")),
        ),
    )
    _, who = _own(23)
    yield Fault(
        "assigned-not-exposed",
        I,
        "a-923",
        "",
        "at the furnace of a record of the experiment, without a line of his own",
        "au four d'un enregistrement de l'expérimentation, sans exposition à son nom",
        (who, assigned("a-923", "W-923", "foundry-furnace", days("2011-01-03", "2011-12-16"))),
    )
    _, who = _own(24)
    yield Fault(
        "exposed-not-assigned",
        I,
        "x-924",
        "",
        "exposed in the foundry, assigned to the town",
        "exposé à la fonderie, affecté à la commune",
        (
            who,
            _line(24, "silica-work", "foundry-moulds"),
            assigned("a-924", "W-924", "town-joinery", days("2024-09-02")),
        ),
    )
    _, who = _own(25)
    part = evolve(
        _line(25),
        id="d:0123456789abcdef",
        derived_from=("plating-2024", "a-925"),
        conditions=conditions(duration=ExposureTime(Decimal(3), TimeUnit.DAY_WEEK)),
    )
    yield Fault(
        "share-not-applied",
        I,
        "d:0123456789abcdef",
        "/conditions/duration",
        "a derived duration in days, which a share does not weight",
        "une durée déduite en jours, qu'une part ne pondère pas",
        (who, assigned("a-925", "W-925", BATH, days("2024-09-02"), share=Decimal("0.5")), part),
    )
    _, who = _own(26)
    yield Fault(
        "establishment-not-active",
        W,
        "x-926",
        "/establishment",
        "at the mill, two years after the move",
        "au moulin, deux ans après le déménagement",
        (
            who,
            _line(
                26,
                workstation="bc-mill-bath",
                period=days("2011-01-03", "2011-12-16"),
                provenance=Provenance(document=DocumentKind.COMPANY_FILE),
            ),
        ),
    )
    child = worker("W-927", "1982-09-14")
    yield Fault(
        "exposure-before-working-age",
        W,
        "x-927",
        "/period/start",
        "exposed at twelve years old",
        "exposé à douze ans",
        (
            child,
            _line(27, workstation="bc-mill-bath", period=days("1995-01-02", "1995-02-24"), provenance=Provenance()),
        ),
    )
    _, who = _own(28)
    yield Fault(
        "agent-unknown-to-catalogue",
        I,
        "product-x",
        "",
        "an agent that nothing in the catalogue matches",
        "un agent auquel rien ne correspond au catalogue",
        (who, UnidentifiedAgent(id="product-x", text="Produit X"), _line(28, "product-x")),
    )
    yield Fault(
        "agent-name-cas-mismatch",
        E,
        "tri-or-per",
        "/cas_number",
        "trichloroethylene, with the number of tetrachloroethylene",
        "trichloroéthylène, avec le numéro du tétrachloroéthylène",
        (Substance(id="tri-or-per", name="Trichloroéthylène", cas_number="127-18-4"),),
    )
    said = Classification(
        hazard=Hazard.CARCINOGENIC, cmr_class=CmrClass.CLP_1B, source="32014R0605", applies_from=day("2015-04-01")
    )
    yield Fault(
        "classification-date",
        W,
        "formaldehyde-2015",
        "/classifications/0/applies_from",
        "a harmonised class nine months before it applied",
        "une classe harmonisée neuf mois avant son application",
        (Substance(id="formaldehyde-2015", name="Formaldéhyde", cas_number="50-00-0", classifications=(said,)),),
    )
    cobalt = Substance(id="cobalt", name="Cobalt", cas_number="7440-48-4")
    _, who = _own(31)
    yield Fault(
        "agent-not-cmr-on-day",
        I,
        "x-931",
        "/agent",
        "cobalt in 2020, CMR from 1 October 2021",
        "du cobalt en 2020, CMR depuis le 1er octobre 2021",
        (
            who,
            cobalt,
            _line(
                31,
                "cobalt",
                "foundry-furnace",
                days("2020-03-02", "2020-12-18"),
                provenance=Provenance(document=DocumentKind.NONE),
            ),
        ),
    )
    _, who = _own(32)
    yield Fault(
        "process-not-listed-on-day",
        I,
        "x-932",
        "/agent",
        "Diesel exhaust in 2019, on the list from 1 July 2021",
        "des gaz d'échappement diesel en 2019, inscrits au 1er juillet 2021",
        (
            who,
            _line(
                32,
                "diesel-exhaust",
                "orchards-chipping",
                days("2019-01-07", "2019-12-20"),
                provenance=Provenance(document=DocumentKind.NONE),
            ),
        ),
    )
    _, who = _own(33)
    pigment = Mixture(
        id="blue-pigment",
        product_name="Blue pigment",
        sds=SafetyDataSheet(date=day("2019-05-02")),
        components=(Component(agent="cobalt", min_fraction=Decimal("0.01"), max_fraction=Decimal("0.05")),),
    )
    yield Fault(
        "sds-older-than-classification",
        W,
        "blue-pigment",
        "/sds/date",
        "a safety data sheet of 2019, of a cobalt pigment used in 2022",
        "une FDS de 2019, pour un pigment au cobalt employé en 2022",
        (
            who,
            pigment,
            _line(
                33,
                "blue-pigment",
                "foundry-furnace",
                days("2022-01-03", "2022-12-16"),
                provenance=Provenance(document=DocumentKind.NONE),
            ),
        ),
    )
    _, who = _own(34)
    yield Fault(
        "unit-not-for-agent",
        E,
        "x-934",
        "/conditions/degree/value/unit",
        "benzene in fibres per cm³",
        "du benzène en fibres par cm³",
        (who, _told(34, "benzene", "town-garage", degree=level("0.1", "2025-02-03", Unit.F_CM3))),
    )


# -- the list of 2024


def _list() -> Iterator[Fault]:
    _, who = _own(40)
    yield Fault(
        "exposed-not-listed",
        E,
        "a-940",
        "",
        "at the chromium bath since September 2024, and on no list",
        "au bain de chrome depuis septembre 2024, et sur aucune liste",
        (who, assigned("a-940", "W-940", BATH, days("2024-09-02"))),
    )
    tri = Substance(id="trichloroethylene", name="Trichloroéthylène", cas_number="79-01-6")
    trace = Component(agent=tri.id, min_fraction=Decimal("0.0005"), max_fraction=Decimal("0.0009"))
    used = CollectiveExposure(
        id="c-941",
        workstation="town-garage",
        establishment="town",
        agent="degreaser",
        period=days("2025-01-06"),
        conditions=conditions(),
    )
    yield Fault(
        "cmr-component-not-listed",
        E,
        "as-602",
        "",
        "users of a degreaser with 0.05 to 0.09 % trichloroethylene, not listed",
        "les utilisateurs d'un dégraissant à 0,05–0,09 % de trichloroéthylène, absents de la liste",
        (tri, Mixture(id="degreaser", product_name="Degreaser", components=(trace,)), used),
    )
    _, who = _own(42)
    supplier = Classification(hazard=Hazard.CARCINOGENIC, cmr_class=CmrClass.CLP_1A, source="record")
    nickel = Substance(id="nickel-metal", name="Nickel", cas_number="7440-02-0", classifications=(supplier,))
    yield Fault(
        "agent-not-cmr",
        W,
        "x-942",
        "/agent",
        "nickel metal, category 2, on the list as 1A",
        "du nickel métal, catégorie 2, inscrit comme 1A",
        (who, nickel, _line(42, "nickel-metal", "bc-nickel")),
    )
    _, who = _own(43)
    beryllium = Substance(id="beryllium", name="Béryllium", cas_number="7440-41-7")
    yield Fault(
        "forbidden-contract",
        W,
        "x-943",
        "/contract",
        "a fixed-term contract on beryllium",
        "un contrat à durée déterminée sur le béryllium",
        (
            who,
            beryllium,
            _line(
                43, "beryllium", "foundry-furnace", days("2025-01-13", "2025-12-31"), contract=ContractType.FIXED_TERM
            ),
        ),
    )
    _, who = _own(44)
    cadmium = Substance(id="cadmium", name="Cadmium", cas_number="7440-43-9")
    temporary = {"contract": ContractType.TEMPORARY_AGENCY, "employer": "agency"}
    yield Fault(
        "forbidden-contract-to-check",
        I,
        "x-944",
        "/contract",
        "a temporary worker on cadmium, the operation is not told",
        "un intérimaire sur le cadmium, l'opération n'est pas dite",
        (
            who,
            cadmium,
            _line(44, "cadmium", "bc-cleaning", **temporary),
            sent("t-944", TransmissionSubject.TEMPORARY_WORKER, "agency", "2024-09-02", "x-944"),
        ),
    )
    young = worker("W-945", "2008-06-02")
    yield Fault(
        "minor-exposed",
        W,
        "x-945",
        "/period/start",
        "an apprentice of seventeen at stone cutting, without a derogation",
        "un apprenti de dix-sept ans à la taille de pierre, sans dérogation",
        (young, _line(45, "silica-work", "foundry-moulds", days("2025-09-01"), contract=ContractType.APPRENTICESHIP)),
    )
    for n, name, change in (
        (46, "nature", {"nature": None, "routes": ()}),
        (47, "duration", {"duration": None}),
        (48, "degree", {"not_known": ()}),
    ):
        _, who = _own(n)
        yield Fault(
            f"{name}-not-told",
            I,
            f"x-9{n}",
            f"/conditions/{name}",
            f"the {name} left blank, without a word on it",
            f"{_FRENCH[name]} sans rien en dire",
            (who, _told(n, **change)),
        )
    for n, note, en, fr in (
        (49, "plombémie 380 µg/L", "a blood-lead result in a remark", "une plombémie en observation"),
        (50, "enceinte depuis mars", "a pregnancy in a remark", "une grossesse en observation"),
    ):
        _, who = _own(n)
        yield Fault("medical-data", E, f"x-9{n}", "/note", en, fr, (who, _line(n, note=note)))
    _, who = _own(51)
    yield Fault(
        "medical-data",
        E,
        "m-951",
        "/value",
        "a biological result of a person",
        "un résultat biologique d'une personne",
        (
            who,
            _line(51),
            result(
                "m-951",
                CR6,
                BATH,
                "2025-03-12",
                "4",
                unit=Unit.UG_G_CREATININE,
                matrix=SampleMatrix.URINE,
                worker="W-951",
                statistic=None,
                purpose=None,
                accredited=None,
                respirator=None,
            ),
        ),
    )
    _, who = _own(52)
    yield Fault(
        "agency-missing",
        E,
        "x-952",
        "/employer",
        "a temporary worker, the agency is not told",
        "un intérimaire, sans entreprise de travail temporaire",
        (who, _line(52, contract=ContractType.TEMPORARY_AGENCY)),
    )
    _, who = _own(53)
    yield Fault(
        "agency-not-informed",
        W,
        "x-953",
        "/employer",
        "a temporary worker of whom the agency was told nothing",
        "un intérimaire dont l'entreprise de travail temporaire n'a rien su",
        (who, _line(53, **temporary)),
    )
    _, who = _own(54)
    late = Provenance(document=DocumentKind.EXPOSURE_LIST, recorded_at=recorded("2025-11-17"))
    yield Fault(
        "update-not-transmitted",
        W,
        "update-service-fields",
        "/on",
        "a line added after the last update was sent",
        "une ligne ajoutée après l'envoi de la dernière actualisation",
        (who, _line(54, "wood-dust", "orchards-chipping", days("2025-11-12"), provenance=late)),
    )
    _, who = _own(55)
    yield Fault(
        "end-of-exposure-not-notified",
        I,
        "x-955",
        "/period/end",
        "an exposure that ended, of which the service was not told",
        "une exposition qui a cessé, sans que le service en soit informé",
        (who, _line(55, period=days("2024-09-02", "2025-02-28"))),
    )
    _, who = _own(56)
    yield Fault(
        "retention-too-short",
        E,
        "x-956",
        "/destroy_on",
        "to be destroyed thirty-five years after the exposure",
        "à détruire trente-cinq ans après l'exposition",
        (
            who,
            _line(56, period=days("2024-09-02", "2025-02-28"), destroy_on=day("2060-01-01")),
            sent("t-956", TransmissionSubject.END_OF_EXPOSURE, "service-valley", "2025-03-03", "x-956"),
        ),
    )


_FRENCH: Final = {
    "nature": "la nature laissée en blanc,",
    "duration": "la durée laissée en blanc,",
    "degree": "le degré laissé en blanc,",
}


# -- results, limits, controls


def _results() -> Iterator[Fault]:
    _, who = _own(60)
    yield Fault(
        "limit-exceeded",
        E,
        "x-960",
        "/conditions/degree/value",
        "hexavalent chromium at twice its limit",
        "du chrome hexavalent à deux fois sa valeur limite",
        (who, _told(60, degree=level("0.002", "2025-02-03"))),
    )
    lead = Substance(id="lead", name="Plomb", cas_number="7439-92-1")
    yield Fault(
        "limit-exceeded",
        E,
        "m-961",
        "/value",
        "lead at 0.2 mg/m³ in 2019",
        "du plomb à 0,2 mg/m³ en 2019",
        (lead, result("m-961", "lead", "foundry-furnace", "2019-05-21", "0.2", purpose=MeasurementPurpose.ASSESSMENT)),
    )
    yield Fault(
        "short-term-limit-exceeded",
        E,
        "m-962",
        "/value",
        "formaldehyde at 0.9 mg/m³ over fifteen minutes",
        "du formaldéhyde à 0,9 mg/m³ sur quinze minutes",
        (result("m-962", "formaldehyde", "hospital-pathology", "2025-05-20", "0.9", statistic=Statistic.TWA_15MIN),),
    )
    yield Fault(
        "indicative-limit-exceeded",
        W,
        "m-963",
        "/value",
        "Diesel exhaust above its indicative limit",
        "des gaz d'échappement diesel au-delà de leur valeur indicative",
        (
            result(
                "m-963",
                "diesel-exhaust",
                "orchards-chipping",
                "2024-05-21",
                "0.06",
                purpose=MeasurementPurpose.ASSESSMENT,
            ),
        ),
    )
    yield Fault(
        "fraction-missing",
        W,
        "m-964",
        "/fraction",
        "nickel compounds, the fraction of the dust is missing",
        "des composés du nickel, sans la fraction des poussières",
        (result("m-964", "nickel-compounds", "bc-nickel", "2025-02-03", "0.03"),),
    )
    yield Fault(
        "loq-above-limit",
        W,
        "m-965",
        "/value",
        "formaldehyde below 0.5 mg/m³, which concludes nothing",
        "du formaldéhyde sous 0,5 mg/m³, dont on ne peut rien conclure",
        (result("m-965", "formaldehyde", "hospital-pathology", "2025-04-16", "0.5", censored=Censoring.BELOW),),
    )
    yield Fault(
        "declared-limit-not-in-force",
        W,
        "m-966",
        "/declared_limit",
        "the limit of July 2014 beside a result of 2013",
        "la valeur limite de juillet 2014 à côté d'un résultat de 2013",
        (result("m-966", CR6, BATH, "2013-05-14", "0.0007", declared_limit=measure("0.001"), accredited=None),),
    )
    yield Fault(
        "control-overdue",
        W,
        "m-967",
        "/sampled_on",
        "the last control of ethylene oxide, of January 2024",
        "le dernier contrôle d'oxyde d'éthylène, de janvier 2024",
        (result("m-967", "ethylene-oxide", "hospital-sterilisation", "2024-01-18", "0.2"), *_sterilising()),
    )
    yield Fault(
        "laboratory-not-accredited",
        W,
        "m-968",
        "/accredited",
        "a control by a laboratory that is not accredited",
        "un contrôle par un laboratoire non accrédité",
        (result("m-968", CR6, BATH, "2025-03-14", "0.0005", accredited=False),),
    )
    dust = {"fraction": DustFraction.RESPIRABLE, "worker": "W-969"}
    on, post = "2025-06-10", "foundry-moulds"
    yield Fault(
        "silica-mixture-exceeded",
        E,
        "m-969q",
        "/value",
        "three dusts, each under its limit, whose sum is 1.64",
        "trois poussières, chacune sous sa valeur limite, dont la somme vaut 1,64",
        (
            _own(69)[1],
            _line(69, "silica-work", post),
            result("m-969q", "quartz", post, on, "0.06", **dust),
            result("m-969c", "cristobalite", post, on, "0.03", **dust),
            result("m-969d", "respirable-dust", post, on, "0.4", **dust),
        ),
    )
    _, who = _own(70)
    yield Fault(
        "limit-lowered",
        I,
        "x-970",
        "/conditions/degree/value",
        "benzene under its limit, which falls in April 2026",
        "du benzène sous sa valeur limite, qui s'abaisse en avril 2026",
        (who, _told(70, "benzene", "town-garage", degree=level("1.2", "2025-05-21"))),
    )
    _, who = _own(71)
    yield Fault(
        "skin-notation",
        I,
        "benzene",
        "",
        "benzene by inhalation alone, though its limit names the skin",
        "du benzène par inhalation seule, alors que sa valeur limite mentionne la peau",
        (who, _told(71, "benzene", "town-garage", routes=(Route.INHALATION,))),
    )


def _sterilising() -> tuple[Record, ...]:
    who, record = _own(67)
    return record, line("x-967", who, "ethylene-oxide", "hospital-sterilisation", days("2024-09-02"))


# -- asbestos


def _asbestos() -> Iterator[Fault]:
    site, sheet = "removal-sites", Provenance(document=DocumentKind.ASBESTOS_SHEET)
    work = AsbestosWork(
        operation=AsbestosOperation.REMOVAL, material="Floor tiles", process="Wet scraping", dust_level=1
    )
    _, who = _own(72)
    outside = level("150", "2016-05-10", Unit.F_L, respirator=RespiratorPosition.OUTSIDE)
    past = days("2016-01-04", "2016-12-16")
    yield Fault(
        "asbestos-level",
        E,
        "x-972",
        "/conditions/asbestos/dust_level",
        "150 fibres per litre, entered as level 1",
        "150 fibres par litre, saisies au niveau 1",
        (
            who,
            _line(72, "chrysotile", site, past, conditions=conditions(asbestos=work, degree=outside), provenance=sheet),
        ),
    )
    _, who = _own(73)
    bare = conditions(asbestos=None, work_process=None, measures=())
    yield Fault(
        "asbestos-sheet-incomplete",
        E,
        "x-973",
        "/conditions",
        "a sheet without processes nor protective equipment",
        "une fiche sans procédés ni équipements de protection",
        (who, _line(73, "chrysotile", site, past, conditions=bare, provenance=sheet)),
    )
    _, who = _own(74)
    unsaid = conditions(asbestos=evolve(work, dust_level=None), not_known=())
    yield Fault(
        "asbestos-results-missing",
        I,
        "x-974",
        "/conditions/degree",
        "a sheet that tells no result",
        "une fiche qui ne dit aucun résultat",
        (who, _line(74, "chrysotile", site, past, conditions=unsaid, provenance=sheet)),
    )
    yield Fault(
        "limit-exceeded",
        E,
        "m-975",
        "/value",
        "15 fibres per litre in the air inhaled, in 2016",
        "15 fibres par litre dans l'air inhalé, en 2016",
        (result("m-975", "chrysotile", site, "2016-03-08", "15", unit=Unit.F_L, respirator=RespiratorPosition.INSIDE),),
        source="R4412-100",
    )


# -- documents


def _documents() -> Iterator[Fault]:
    def attested(id: str, model: AttestationModel, on: str, **more: Any) -> Record:
        return attestation(
            id,
            model,
            "W-003",
            "chromium-trioxide",
            "bc",
            days("2010-01-01", "2011-12-16"),
            on,
            results=("cr6-2014",),
            **more,
        )

    order = AttestationModel.ORDER_1995
    yield Fault(
        "attestation-several-agents",
        E,
        "at-976",
        "/agents",
        "one attestation of 1995 for two agents",
        "une attestation de 1995 pour deux agents",
        (attested("at-976", order, "2016-07-04", agents=(CR6, "benzene")),),
    )
    yield Fault(
        "attestation-nir",
        E,
        "at-977",
        "/job_descriptions/0",
        "the fifteen digits of an invented NIR",
        "les quinze chiffres d'un NIR inventé",
        (attested("at-977", order, "2016-07-05", job_descriptions=("Plater, 1 61 08 99 999 999 59",)),),
    )
    yield Fault(
        "document-not-in-force",
        E,
        "at-978",
        "/model",
        "the model of 1995 in March 2023",
        "le modèle de 1995 en mars 2023",
        (attested("at-978", order, "2023-03-01"),),
        source="D461-25 (décret 2022-696), arrêté du 28 février 1995",
    )
    yield Fault(
        "attestation-1995-incomplete",
        W,
        "at-979",
        "/physician_signatory",
        "an attestation of 1995 without the physician",
        "une attestation de 1995 sans le médecin",
        (attested("at-979", order, "2016-07-06", physician_signatory=None),),
    )
    yield Fault(
        "attestation-detail-not-told",
        I,
        "at-980",
        "/measures",
        "an attestation of 1995 without measures of prevention",
        "une attestation de 1995 sans mesures de prévention",
        (attested("at-980", order, "2016-07-07", measures=()),),
    )
    yield Fault(
        "departure-2001-incomplete",
        W,
        "at-981",
        "/employer_signatory",
        "an attestation at departure that the employer did not sign",
        "une attestation de départ non signée par l'employeur",
        (
            attested(
                "at-981",
                AttestationModel.DEPARTURE_2001,
                "2006-03-31",
                employer_signatory=None,
                periods=(days("2005-05-02", "2006-03-31"),),
            ),
        ),
    )
    yield Fault(
        "departure-2008-incomplete",
        W,
        "at-982",
        "/agents",
        "an attestation at departure that names no agent",
        "une attestation de départ qui ne nomme aucun agent",
        (attested("at-982", AttestationModel.DEPARTURE_2008, "2011-12-20", agents=()),),
    )
    yield Fault(
        "document-not-in-force",
        W,
        "at-983",
        "/model",
        "an attestation at departure in 2013, after its article",
        "une attestation de départ en 2013, après son article",
        (attested("at-983", AttestationModel.DEPARTURE_2008, "2013-02-15"),),
        source="R4412-58",
    )

    sheet, prevention = DocumentKind.EXPOSURE_SHEET, DocumentKind.PREVENTION_SHEET

    def found(n: int, start: str, end: str, document: DocumentKind, **changes: Any) -> tuple[Record, ...]:
        workstation = "bc-mill-bath" if start < "2010" else BATH
        told = conditions(**changes)
        return (
            _own(n)[1],
            _line(
                n,
                workstation=workstation,
                period=days(start, end),
                conditions=told,
                provenance=Provenance(document=document),
            ),
        )

    yield Fault(
        "sheet-2001-incomplete",
        W,
        "x-984",
        "/conditions/degree",
        "a sheet of 2003 with neither results nor accidents",
        "une fiche de 2003 sans résultats ni accidents",
        found(84, "2003-03-03", "2003-11-28", sheet, not_known=()),
    )
    yield Fault(
        "sheet-2008-incomplete",
        W,
        "x-985",
        "/conditions/degree",
        "a sheet of 2008 with neither results nor accidents",
        "une fiche de 2008 sans résultats ni accidents",
        found(85, "2008-06-02", "2008-12-19", sheet, not_known=()),
    )
    yield Fault(
        "sheet-detail-not-told",
        I,
        "x-986",
        "/conditions/product_characteristics",
        "a sheet of 2011 that does not tell the products",
        "une fiche de 2011 qui ne dit pas les produits",
        found(86, "2011-01-03", "2011-12-16", sheet, product_characteristics=None),
    )
    yield Fault(
        "prevention-2012-incomplete",
        W,
        "x-987",
        "/conditions/measures",
        "a prevention sheet without measures of prevention",
        "une fiche de prévention sans mesures de prévention",
        found(87, "2013-01-07", "2013-12-20", prevention, measures=()),
    )
    yield Fault(
        "document-not-in-force",
        W,
        "x-988",
        "/provenance/document",
        "a prevention sheet of 2016",
        "une fiche de prévention de 2016",
        found(88, "2016-01-04", "2016-12-16", prevention),
        source="D4121-6 to D4121-9 (arrêté du 30 janvier 2012)",
    )
    yield Fault(
        "document-not-in-force",
        W,
        "x-989",
        "/provenance/document",
        "an exposure sheet of 1998",
        "une fiche d'exposition de 1998",
        found(89, "1998-01-05", "1998-12-18", sheet),
        source="R231-56-11, R231-54-15, R4412-41 (décret 2012-134)",
    )


# -- the experiment


def _experiment() -> Iterator[Fault]:
    def told(code: str, id: str, path: str, en: str, fr: str, *records: Record) -> Fault:
        return Fault(code, W, id, path, en, fr, records, profile="experiment-2009")

    def record(id: str, agent: str, start: str, end: str, **more: Any) -> CollectiveExposure:
        return experiment(id, agent, "foundry-casting", days(start, end), **more)

    yield told(
        "outside-experiment-period",
        "experiment-990",
        "/period/start",
        "a record of the experiment of November 2009",
        "un enregistrement de l'expérimentation de novembre 2009",
        record("experiment-990", "pah-work", "2009-11-16", "2009-12-18"),
    )
    yield told(
        "collective-incomplete",
        "experiment-991",
        "/conditions/measures",
        "a record of the experiment without measures of prevention",
        "un enregistrement de l'expérimentation sans mesures de prévention",
        record("experiment-991", "pah-work", "2010-02-01", "2010-06-30", conditions=conditions(measures=())),
    )
    yield told(
        "document-not-accepted",
        "experiment-992",
        "/provenance/document",
        "a record of the experiment from a risk assessment",
        "un enregistrement de l'expérimentation tiré d'un document unique",
        record(
            "experiment-992",
            "pah-work",
            "2010-07-01",
            "2010-12-17",
            provenance=Provenance(document=DocumentKind.RISK_ASSESSMENT),
        ),
    )
    said = Classification(hazard=Hazard.CARCINOGENIC, cmr_class=CmrClass.OLD_2, source="record of 2010")
    dcm = Substance(id="dichloromethane", name="Dichlorométhane", cas_number="75-09-2", classifications=(said,))
    yield told(
        "agent-outside-experiment",
        "experiment-993",
        "/agent",
        "dichloromethane, old category 3, in the experiment",
        "du dichlorométhane, ancienne catégorie 3, dans l'expérimentation",
        dcm,
        evolve(record("experiment-993", "dichloromethane", "2010-01-04", "2010-12-17"), situation="moulding"),
    )
    for profile in ("auto", "experiment-2009"):
        yield Fault(
            "category-confusion",
            E,
            "dichloromethane",
            "/classifications/0/cmr_class",
            "category 2 of CLP entered as the old category 2",
            "la catégorie 2 du CLP saisie comme ancienne catégorie 2",
            profile=profile,
        )


def faults() -> tuple[Fault, ...]:
    """Return the faults, in the order of the documents they are about."""
    return (*_structure(), *_consistency(), *_list(), *_results(), *_asbestos(), *_documents(), *_experiment())
