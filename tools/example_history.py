"""The example register without a fault: thirty-one years of seven invented employers, under every text of these years.

Every firm, person and number is invented. `build_example_register.py` writes it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from tracexpo.agents import AgentGroup, Process, Substance
from tracexpo.attestations import Attestation, Party, Transmission
from tracexpo.companies import (
    ActivityCode,
    Company,
    Establishment,
    Headcount,
    OccupationalHealthService,
    Predecessor,
    ServiceAttachment,
)
from tracexpo.exposures import (
    AsbestosWork,
    CollectiveExposure,
    Conditions,
    Frequency,
    IndividualExposure,
    Level,
    NotKnown,
    PreventionMeasure,
)
from tracexpo.measurements import Measurement
from tracexpo.periods import ExposureTime, Period
from tracexpo.provenance import Declared, Provenance
from tracexpo.register import Custodian, Record, Register
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import (
    AsbestosOperation,
    AttestationModel,
    AuthorRole,
    ContractType,
    DocumentKind,
    DustFraction,
    FrequencyPeriod,
    LegalRegime,
    MeasureLevel,
    MeasurementPurpose,
    NafRevision,
    PartyKind,
    Precision,
    RespiratorPosition,
    Route,
    SampleMatrix,
    SamplingPosition,
    ServiceType,
    Statistic,
    SuccessionKind,
    TimeUnit,
    TransmissionSubject,
    UnknownFact,
    UnknownReason,
)
from tracexpo.work import Assignment, ExposureSituation, Identity, Worker, Workstation

AS_OF: Final = dt.date(2025, 11, 30)
"""The day of the register, and the one on which it is checked."""
ONE_DAY: Final = dt.timedelta(days=1)
LIST_2024: Final = dt.date(2024, 4, 5)


def day(text: str) -> dt.date:
    """Read a day written YYYY-MM-DD."""
    return dt.date.fromisoformat(text)


def days(start: str, end: str | None = None, **more: Any) -> Period:
    """Make a period from days written YYYY-MM-DD."""
    return Period(day(start), None if end is None else day(end), **more)


def recorded(on: str) -> dt.datetime:
    """Eight o'clock of a day."""
    return dt.datetime.fromisoformat(f"{on}T08:00:00+00:00")


# -- who and where

COMPANIES: Final = (
    Company(id="bain-clair", name="Bain Clair (invented)", siren="404833048", legal_regime=LegalRegime.PRIVATE_GENERAL),
    Company(
        id="trois-ormes",
        name="Foundry of the Three Elms (invented)",
        siren="222222226",
        legal_regime=LegalRegime.PRIVATE_GENERAL,
    ),
    Company(
        id="retrait-sur", name="Safe Removal (invented)", siren="111111118", legal_regime=LegalRegime.PRIVATE_GENERAL
    ),
    Company(
        id="bras-dessus",
        name="Temporary-work agency (invented)",
        siren="732829320",
        legal_regime=LegalRegime.PRIVATE_GENERAL,
    ),
    Company(
        id="ruisseau",
        name="Orchards of the Brook (invented)",
        siren="987654324",
        legal_regime=LegalRegime.PRIVATE_AGRICULTURAL,
    ),
    Company(
        id="hopital",
        name="Hospital of the Clear Valley (invented)",
        siren="260000013",
        legal_regime=LegalRegime.HOSPITAL,
    ),
    Company(
        id="commune",
        name="Town of the Clear Valley (invented)",
        siren="210000014",
        legal_regime=LegalRegime.TERRITORIAL,
    ),
)

SERVICES: Final = (
    OccupationalHealthService(
        id="service-valley", name="Service of the valley (invented)", type=ServiceType.INTER_COMPANY
    ),
    OccupationalHealthService(
        id="service-fields", name="Service of the fields (invented)", type=ServiceType.AGRICULTURAL
    ),
    OccupationalHealthService(
        id="service-public", name="Service of the public employers (invented)", type=ServiceType.PUBLIC
    ),
)


