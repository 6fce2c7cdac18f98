"""Each kind of fault planted in a register that coheres: it is found under `auto`, and nothing else is.

The register is of an invented workshop with a history from 2003 on. What an error or a warning says is compared whole;
of what is information, that it is told.
"""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve, frozen

import tracexpo as tx
from tracexpo.agents import (
    AgentGroup,
    Classification,
    Component,
    Mixture,
    Process,
    SafetyDataSheet,
    Substance,
    UnidentifiedAgent,
)
from tracexpo.attestations import Attestation, Party
from tracexpo.companies import ActivityCode, Establishment, Predecessor
from tracexpo.exposures import (
    AccidentalExposure,
    AsbestosWork,
    Conditions,
    IndividualExposure,
    Level,
    PreventionMeasure,
)
from tracexpo.problems import Severity
from tracexpo.provenance import Provenance
from tracexpo.register import Record, Register
from tracexpo.rules import check
from tracexpo.rules.examples import (
    AGENCY,
    AGENT,
    SITE,
    assigned,
    collective,
    days,
    level,
    line,
    measured,
    register,
    sent,
    worker,
)
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import (
    AsbestosOperation,
    AttestationModel,
    Censoring,
    CmrClass,
    ContractType,
    DocumentKind,
    DustFraction,
    Hazard,
    MeasureLevel,
    MeasurementPurpose,
    NafRevision,
    PartyKind,
    RespiratorPosition,
    Route,
    Statistic,
    SuccessionKind,
    TimeUnit,
    TransmissionSubject,
)
from tracexpo.work import Workstation

ON = dt.date(2025, 11, 30)
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

BENZENE = Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")
TRICHLOROETHYLENE = Substance(id="cas:79-01-6", name="Trichloroéthylène", cas_number="79-01-6")
COBALT = Substance(id="cas:7440-48-4", name="Cobalt", cas_number="7440-48-4")
NICKEL = Substance(id="cas:7440-02-0", name="Nickel", cas_number="7440-02-0")
BERYLLIUM = Substance(id="cas:7440-41-7", name="Béryllium", cas_number="7440-41-7")
CADMIUM = Substance(id="cas:7440-43-9", name="Cadmium", cas_number="7440-43-9")
LEAD = Substance(id="cas:7439-92-1", name="Plomb", cas_number="7439-92-1")
QUARTZ = Substance(id="cas:14808-60-7", name="Quartz", cas_number="14808-60-7")
CRISTOBALITE = Substance(id="cas:14464-46-1", name="Cristobalite", cas_number="14464-46-1")
DUST = UnidentifiedAgent(id="dust", text="Autres poussières alvéolaires")
FORMALDEHYDE = Substance(id="cas:50-00-0", name="Formaldéhyde", cas_number="50-00-0")
ASBESTOS = Substance(id="cas:12001-29-5", name="Chrysotile", cas_number="12001-29-5")
NICKELS = AgentGroup(id="nickels", name="Composés du nickel")
WOOD = Process(id="process:wood", name="Poussières de bois")
DIESEL = Process(id="process:diesel", name="Gaz d'échappement diesel")
STONE = Process(id="process:silica", name="Silice cristalline")

TEMPORARY: dict[str, Any] = {"contract": ContractType.TEMPORARY_AGENCY, "employer": AGENCY}
SPRING = days("2025-03-03", "2025-06-27")
SPILL = AccidentalExposure(on=dt.date(2009, 5, 12), minutes=20, description="Overflow of the bath", severity="Slight")
EXTRACTION = PreventionMeasure(level=MeasureLevel.TECHNICAL, name="Extraction over the bath")


def classified(
    agent: Substance, hazard: Hazard, cmr_class: CmrClass, source: str, since: str | None = None
) -> Substance:
    day = None if since is None else dt.date.fromisoformat(since)
    said = Classification(hazard=hazard, cmr_class=cmr_class, source=source, applies_from=day)
    return evolve(agent, classifications=(said,))


def sheet(
    id: str, start: str, end: str, document: DocumentKind = DocumentKind.EXPOSURE_SHEET, **changes: Any
) -> Record:
    """A record found in a sheet that tells what sheets tell."""
    degree = changes.pop("degree", level("0.02", on=dt.date.fromisoformat(end)))
    fields = {"worker": "M-002", "period": days(start, end), "degree": degree, **changes}
    x = line(id, **fields, provenance=Provenance(document=document))
    told: dict[str, Any] = {
        "work_performed": "Plating",
        "product_characteristics": "Acid solution",
        "measures": (EXTRACTION,),
    }
    return evolve(x, conditions=evolve(x.conditions, **told))