def _place(
    id: str,
    company: str,
    siret: str,
    service: str,
    *codes: tuple[str, NafRevision, Period | None],
    since: str,
    **more: Any,
) -> Establishment:
    return Establishment(
        id=id,
        company=company,
        siret=siret,
        naf=tuple(ActivityCode(code=code, revision=revision, period=period) for code, revision, period in codes),
        employment_area="Vallée-Claire",
        services=(ServiceAttachment(service=service, period=days(since)),),
        **more,
    )


_UNTIL_2007: Final = days("1995-01-01", "2007-12-31")
_SINCE_2008: Final = days("2008-01-01")
_REV1, _REV2 = NafRevision.NAF_REV1, NafRevision.NAF_REV2
ESTABLISHMENTS: Final = (
    _place(
        "bc-mill",
        "bain-clair",
        "40483304800014",
        "service-valley",
        ("28.5A", _REV1, _UNTIL_2007),
        ("25.61Z", _REV2, _SINCE_2008),
        since="1995-01-01",
        active=days("1995-01-01", "2009-12-31"),
    ),
    _place(
        "bc",
        "bain-clair",
        "40483304800022",
        "service-valley",
        ("25.61Z", _REV2, None),
        since="2010-01-01",
        active=days("2010-01-01"),
        headcounts=(Headcount(count=38, on=day("2024-12-31")),),
        preceded_by=(Predecessor(establishment="bc-mill", on=day("2010-01-01"), how=SuccessionKind.MOVE),),
    ),
    _place("foundry", "trois-ormes", "22222222600011", "service-valley", ("24.51Z", _REV2, None), since="1995-01-01"),
    _place("removal", "retrait-sur", "11111111800019", "service-valley", ("43.99E", _REV2, None), since="2009-01-01"),
    _place("agency", "bras-dessus", "73282932000074", "service-valley", ("78.20Z", _REV2, None), since="1995-01-01"),
    _place("orchards", "ruisseau", "98765432400019", "service-fields", ("01.24Z", _REV2, None), since="1995-01-01"),
    _place("hospital", "hopital", "26000001300011", "service-public", ("86.10Z", _REV2, None), since="1995-01-01"),
    _place("town", "commune", "21000001400014", "service-public", ("84.11Z", _REV2, None), since="1995-01-01"),
)

WORKSTATIONS: Final = tuple(
    Workstation(id=id, establishment=establishment, name=name)
    for id, establishment, name in (
        ("bc-mill-bath", "bc-mill", "Chromium bath of the mill"),
        ("bc-bath", "bc", "Chromium bath"),
        ("bc-nickel", "bc", "Nickel bath"),
        ("bc-cleaning", "bc", "Cleaning before plating"),
        ("foundry-furnace", "foundry", "Furnace"),
        ("foundry-moulds", "foundry", "Moulds and cores"),
        ("removal-sites", "removal", "Removal of asbestos on sites"),
        ("orchards-chipping", "orchards", "Chipping of branches"),
        ("hospital-pathology", "hospital", "Pathology laboratory"),
        ("hospital-sterilisation", "hospital", "Sterilisation"),
        ("town-joinery", "town", "Joinery"),
        ("town-garage", "town", "Garage"),
    )
)
SITUATIONS: Final = (
    ExposureSituation(id="bc-plating", establishment="bc", name="Chromium plating", workstations=("bc-bath",)),
    ExposureSituation(id="foundry-casting", establishment="foundry", name="Casting", workstations=("foundry-furnace",)),
)


def worker(id: str, born: str) -> Worker:
    """Make an invented worker."""
    return Worker(id=id, identity=Identity(birth_name=f"Invented-{id}", given_names=("Person",), birth_date=day(born)))


WORKERS: Final = tuple(
    worker(id, born)
    for id, born in (
        ("W-001", "1943-12-02"),
        ("W-002", "1979-03-14"),
        ("W-003", "1961-08-30"),
        ("W-004", "1990-06-23"),
        ("W-005", "1993-05-27"),
        ("W-101", "1968-02-11"),
        ("W-102", "1983-10-05"),
        ("W-201", "1998-01-19"),
        ("W-202", "1976-07-07"),
        ("W-301", "1985-04-26"),
        ("W-302", "1970-09-13"),
        ("W-401", "1977-11-20"),
        ("W-402", "2001-02-28"),
        ("W-501", "1980-12-09"),
        ("W-502", "1950-05-16"),
        ("W-601", "1962-01-31"),
        ("W-602", "1974-03-03"),
    )
)