def attestation(id: str = "at9", **changes: Any) -> Attestation:
    """An attestation of the model of 1995 that tells what the model asks."""
    fields: dict[str, Any] = {
        "model": AttestationModel.ORDER_1995,
        "worker": "M-002",
        "agents": (AGENT,),
        "establishments": (SITE,),
        "job_descriptions": ("Plater at the chromium bath",),
        "periods": (days("2009-01-05", "2011-12-16"),),
        "employer_signatory": "The employer",
        "physician_signatory": "The physician",
        "issued_on": dt.date(2019, 6, 28),
    }
    return Attestation(id=id, **{**fields, **changes})


HOME = register(
    BENZENE,
    WOOD,
    # today: a bath, a saw, and a temporary worker
    collective(),
    assigned(),
    line(),
    line("x2", worker="M-002", agent=WOOD.id, workstation=None, period=days("2024-07-08"), degree=None,
         not_known=()),
    assigned("a3", worker="M-003", period=SPRING, **TEMPORARY),
    line("x3", worker="M-003", period=SPRING, **TEMPORARY),
    sent("t1", on=dt.date(2025, 11, 3)),
    sent(
        "t2",
        subject=TransmissionSubject.TEMPORARY_WORKER,
        to=Party(kind=PartyKind.TEMP_AGENCY, id=AGENCY),
        on=dt.date(2025, 3, 3),
        exposures=("x3",),
    ),
    sent("t3", subject=TransmissionSubject.END_OF_EXPOSURE, on=dt.date(2025, 6, 30), exposures=("x3",)),
    measured("m1"),
    # the years before
    sheet("h2003", "2003-03-03", "2003-11-28"),
    sheet("h2009", "2009-01-05", "2011-12-16", accidents=(SPILL,)),
    sheet("h2013", "2012-02-01", "2014-12-31", DocumentKind.PREVENTION_SHEET),
    line("h2016", worker="M-002", period=days("2015-01-01", "2023-12-31"), nature="Contact",
         provenance=Provenance(document=DocumentKind.NONE)),
    attestation("at1995"),
    attestation("at2007", model=AttestationModel.DEPARTURE_2001, issued_on=dt.date(2007, 5, 31),
                periods=(days("2003-03-03", "2003-11-28"),)),
    attestation("at2012", model=AttestationModel.DEPARTURE_2008, issued_on=dt.date(2012, 1, 31)),
    as_of=ON,
)  # fmt: skip


@frozen
class Fault:
    """A fault, and what has to be told of it."""

    number: int
    plant: Callable[[Register], Register]
    code: str
    record: str | None
    path: str
    source: str | None
    severity: Severity = ERROR

    def __str__(self) -> str:
        return f"{self.number}-{self.code} ({self.source})"


def adding(*records: Record) -> Callable[[Register], Register]:
    """Plant records; one whose id is there takes the place of the other."""
    own = {record.id for record in records}

    def plant(whole: Register) -> Register:
        kept: dict[str, Any] = {
            name: tuple(r for r in getattr(whole, name) if r.id not in own) for name in tx.register.COLLECTIONS
        }
        return evolve(whole, **kept).add(*records)

    return plant


def twice(*records: IndividualExposure) -> Callable[[Register], Register]:
    return lambda whole: evolve(whole, exposures=(*whole.exposures, *records))


def pointer_of(whole: Register, id: str | None, path: str) -> str:
    """Where the last record of an id stands."""
    if id is None:
        return path
    record = [r for r in whole.records() if r.id == id][-1]
    place = [i for i, r in enumerate(getattr(whole, record.COLLECTION)) if r is record][-1]
    return f"/{record.COLLECTION}/{place}{path}"


def told(whole: Register, on: dt.date = ON) -> set[tuple[str, str, str | None, Severity]]:
    """What is told under `auto`, errors and warnings."""
    report = check(whole, "auto", on=on)
    report.raise_crashed()
    return {(p.code, p.pointer, p.source, p.severity) for p in report if p.severity > INFO}


MOVED = (
    Establishment(id="old", active=days("2001-01-01", "2019-12-31")),
    Establishment(
        id="new",
        active=days("2020-01-01"),
        preceded_by=(Predecessor(establishment="old", on=dt.date(2020, 1, 1), how=SuccessionKind.MOVE),),
    ),
)
DEGREASER = Mixture(
    id="degreaser",
    product_name="Degreaser",
    components=(Component(agent=TRICHLOROETHYLENE.id, min_fraction=Decimal("0.0005"), max_fraction=Decimal("0.0009")),),
)
PIGMENT = Mixture(
    id="pigment",
    product_name="Blue pigment",
    sds=SafetyDataSheet(date=dt.date(2019, 5, 2)),
    components=(Component(agent=COBALT.id, min_fraction=Decimal("0.01"), max_fraction=Decimal("0.05")),),
)
BROKEN_UP = "Plater, 1 79 03 99 999 999 30, at the bath"
LATE = Provenance(recorded_at=dt.datetime(2025, 9, 15, 8, tzinfo=dt.UTC))
FIXED_TERM: dict[str, Any] = {"contract": ContractType.FIXED_TERM, "period": days("2025-01-13")}
APPRENTICE = (worker("M-006", "2008-06-02"), STONE)


def result(id: str, agent: str, on: str, value: str, unit: Unit = Unit.MG_M3, **more: Any) -> Record:
    """A result on the air inhaled, over eight hours."""
    fields: dict[str, Any] = {
        "statistic": Statistic.TWA_8H,
        "respirator": RespiratorPosition.NONE,
        "purpose": MeasurementPurpose.ASSESSMENT,
        **more,
    }
    day, measure = dt.date.fromisoformat(on), Measure(Decimal(value), unit)
    return measured(id, agent=agent, sampled_on=day, value=measure, **fields)


def removal(level: int, *, sheet: bool = True, **changes: Any) -> IndividualExposure:
    """Work on asbestos at 3 000 f/L outside the mask, with its sheet."""
    fibres = Level(
        value=Measure(Decimal(changes.pop("fibres", "3000")), Unit.F_L), respirator=RespiratorPosition.OUTSIDE
    )
    work = AsbestosWork(operation=AsbestosOperation.REMOVAL, material="Tiles", process="Scraping", dust_level=level)
    said = Conditions(
        **{"degree": fibres, "asbestos": work, "measures": (EXTRACTION,), "work_performed": "Removal", **changes}
    )
    document = DocumentKind.ASBESTOS_SHEET if sheet else None
    x = line("x9", worker="M-002", agent=ASBESTOS.id, provenance=Provenance(document=document))
    return evolve(x, conditions=said)