AGENTS: Final = (
    Substance(id="chromium-trioxide", name="Trioxyde de chrome", cas_number="1333-82-0"),
    AgentGroup(id="nickel-compounds", name="Composés du nickel"),
    Substance(id="benzene", name="Benzène", cas_number="71-43-2"),
    Substance(id="formaldehyde", name="Formaldéhyde", cas_number="50-00-0"),
    Substance(id="ethylene-oxide", name="Oxyde d'éthylène", cas_number="75-21-8"),
    Substance(id="chrysotile", name="Chrysotile", cas_number="12001-29-5"),
    Substance(id="quartz", name="Quartz", cas_number="14808-60-7"),
    Substance(id="cristobalite", name="Cristobalite", cas_number="14464-46-1"),
    AgentGroup(id="respirable-dust", name="Poussières alvéolaires sans silice", catalogue_group="dust-respirable"),
    Process(id="silica-work", name="Silice cristalline", listed_as="process:crystalline-silica"),
    Process(id="wood-dust", name="Poussières de bois", listed_as="process:wood-dust"),
    Process(id="diesel-exhaust", name="Gaz d'échappement diesel", listed_as="process:diesel-exhaust"),
    Process(id="pah-work", name="Travaux exposant aux HAP", listed_as="process:pah-coal"),
)


# -- what is stated

EXTRACTION: Final = PreventionMeasure(level=MeasureLevel.TECHNICAL, name="Extraction at the source")
MASK: Final = PreventionMeasure(level=MeasureLevel.PERSONAL, name="Mask TM3P", protection_factor=Decimal(60))
ROTATION: Final = PreventionMeasure(level=MeasureLevel.ORGANISATIONAL, name="Turns at the post")
HOURS: Final = ExposureTime(Decimal(20), TimeUnit.H_WEEK)
NOT_ASSESSED: Final = NotKnown(what=UnknownFact.DEGREE, reason=UnknownReason.NOT_ASSESSED)


def measure(value: str, unit: Unit = Unit.MG_M3) -> Measure:
    """Make a measure."""
    return Measure(Decimal(value), unit)


def level(value: str, on: str, unit: Unit = Unit.MG_M3, **more: Any) -> Level:
    """Make a level over eight hours, where no respirator is worn."""
    fields = {"statistic": Statistic.TWA_8H, "respirator": RespiratorPosition.NONE, **more}
    return Level(value=measure(value, unit), on=day(on), **fields)


def conditions(**changes: Any) -> Conditions:
    """Make conditions in which everything is told, the degree apart, which was not assessed."""
    fields: dict[str, Any] = {
        "work_performed": "Work at the post",
        "work_process": "Usual process",
        "nature": "Inhalation of what the process gives off",
        "routes": (Route.INHALATION, Route.DERMAL),
        "duration": HOURS,
        "frequency": Frequency(times=5, per=FrequencyPeriod.WEEK),
        "measures": (EXTRACTION, MASK),
        "product_characteristics": "As in the safety data sheet",
    }
    if changes.get("degree") is None and "not_known" not in changes:
        fields["not_known"] = (NOT_ASSESSED,)
    return Conditions(**{**fields, **changes})


def line(id: str, worker: str, agent: str, workstation: str, period: Period, **more: Any) -> IndividualExposure:
    """Make a line of the list of 2024, recorded before the list was sent."""
    where = next(w.establishment for w in WORKSTATIONS if w.id == workstation)
    fields: dict[str, Any] = {
        "establishment": where,
        "conditions": conditions(),
        "provenance": Provenance(document=DocumentKind.EXPOSURE_LIST, recorded_at=recorded("2024-06-28")),
        **more,
    }
    return IndividualExposure(id=id, worker=worker, agent=agent, workstation=workstation, period=period, **fields)


def assigned(id: str, worker: str, workstation: str, period: Period, **more: Any) -> Assignment:
    """Make an assignment."""
    more.setdefault("contract", ContractType.PERMANENT)
    return Assignment(id=id, worker=worker, workstation=workstation, period=period, **more)