FAULTS = [
    Fault(
        6,
        adding(Substance(id="a6", name="Trichloroéthylène", cas_number="127-18-4")),
        *("agent-name-cas-mismatch", "a6", "/cas_number", "CLP, annex VI"),
    ),
    Fault(8, adding(line("x9", worker="M-404")), "reference-missing", "x9", "/worker", None),
    Fault(
        9,
        twice(line("e-12", worker="M-002"), line("e-12", worker="M-002", nature="Contact")),
        "id-conflict",
        "e-12",
        "/id",
        None,
    ),
    Fault(
        10,
        adding(worker("M-010", "1979-03-14"), line("x9", worker="M-010", period=days("1991-09-01", "1995-06-30"))),
        *("exposure-before-working-age", "x9", "/period/start", "L4153-1", WARNING),
    ),
    Fault(
        11,
        adding(line("x9", worker="M-002", period=days("2026-02-01"))),
        *("starts-after-as-of", "x9", "/period/start", None),
    ),
    Fault(
        12,
        adding(*MOVED, line("x9", worker="M-002", establishment="old", period=days("2021-01-04", "2021-12-31"))),
        *("establishment-not-active", "x9", "/establishment", "Insee, SIRENE", WARNING),
    ),
    Fault(
        13,
        adding(line("x3", worker="M-003", period=days("2025-03-03", "2025-09-30"), **TEMPORARY)),
        *("exposure-outside-assignment", "x3", "/period/end", None, WARNING),
    ),
    Fault(
        14,
        adding(
            assigned("a9", share=Decimal("0.7")),
            assigned("a8", share=Decimal("0.6")),
        ),
        *("shares-exceed-working-time", "a9", "/share", None, WARNING),
    ),
    Fault(
        16,
        adding(line(duration=tx.ExposureTime(Decimal(30), TimeUnit.H_DAY))),
        "duration-impossible",
        "x1",
        "/conditions/duration/value",
        None,
    ),
    Fault(17, adding(line("x9")), "duplicate-record", "x9", "", None, WARNING),
    Fault(
        18,
        adding(classified(NICKEL, Hazard.CARCINOGENIC, CmrClass.CLP_1A, "list"), line("x9", agent=NICKEL.id)),
        *("agent-not-cmr", "x9", "/agent", "R4412-60", WARNING),
    ),
    Fault(
        19,
        adding(
            classified(
                Substance(id="cas:75-09-2", name="Dichlorométhane", cas_number="75-09-2"),
                *(Hazard.CARCINOGENIC, CmrClass.OLD_2, "record of 2010"),
            ),
            line("x9", worker="M-002", agent="cas:75-09-2", period=days("2010-01-04", "2010-12-17")),
        ),
        *("category-confusion", "cas:75-09-2", "/classifications/0/cmr_class", "CLP, annex VII"),
    ),
    Fault(
        21,
        adding(
            classified(
                Substance(id="cas:50-00-0", name="Formaldéhyde", cas_number="50-00-0"),
                *(Hazard.CARCINOGENIC, CmrClass.CLP_1B, "32014R0605", "2015-04-01"),
            )
        ),
        *("classification-date", "cas:50-00-0", "/classifications/0/applies_from", "CLP, annex VI", WARNING),
    ),
    Fault(
        23,
        adding(
            *(TRICHLOROETHYLENE, DEGREASER, Workstation(id="wash", establishment=SITE, name="Washing")),
            collective("c9", agent="degreaser", situation=None, workstation="wash"),
            assigned("a9", worker="M-002", workstation="wash", period=days("2024-07-08")),
        ),
        *("cmr-component-not-listed", "a9", "", "R4412-60, R4412-93-1"),
    ),
    Fault(
        24,
        adding(COBALT, PIGMENT, line("x9", worker="M-002", agent="pigment", period=days("2022-01-03", "2022-12-31"))),
        *("sds-older-than-classification", "pigment", "/sds/date", "REACH, article 31(9)", WARNING),
    ),
    Fault(25, adding(line(worker="M-002")), "exposed-not-listed", "a1", "", "R4412-93-1"),
    Fault(
        26,
        adding(line("x9", worker="M-002", period=SPRING, contract=ContractType.TEMPORARY_AGENCY)),
        *("agency-missing", "x9", "/employer", "R4412-93-4"),
    ),
    Fault(
        27,
        adding(line("x9", worker="M-002", period=SPRING, **TEMPORARY)),
        *("agency-not-informed", "x9", "/employer", "R4412-93-4", WARNING),
    ),
    Fault(
        28,
        adding(line(provenance=LATE), sent("t1", on=dt.date(2025, 7, 4))),
        *("update-not-transmitted", "t1", "/on", "R4412-93-3", WARNING),
    ),
    Fault(31, adding(line(note="plombémie 380 µg/L")), "medical-data", "x1", "/note", "R4412-51, R4412-51-1"),
    Fault(32, adding(line(note="enceinte depuis mars")), "medical-data", "x1", "/note", "R4412-51, R4412-51-1"),
    Fault(
        33,
        adding(BERYLLIUM, line("x9", agent=BERYLLIUM.id, degree=None, **FIXED_TERM)),
        *("forbidden-contract", "x9", "/contract", "D4154-1, D4154-2, D4154-3", WARNING),
    ),
    Fault(
        35,
        adding(
            *APPRENTICE,
            line("x9", worker="M-006", agent=STONE.id, contract=ContractType.APPRENTICESHIP, period=days("2025-09-01")),
        ),
        *("minor-exposed", "x9", "/period/start", "D4153-17", WARNING),
    ),
    Fault(
        51,
        adding(attestation(agents=(BENZENE.id, AGENT))),
        *("attestation-several-agents", "at9", "/agents", "arrêté du 28 février 1995, annexe I"),
    ),
    Fault(
        52,
        adding(attestation(job_descriptions=("Plater", BROKEN_UP))),
        *("attestation-nir", "at9", "/job_descriptions/1", "arrêté du 28 février 1995, annexe I"),
    ),
    Fault(
        53,
        adding(attestation(issued_on=dt.date(2023, 3, 1))),
        *("document-not-in-force", "at9", "/model", "D461-25 (décret 2022-696), arrêté du 28 février 1995"),
    ),
    Fault(
        54,
        adding(sheet("h9", "2009-01-05", "2009-12-18", degree=None)),
        *("sheet-2008-incomplete", "h9", "/conditions/degree", "R4412-41", WARNING),
    ),
    Fault(
        55,
        adding(sheet("h9", "2016-01-04", "2016-12-16", DocumentKind.PREVENTION_SHEET)),
        *("document-not-in-force", "h9", "/provenance/document"),
        *("D4121-6 to D4121-9 (arrêté du 30 janvier 2012)", WARNING),
    ),
    Fault(
        59,
        adding(line("x9", worker="M-002", period=days("2024-09-02", "2025-02-28"), destroy_on=dt.date(2060, 1, 1))),
        *("retention-too-short", "x9", "/destroy_on", "R4412-93-3"),
    ),
    Fault(
        36,
        adding(line(degree=level("-0.012"))),
        *("value-negative", "x1", "/conditions/degree/value/value", None),
    ),
    Fault(
        37,
        adding(line("x9", agent=BENZENE.id, degree=level("0.1", Unit.F_CM3))),
        *("unit-not-for-agent", "x9", "/conditions/degree/value/unit", "R4412-149"),
    ),
    # levels, limits, controls
    Fault(
        38,
        adding(NICKELS, result("m9", NICKELS.id, "2025-02-03", "0.02")),
        *("fraction-missing", "m9", "/fraction", "R4412-149", WARNING),
    ),
    Fault(
        39,
        adding(result("m9", AGENT, "2025-02-03", "0.002")),
        *("limit-exceeded", "m9", "/value", "R4412-149, R4412-77"),
    ),
    Fault(
        40,
        adding(result("m9", AGENT, "2013-05-14", "0.0006", declared_limit=Measure(Decimal("0.001"), Unit.MG_M3))),
        *("declared-limit-not-in-force", "m9", "/declared_limit", "R4412-149", WARNING),
    ),
    Fault(
        41,
        adding(DIESEL, result("m9", DIESEL.id, "2024-05-21", "0.06")),
        *("indicative-limit-exceeded", "m9", "/value", "R4412-150, R4412-78", WARNING),
    ),
    Fault(
        43,
        adding(FORMALDEHYDE, result("m9", FORMALDEHYDE.id, "2025-05-21", "0.9", statistic=Statistic.TWA_15MIN)),
        *("short-term-limit-exceeded", "m9", "/value", "R4412-149, R4412-77"),
    ),
    Fault(
        44,
        adding(FORMALDEHYDE, result("m9", FORMALDEHYDE.id, "2025-05-21", "0.5", censored=Censoring.BELOW)),
        *("loq-above-limit", "m9", "/value", "R4412-149, EN 689", WARNING),
    ),
    Fault(
        45,
        adding(
            line("x9", worker="M-002", agent=BENZENE.id, degree=None),
            result(
                "m9", BENZENE.id, "2024-01-18", "0.1", purpose=MeasurementPurpose.REGULATORY_CONTROL, accredited=True
            ),
        ),
        *("control-overdue", "m9", "/sampled_on", "R4412-76", WARNING),
    ),
    Fault(
        46,
        adding(
            result(
                "m9", BENZENE.id, "2025-03-12", "0.1", purpose=MeasurementPurpose.REGULATORY_CONTROL, accredited=False
            )
        ),
        *("laboratory-not-accredited", "m9", "/accredited", "R4412-76, R4724-8", WARNING),
    ),
    Fault(
        47,
        adding(
            *(QUARTZ, CRISTOBALITE, DUST),
            result("m7", DUST.id, "2025-06-10", "0.4", fraction=DustFraction.RESPIRABLE),
            result("m8", CRISTOBALITE.id, "2025-06-10", "0.03", fraction=DustFraction.RESPIRABLE),
            result("m9", QUARTZ.id, "2025-06-10", "0.06", fraction=DustFraction.RESPIRABLE),
        ),
        *("silica-mixture-exceeded", "m9", "/value", "R4412-154, R4412-155, R4412-77"),
    ),
    # asbestos
    Fault(
        48,
        adding(ASBESTOS, removal(1, fibres="150")),
        *("asbestos-level", "x9", "/conditions/asbestos/dust_level", "R4412-98, R4412-96"),
    ),
    Fault(
        49,
        adding(ASBESTOS, removal(2, asbestos=None, measures=())),
        *("asbestos-sheet-incomplete", "x9", "/conditions", "R4412-120"),
    ),
    Fault(
        50,
        adding(ASBESTOS, result("m9", ASBESTOS.id, "2016-03-08", "15", Unit.F_L)),
        *("limit-exceeded", "m9", "/value", "R4412-100"),
    ),
    # what the other sheets and models lack
    Fault(
        54,
        adding(sheet("h9", "2004-01-05", "2004-12-17", degree=None)),
        *("sheet-2001-incomplete", "h9", "/conditions/degree", "R231-56-11, R231-54-15", WARNING),
    ),
    Fault(
        54,
        adding(attestation(physician_signatory=None)),
        *("attestation-1995-incomplete", "at9", "/physician_signatory", "arrêté du 28 février 1995, annexe I", WARNING),
    ),
    Fault(
        54,
        adding(attestation(model=AttestationModel.DEPARTURE_2001, agents=(), issued_on=dt.date(2008, 4, 30))),
        *("departure-2001-incomplete", "at9", "/agents", "R231-56-11 V, R231-54-16", WARNING),
    ),
    Fault(
        54,
        adding(
            attestation(model=AttestationModel.DEPARTURE_2008, employer_signatory=None, issued_on=dt.date(2008, 5, 1))
        ),
        *("departure-2008-incomplete", "at9", "/employer_signatory", "R4412-58", WARNING),
    ),
    Fault(
        55,
        adding(attestation(model=AttestationModel.DEPARTURE_2008, issued_on=dt.date(2012, 2, 1))),
        *("document-not-in-force", "at9", "/model", "R4412-58", WARNING),
    ),
    Fault(
        55,
        adding(sheet("h9", "2012-02-01", "2012-12-31")),
        *("document-not-in-force", "h9", "/provenance/document"),
        *("R231-56-11, R231-54-15, R4412-41 (décret 2012-134)", WARNING),
    ),
]

BACK = [
    Fault(15, adding(collective(headcount=12)), "headcount-mismatch", "c1", "/headcount", "R4624-46", INFO),
    Fault(
        20,
        adding(COBALT, line("x9", worker="M-002", agent=COBALT.id, period=days("2020-03-01", "2020-12-31"))),
        *("agent-not-cmr-on-day", "x9", "/agent", "R4412-60", INFO),
    ),
    Fault(
        22,
        adding(DIESEL, line("x9", worker="M-002", agent=DIESEL.id, period=days("2019-01-07", "2019-12-20"))),
        *("process-not-listed-on-day", "x9", "/agent", "R4412-60 2° (arrêté du 26 octobre 2020)", INFO),
    ),
    Fault(29, adding(line(degree=None)), "degree-not-told", "x1", "/conditions/degree", "R4412-93-1", INFO),
    Fault(
        34,
        adding(CADMIUM, line("x9", worker="M-002", agent=CADMIUM.id, degree=None, **FIXED_TERM)),
        *("forbidden-contract-to-check", "x9", "/contract", "D4154-1, D4154-2, D4154-3", INFO),
    ),
    Fault(
        60,
        adding(line("x9", worker="M-002", period=days("2024-09-02", "2025-02-28"))),
        *("end-of-exposure-not-notified", "x9", "/period/end", "R4624-28-2", INFO),
    ),
    Fault(
        54,
        adding(sheet("h9", "2009-01-05", "2009-12-18", accidents=(evolve(SPILL, minutes=None),))),
        *("sheet-detail-not-told", "h9", "/accidents/0/minutes", "R231-54-15, R4412-41", INFO),
    ),
]
"""What is only given back."""