_DOCUMENTS: Final = (
    ("list", "1995-01-01", "2001-01-31", DocumentKind.EXPOSURE_LIST),
    ("sheet-2001", "2001-02-01", "2008-04-30", DocumentKind.EXPOSURE_SHEET),
    ("sheet-2008", "2008-05-01", "2012-01-31", DocumentKind.EXPOSURE_SHEET),
    ("prevention", "2012-02-01", "2014-12-31", DocumentKind.PREVENTION_SHEET),
    ("gap", "2015-01-01", "2024-04-04", DocumentKind.NONE),
    ("list-2024", "2024-04-05", None, DocumentKind.EXPOSURE_LIST),
)
"""Which document told of an exposure to chemicals, and when; nothing asked for one from 2015 until April 2024."""


def career(
    worker: str, agent: str, workstation: str, period: Period, degree: Level | None = None, **more: Any
) -> Iterator[IndividualExposure]:
    """Yield one record for each document that told of an exposure in its years; the last tells the degree."""
    for name, since, until, document in _DOCUMENTS:
        part = period.intersection(days(since, until))
        if part is None:
            continue
        told = degree if document is DocumentKind.EXPOSURE_LIST and until is None else None
        made_at = None if until is None else (part.end or day(until)) + ONE_DAY
        at = recorded("2024-06-28" if made_at is None else made_at.isoformat())
        evidence = Declared(by=AuthorRole.WORKER) if document is DocumentKind.NONE else None
        yield line(
            f"{worker}-{agent}-{name}" + ("" if workstation != "bc-mill-bath" else "-mill"),
            worker,
            agent,
            workstation,
            part,
            conditions=conditions(degree=told),
            provenance=Provenance(document=document, recorded_at=at, evidence=evidence),
            **more,
        )


_W002: Final = "W-002"
_CR6_2025: Final = level("0.0006", "2025-03-12", declared_limit=measure("0.001"))
_TEMPORARY: Final[dict[str, Any]] = {"contract": ContractType.TEMPORARY_AGENCY, "employer": "agency"}


def _plating() -> Iterator[Record]:
    cr6, mill, bath = "chromium-trioxide", "bc-mill-bath", "bc-bath"
    yield assigned("as-001", "W-001", mill, days("1995-03-06", "2003-12-31"))
    yield from career("W-001", cr6, mill, days("1995-03-06", "2003-12-31"))
    yield assigned("as-002-mill", _W002, mill, days("1998-09-01", "2009-12-31"))
    yield assigned("as-002", _W002, bath, days("2010-01-01"))
    yield from career(_W002, cr6, mill, days("1998-09-01", "2009-12-31"))
    yield from career(_W002, cr6, bath, days("2010-01-01"), _CR6_2025)
    yield assigned("as-003", "W-003", mill, days("2005-05-02", "2009-12-31"))
    yield assigned("as-003-bath", "W-003", bath, days("2010-01-01", "2016-06-30"))
    yield from career("W-003", cr6, mill, days("2005-05-02", "2009-12-31"))
    yield from career("W-003", cr6, bath, days("2010-01-01", "2016-06-30"))
    yield assigned("as-004", "W-004", "bc-nickel", days("2016-09-05"))
    nickel = level("0.02", "2025-02-03", fraction=DustFraction.INHALABLE, declared_limit=measure("0.05"))
    yield from career("W-004", "nickel-compounds", "bc-nickel", days("2016-09-05"), nickel)
    apprentice = {"contract": ContractType.APPRENTICESHIP}
    yield assigned("as-005", "W-005", bath, days("2024-09-02", "2026-08-31"), **apprentice)
    yield line("W-005-list", "W-005", cr6, bath, days("2024-09-02", "2026-08-31"), **apprentice)
    yield assigned("as-201", "W-201", bath, days("2025-03-03", "2025-06-27"), **_TEMPORARY)
    yield line("W-201-list", "W-201", cr6, bath, days("2025-03-03", "2025-06-27"), **_TEMPORARY)
    # the subcontractor's own employer owes his line; here he is told of all the same
    yield line("W-202-list", "W-202", cr6, bath, days("2024-11-04"), contract=ContractType.SUBCONTRACT)
    yield CollectiveExposure(
        id="plating-2024",
        situation="bc-plating",
        establishment="bc",
        agent=cr6,
        period=days("2024-04-05"),
        conditions=conditions(),
        provenance=Provenance(document=DocumentKind.RISK_ASSESSMENT),
    )


def _foundry() -> Iterator[Record]:
    furnace, moulds = "foundry-furnace", "foundry-moulds"
    yield assigned("as-101", "W-101", furnace, days("1996-02-05", "2014-12-31"))
    yield from career("W-101", "pah-work", furnace, days("1996-02-05", "2014-12-31"))
    yield assigned("as-102", "W-102", moulds, days("2021-01-04"))
    yield from career("W-102", "silica-work", moulds, days("2021-01-04"))


def _asbestos() -> Iterator[Record]:
    site, sheet = "removal-sites", DocumentKind.ASBESTOS_SHEET
    for who, since, until in (("W-301", "2009-03-02", None), ("W-302", "2009-03-02", "2019-12-20")):
        yield assigned(f"as-{who[2:]}", who, site, days(since, until), place="Sites of the valley")
        before = conditions(
            asbestos=AsbestosWork(operation=AsbestosOperation.REMOVAL, material="Sprayed coating", process="Scraping"),
            degree=level(
                "0.05", "2010-06-15", Unit.F_CM3, statistic=Statistic.TWA_1H, respirator=RespiratorPosition.INSIDE
            ),
        )
        yield line(
            f"{who}-asbestos-2009",
            who,
            "chrysotile",
            site,
            days(since, "2012-06-30"),
            conditions=before,
            provenance=Provenance(document=sheet),
        )
        removal = AsbestosWork(
            operation=AsbestosOperation.REMOVAL, material="Floor tiles", process="Wet scraping", dust_level=2
        )
        outside = level("3000", "2018-05-15", Unit.F_L, respirator=RespiratorPosition.OUTSIDE)
        yield line(
            f"{who}-asbestos-2012",
            who,
            "chrysotile",
            site,
            days("2012-07-01", until),
            conditions=conditions(asbestos=removal, degree=outside),
            provenance=Provenance(document=sheet),
        )
    yield line("W-301-list", "W-301", "chrysotile", site, days("2024-04-05"))


def _orchards() -> Iterator[Record]:
    chipping = "orchards-chipping"
    yield assigned("as-401", "W-401", chipping, days("1999-03-01"))
    wood = level("0.5", "2025-02-18", fraction=DustFraction.INHALABLE)
    yield from career("W-401", "wood-dust", chipping, days("1999-03-01"), wood)
    yield from career("W-401", "diesel-exhaust", chipping, days("2021-07-01"))
    fixed = {"contract": ContractType.FIXED_TERM}
    yield assigned("as-402", "W-402", chipping, days("2025-01-13", "2026-01-09"), **fixed)
    yield line("W-402-list", "W-402", "wood-dust", chipping, days("2025-01-13", "2026-01-09"), **fixed)


def _hospital() -> Iterator[Record]:
    pathology, sterilisation = "hospital-pathology", "hospital-sterilisation"
    servant = {"contract": ContractType.PUBLIC_SERVANT}
    yield assigned("as-501", "W-501", pathology, days("2008-01-07"), **servant)
    # above 0.37, and under the limit that health care kept until 11 July 2024
    yield from career("W-501", "formaldehyde", pathology, days("2008-01-07"), level("0.25", "2025-04-15"))
    yield assigned("as-502", "W-502", sterilisation, days("1996-02-05", "2010-06-30"), **servant)
    yield from career("W-502", "ethylene-oxide", sterilisation, days("1996-02-05", "2010-06-30"))