def test_the_register_coheres() -> None:
    assert told(HOME) == set()


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_found_and_nothing_else(fault: Fault) -> None:
    whole = fault.plant(HOME)
    pointer = pointer_of(whole, fault.record, fault.path)
    assert told(whole) == {(fault.code, pointer, fault.source, fault.severity)}


@pytest.mark.parametrize("fault", BACK, ids=str)
def test_what_is_given_back_is_no_warning(fault: Fault) -> None:
    whole = fault.plant(HOME)
    given = {(p.code, p.pointer, p.source, p.severity) for p in check(whole, "auto", on=ON)}
    assert (fault.code, pointer_of(whole, fault.record, fault.path), fault.source, INFO) in given
    assert told(whole) == set()


# -- faults of form: they cannot stand in a register, and are told by who reads it


def spoil(change: Callable[[dict[str, Any]], object]) -> Callable[[], dict[str, Any]]:
    def made() -> dict[str, Any]:
        document: dict[str, Any] = json.loads(tx.dumps(HOME))
        change(document)
        return document

    return made


def _named(document: dict[str, Any], collection: str, id: str) -> dict[str, Any]:
    return next(record for record in document[collection] if record["id"] == id)


def of_site(document: dict[str, Any], siret: str) -> None:
    # a place that is nowhere spoken of, so that nothing hangs on it
    site = _named(document, "establishments", AGENCY)
    document["establishments"].append({**site, "id": "elsewhere", "siret": siret})