def _town() -> Iterator[Record]:
    joinery, garage = "town-joinery", "town-garage"
    servant = {"contract": ContractType.PUBLIC_SERVANT}
    yield assigned("as-601", "W-601", joinery, days("2001-09-03", "2024-12-31"), **servant)
    yield from career("W-601", "wood-dust", joinery, days("2001-09-03", "2024-12-31"))
    yield assigned("as-602", "W-602", garage, days("1997-10-01"), **servant)
    # known to the year until the first sheet
    yield line(
        "W-602-benzene-early",
        "W-602",
        "benzene",
        garage,
        days("1997-01-01", "2000-12-31", precision=Precision.YEAR),
        provenance=Provenance(document=DocumentKind.EXPOSURE_LIST, recorded_at=recorded("2001-01-15")),
    )
    yield from career("W-602", "benzene", garage, days("2001-02-01"), level("0.4", "2025-01-16"))


# -- what was measured


def result(id: str, agent: str, workstation: str, on: str, value: str, **more: Any) -> Measurement:
    """Make the result of a regulatory control by an accredited laboratory, on the air inhaled over eight hours."""
    where = next(w.establishment for w in WORKSTATIONS if w.id == workstation)
    unit = more.pop("unit", Unit.MG_M3)
    fields: dict[str, Any] = {
        "establishment": where,
        "matrix": SampleMatrix.AIR,
        "statistic": Statistic.TWA_8H,
        "purpose": MeasurementPurpose.REGULATORY_CONTROL,
        "position": SamplingPosition.PERSONAL,
        "laboratory": "Invented laboratory",
        "accredited": True,
        "respirator": RespiratorPosition.NONE,
        **more,
    }
    return Measurement(
        id=id, agent=agent, workstation=workstation, sampled_on=day(on), value=measure(value, unit), **fields
    )


def _controls() -> Iterator[Measurement]:
    for year in range(2014, 2026):
        yield result(
            f"cr6-{year}", "chromium-trioxide", "bc-bath", f"{year}-03-12", "0.0008" if year < 2020 else "0.0006"
        )
    # before the limit of 1 July 2014
    yield result("cr6-2009", "chromium-trioxide", "bc-mill-bath", "2009-05-14", "0.02", accredited=None)
    yield result("nickel-2025", "nickel-compounds", "bc-nickel", "2025-02-03", "0.02", fraction=DustFraction.INHALABLE)
    for year in range(2022, 2026):
        dust: dict[str, Any] = {"fraction": DustFraction.RESPIRABLE, "worker": "W-102"}
        on, value = f"{year}-06-17", "0.02"
        yield result(f"quartz-{year}", "quartz", "foundry-moulds", on, value, **dust)
        yield result(f"cristobalite-{year}", "cristobalite", "foundry-moulds", on, "0.01", **dust)
        yield result(f"dust-{year}", "respirable-dust", "foundry-moulds", on, "0.3", **dust)
    yield result(
        "asbestos-2018",
        "chrysotile",
        "removal-sites",
        "2018-05-15",
        "4",
        unit=Unit.F_L,
        respirator=RespiratorPosition.INSIDE,
    )
    yield result("formaldehyde-2023", "formaldehyde", "hospital-pathology", "2023-04-18", "0.5")
    yield result("formaldehyde-2025", "formaldehyde", "hospital-pathology", "2025-04-15", "0.25")
    yield result("benzene-2025", "benzene", "town-garage", "2025-01-16", "0.4")
    yield result("wood-2025", "wood-dust", "orchards-chipping", "2025-02-18", "0.5", fraction=DustFraction.INHALABLE)
    yield result("wood-town-2024", "wood-dust", "town-joinery", "2024-06-04", "0.6", fraction=DustFraction.INHALABLE)


# -- the experiment, in 2010 to 2012


def experiment(id: str, agent: str, situation: str, period: Period, **more: Any) -> CollectiveExposure:
    """Make a collective record of the experiment: the agent, factors of exposure, measures of prevention."""
    where = next(s.establishment for s in SITUATIONS if s.id == situation)
    fields: dict[str, Any] = {
        "conditions": conditions(measures=(EXTRACTION, ROTATION)),
        "provenance": Provenance(document=DocumentKind.COMPANY_FILE, author_role=AuthorRole.EMPLOYER),
        **more,
    }
    return CollectiveExposure(id=id, agent=agent, situation=situation, establishment=where, period=period, **fields)