def of_agent(document: dict[str, Any], field: str, value: str) -> None:
    agent = _named(document, "agents", BENZENE.id)
    document["agents"].append({**agent, "id": "another", "cas_number": None, field: value})


def of_days(document: dict[str, Any]) -> None:
    _named(document, "exposures", "x1")["period"] |= {"start": "2025-03-10", "end": "2025-01-31"}


FORM = {
    1: (lambda d: of_site(d, "73282932000079"), "siret-check-digit", "/establishments/2/siret"),
    2: (lambda d: of_site(d, "35600000049838"), "siret-check-digit", "/establishments/2/siret"),
    3: (lambda d: of_agent(d, "cas_number", "1333-82-1"), "cas-check-digit", "/agents/3/cas_number"),
    4: (lambda d: of_agent(d, "ec_number", "200-005-1"), "ec-check-digit", "/agents/3/ec_number"),
    5: (lambda d: of_agent(d, "clp_index", "601-020-00-7"), "clp-index-check-digit", "/agents/3/clp_index"),
    7: (of_days, "period-end-before-start", "/exposures/5/period/end"),
}


@pytest.mark.parametrize("number", FORM)
def test_a_fault_of_form_is_told_by_the_reader(number: int) -> None:
    change, code, pointer = FORM[number]
    for data in (spoil(change)(), json.dumps(spoil(change)())):
        reading = tx.try_loads(data)
        assert [(p.code, p.pointer, p.severity) for p in reading.problems] == [(code, pointer, ERROR)]
        assert len(reading.rejected) == 1
        assert reading.register is not None


def test_their_neighbours_pass() -> None:
    assert tx.try_loads(spoil(lambda d: of_site(d, "35600000049837"))()).ok
    assert tx.try_loads(spoil(lambda d: of_agent(d, "ec_number", "415-180-1"))()).ok
    assert tx.try_loads(spoil(lambda d: of_agent(d, "clp_index", "601-020-00-8"))()).ok


# -- what must stay silent