def _experiment() -> Iterator[CollectiveExposure]:
    yield experiment(
        "experiment-plating", "chromium-trioxide", "bc-plating", days("2010-03-01", "2012-12-31"), headcount=2
    )
    declared = Provenance(document=DocumentKind.HAZARDOUS_PROCESS_DECLARATION)
    yield experiment(
        "experiment-casting",
        "pah-work",
        "foundry-casting",
        days("2011-01-03", "2012-12-31"),
        provenance=declared,
    )


# -- what was handed on


def attestation(
    id: str, model: AttestationModel, worker: str, agent: str, where: str, period: Period, on: str, **more: Any
) -> Attestation:
    """Make a signed attestation of one agent."""
    fields: dict[str, Any] = {
        "agents": (agent,),
        "establishments": (where,),
        "job_descriptions": ("What was done at the post",),
        "periods": (period,),
        "measures": (EXTRACTION,),
        "employer_signatory": "The employer (invented)",
        "physician_signatory": "The physician (invented)",
        "issued_on": day(on),
        **more,
    }
    return Attestation(id=id, model=model, worker=worker, **fields)


def sent(id: str, subject: TransmissionSubject, to: str, on: str, *exposures: str) -> Transmission:
    """Make a transmission to a service, or to the agency."""
    kind = PartyKind.TEMP_AGENCY if to == "agency" else PartyKind.HEALTH_SERVICE
    return Transmission(id=id, subject=subject, to=Party(kind=kind, id=to), on=day(on), exposures=exposures)


def _handed_on() -> Iterator[Record]:
    past = days("1995-03-06", "2003-12-31")
    yield attestation(
        "attested-departure",
        AttestationModel.DEPARTURE_2001,
        "W-001",
        "chromium-trioxide",
        "bc-mill",
        past,
        "2003-12-19",
    )
    yield result("cr6-2003", "chromium-trioxide", "bc-mill-bath", "2003-02-11", "0.03", accredited=None)
    yield attestation(
        "attested-1995",
        AttestationModel.ORDER_1995,
        "W-001",
        "chromium-trioxide",
        "bc-mill",
        past,
        "2004-02-10",
        results=("cr6-2003",),
    )
    yield attestation(
        "attested-asbestos",
        AttestationModel.ASBESTOS_BEFORE_2012,
        "W-302",
        "chrysotile",
        "removal",
        days("2009-03-02", "2012-01-31"),
        "2012-03-01",
    )
    yield attestation(
        "attested-hospital",
        AttestationModel.HOSPITAL,
        "W-502",
        "ethylene-oxide",
        "hospital",
        days("1996-02-05", "2010-06-30"),
        "2014-09-01",
    )
    yield attestation(
        "attested-town",
        AttestationModel.TERRITORIAL,
        "W-601",
        "wood-dust",
        "town",
        days("2001-09-03", "2024-12-31"),
        "2025-01-20",
    )
    for service in SERVICES:
        yield sent(f"list-{service.id}", TransmissionSubject.LIST, service.id, "2024-07-01")
        yield sent(f"update-{service.id}", TransmissionSubject.UPDATE, service.id, "2025-11-03")
    yield sent("agency-W-201", TransmissionSubject.TEMPORARY_WORKER, "agency", "2025-03-03", "W-201-list")
    yield sent("end-W-201", TransmissionSubject.END_OF_EXPOSURE, "service-valley", "2025-06-30", "W-201-list")
    yield sent(
        "end-W-601", TransmissionSubject.END_OF_EXPOSURE, "service-public", "2025-01-06", "W-601-wood-dust-list-2024"
    )


def history() -> Register:
    """Return the register, which has neither an error nor a warning."""
    parts: Iterable[Record] = (
        *COMPANIES,
        *ESTABLISHMENTS,
        *SERVICES,
        *WORKSTATIONS,
        *SITUATIONS,
        *WORKERS,
        *AGENTS,
        *_plating(),
        *_foundry(),
        *_asbestos(),
        *_orchards(),
        *_hospital(),
        *_town(),
        *_controls(),
        *_experiment(),
        *_handed_on(),
    )
    return Register(as_of=AS_OF, custodian=Custodian(kind=PartyKind.RESEARCH)).add(*parts)