SILENT = {
    "s1": adding(QUARTZ, line("x9", worker="M-002", agent=QUARTZ.id, period=days("2022-01-03", "2022-12-16"))),
    "s2": adding(DIESEL, line("x9", worker="M-002", agent=DIESEL.id, degree=None)),
    "s3": adding(
        NICKELS,
        AgentGroup(id="chromes", name="Chrome VI et ses composés"),
        line("x9", worker="M-002", agent="nickels", degree=None),
        line("x8", worker="M-002", agent="chromes", degree=None),
    ),
    "s4": adding(LEAD, result("m9", LEAD.id, "2025-05-21", "0.08", declared_limit=Measure(Decimal("0.1"), Unit.MG_M3))),
    "s5": adding(result("m9", BENZENE.id, "2025-05-21", "1.2")),
    "s6": adding(result("m9", AGENT, "2013-05-14", "0.002")),
    # s7, s8 and s9: outside the mask, without a yearly control, on the list and with a sheet
    "s7": adding(ASBESTOS, removal(2)),
    "s10": adding(line("x9", worker="M-002", contract=ContractType.SUBCONTRACT)),
    "s11": adding(
        LEAD,
        line("x8", worker="M-002", agent=LEAD.id, degree=None, **FIXED_TERM),
        line("x3", worker="M-003", agent=WOOD.id, period=SPRING, degree=None, **TEMPORARY),
        line("x4", worker="M-003", period=SPRING, **TEMPORARY),
        sent(
            "t4",
            subject=TransmissionSubject.TEMPORARY_WORKER,
            to=Party(kind=PartyKind.TEMP_AGENCY, id=AGENCY),
            on=dt.date(2025, 3, 3),
        ),
    ),
    "s12": adding(
        worker("M-031", "1994-02-07"),
        *(STONE, line("x9", worker="M-031", agent=STONE.id, degree=None, contract=ContractType.APPRENTICESHIP)),
    ),
    "s13": adding(
        line("x9", worker="M-002", contract=ContractType.FIXED_TERM, period=days("2025-01-13", "2026-01-12"))
    ),
    "s14": adding(
        Workstation(id="rinse", establishment=SITE, name="Rinsing"),
        assigned("a9", workstation="rinse"),
        line("x9", workstation="rinse"),
    ),
    "s15": adding(
        assigned("a9", worker="M-002", share=Decimal("0.6"), period=days("2024-07-08")),
        assigned("a8", worker="M-002", share=Decimal("0.6"), employer=AGENCY),
        line("x9", worker="M-002"),
    ),
    "s16": adding(
        evolve(
            line("x9", worker="M-002", agent=BENZENE.id, degree=None),
            conditions=Conditions(routes=(Route.INHALATION,)),
        ),
    ),
    "s17": adding(
        line("x9", worker="M-002", agent=BENZENE.id, degree=None, period=days("2015-01-01", "2024-04-04")),
        line(
            "x8",
            worker="M-002",
            agent=BENZENE.id,
            degree=None,
            period=days("2013-01-01", "2017-12-31"),
            provenance=Provenance(document=DocumentKind.NONE),
        ),
    ),
    "s18": adding(line("x9", worker="M-002", agent=BENZENE.id, degree=None, period=days("2003-01-06", "2003-12-19"))),
    "s19": adding(
        *(FORMALDEHYDE, Establishment(id="embalmer", naf=(ActivityCode(code="9603Z", revision=NafRevision.NAF_REV2),))),
        result("m9", FORMALDEHYDE.id, "2023-05-10", "0.5", establishment="embalmer", workstation=None),
    ),
    "s20": adding(
        classified(
            Substance(id="cas:75-09-2", name="Dichlorométhane", cas_number="75-09-2"),
            *(Hazard.CARCINOGENIC, CmrClass.OLD_3, "sheet of 2009"),
        ),
        sheet("h9", "2009-01-05", "2009-12-18", agent="cas:75-09-2"),
    ),
    "s22": lambda whole: evolve(
        whole,
        assignments=tuple(evolve(a, period=evolve(a.period, start=dt.date(2024, 7, 5))) for a in whole.assignments),
        exposures=tuple(
            evolve(x, period=evolve(x.period, start=dt.date(2024, 7, 5)))
            for x in whole.exposures
            if isinstance(x, IndividualExposure) and x.id in ("x1", "x2", "x3")
        ),
        attestations=(),
    ),
    "s23": adding(line("x9", worker="M-002")),  # with M-001 and M-003, three persons
    "s24": adding(line("x9", worker="M-002", nature="D'Arc de l'Isle", note='Compl. : =HYPERLINK("x")')),
}


@pytest.mark.parametrize("name", SILENT)
def test_what_must_stay_silent(name: str) -> None:
    assert told(SILENT[name](HOME)) == set()


def test_a_list_made_before_it_was_owed() -> None:
    # s21
    early = register(line(period=days("2024-05-02")), as_of=dt.date(2024, 6, 10))
    assert told(early, dt.date(2024, 6, 10)) == set()


def test_all_on_the_legal_date_is_one_information_for_the_file() -> None:
    report = check(SILENT["s22"](HOME), "auto", on=ON)
    assert [p.pointer for p in report if p.code == "starts-on-legal-date"] == ["/exposures"]


def test_attestations_of_other_models_are_kept_and_not_judged() -> None:
    others = set(AttestationModel) - {AttestationModel(m) for m in ("1995", "departure-2001", "departure-2008")}
    bare = [Attestation(id=f"at{i}", model=model, worker="M-002") for i, model in enumerate(sorted(others))]
    assert len(bare) == 5
    assert told(adding(*bare)(HOME)) == set()


def test_a_document_of_the_past_is_never_demanded() -> None:
    bare = register(*(line(f"x{y}", period=days(f"{y}-01-01", f"{y}-12-31"), degree=None) for y in range(1993, 2024)))
    report = check(bare, "auto", on=ON)
    assert {p.code for p in report} & {rule.code for rule in tx.rules.all_rules() if "incomplete" in rule.code} == set()
    assert "document-not-in-force" not in {p.code for p in report}
    assert "experiment-2009" not in {part.name for part in tx.rules.AUTO.parts()}
