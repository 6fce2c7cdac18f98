"""The names of the format: every entity, field, type and word, as agreed. What is written here is on disks for decades.

A field or a word may be added in a minor version, and is then added here too; none is ever renamed or taken away.
"""

import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import attrs
import pytest

import tracexpo
from tracexpo import agents, exposures, form, identifiers, periods, provenance, register
from tracexpo.extensions import NO_EXTENSIONS, Extensions
from tracexpo.units import Unit, UnitKind
from tracexpo.vocabularies import Vocabulary

# A heading names the class, the collection that holds it (-: it is a part of a record) and its kind, if it has one.
# `?` may be null and is by default, `[]` is a tuple and empty by default, `→` names records of these collections,
# `= x` is the default, `= required`: there is none though null is allowed. Records have `extensions` besides.
CLASSES = """
Company companies
  id                    Id
  name                  Text?
  siren                 Siren?
  country               Country = FR
  other_ids             OtherId[]
  legal_regime          LegalRegime?
OtherId -
  scheme                Text
  value                 Text
Establishment establishments
  id                    Id
  company               →companies?
  name                  Text?
  siret                 Siret?
  other_ids             OtherId[]
  active                Period?
  preceded_by           Predecessor[]
  naf                   ActivityCode[]
  headcounts            Headcount[]
  address               Text?
  municipality_code     Municipality?
  employment_area       Text?
  regional_fund         Text?
  services              ServiceAttachment[]
Predecessor -
  establishment         →establishments
  on                    Day
  how                   SuccessionKind
ActivityCode -
  code                  Text
  revision              NafRevision
  period                Period?
Headcount -
  count                 Count
  on                    Day
ServiceAttachment -
  service               →services
  period                Period
OccupationalHealthService services
  id                    Id
  name                  Text
  type                  ServiceType
Workstation workstations
  id                    Id
  establishment         →establishments
  name                  Text
  work_unit             Text?
  tasks                 Text[]
  occupation            Occupation?
Occupation -
  scheme                OccupationScheme
  code                  Text
ExposureSituation situations
  id                    Id
  establishment         →establishments
  name                  Text
  workstations          →workstations[]
  headcount             Count?
  headcount_on          Day?
Worker workers
  id                    Id
  aliases               Alias[]
  identity              Identity?
Alias -
  ref                   Text
  custodian             →establishments,services?
  how                   AliasOrigin
Identity -
  birth_name            Text?
  used_name             Text?
  given_names           Text[]
  birth_date            Day?
  birth_place_code      Municipality?
  sex                   Sex?
  nir                   Nir?
  address               Text?
Assignment assignments
  id                    Id
  worker                →workers
  workstation           →workstations?
  situation             →situations?
  period                Period
  share                 Share?
  working_hours         ExposureTime?
  employer              →establishments?
  host                  →establishments?
  place                 Text?
  contract              ContractType?
  provenance            Provenance = {}
Substance agents substance
  id                    Id
  name                  Text
  cas_number            Cas?
  ec_number             Ec?
  clp_index             ClpIndex?
  names                 Names = {}
  classifications       Classification[]
Names -
  fr                    Text?
  en                    Text?
Mixture agents mixture
  id                    Id
  product_name          Text
  supplier              Text?
  ufi                   Text?
  sds                   SafetyDataSheet?
  valid                 Period?
  supersedes            →agents?
  components            Component[]
  classifications       Classification[]
SafetyDataSheet -
  date                  Day?
  revision              Text?
Component -
  agent                 →agents
  min_fraction          Fraction?
  max_fraction          Fraction?
Process agents process
  id                    Id
  name                  Text
  listed_as             Id?
AgentGroup agents group
  id                    Id
  name                  Text
  members               →agents[]
  catalogue_group       Id?
UnidentifiedAgent agents unidentified
  id                    Id
  text                  Text
  reason                Text?
Classification -
  hazard                Hazard
  cmr_class             CmrClass?
  statements            Text[]
  applies_from          Day?
  applies_until         Day?
  source                Text
IndividualExposure exposures individual
  id                    Id
  worker                →workers
  agent                 →agents
  establishment         →establishments
  workstation           →workstations?
  period                Period
  employer              →establishments?
  contract              ContractType?
  place                 Text?
  conditions            Conditions = {}
  accidents             AccidentalExposure[]
  authorisations        Authorisation[]
  derived_from          →exposures,assignments[]
  beside                →exposures[]
  destroy_on            Day?
  note                  Text?
  provenance            Provenance = {}
CollectiveExposure exposures collective
  id                    Id
  situation             →situations?
  workstation           →workstations?
  establishment         →establishments
  agent                 →agents
  period                Period
  headcount             Count?
  conditions            Conditions = {}
  note                  Text?
  provenance            Provenance = {}
AccidentalExposure -
  on                    Day
  minutes               Minutes?
  description           Text
  severity              Text?
Authorisation -
  article               Text
  on                    Day?
  reference             Text?
Conditions -
  work_performed        Text?
  work_process          Text?
  nature                Text?
  routes                Route[]
  duration              Duration?
  frequency             Frequency?
  degree                Degree?
  not_known             NotKnown[]
  measures              PreventionMeasure[]
  product_characteristics  Text?
  other_risks           Text[]
  closed_apparatus      flag?
  asbestos              AsbestosWork?
Frequency -
  times                 Count
  per                   FrequencyPeriod
NotKnown -
  what                  UnknownFact
  reason                UnknownReason
AsbestosWork -
  operation             AsbestosOperation
  material              Text?
  process               Text?
  dust_level            DustLevel?
PreventionMeasure -
  level                 MeasureLevel
  name                  Text
  protection_factor     Number?
  period                Period?
Period -
  start                 Day
  end                   Day?
  precision             Precision = day
  begun_before          flag = false
  ended                 flag = false
ExposureTime - time
  value                 Number
  unit                  TimeUnit
Band - band
  scale                 Text
  value                 Text
Level - level
  value                 Measure
  on                    Day?
  declared_limit        Measure?
  censored              Censoring?
  statistic             Statistic?
  fraction              DustFraction?
  respirator            RespiratorPosition?
Measure -
  value                 Number
  unit                  Unit
Provenance -
  evidence              Evidence?
  document              DocumentKind?
  recorded_at           Instant?
  author_role           AuthorRole?
  author                →establishments,services?
  confidence            Confidence?
  source_text           Text?
  supersedes            →assignments,exposures,measurements,attestations,transmissions?
  reason                Text?
Measured - measured
  measurements          →measurements[]
Biomonitored - biomonitored
Modelled - modelled
  tool                  Text
  version               Text?
Matrix - matrix
  name                  Text
  version               Text?
  code                  Text?
  probability           Fraction?
Analogous - analogous
  to                    Text?
Expert - expert
  role                  AuthorRole?
Declared - declared
  by                    AuthorRole?
Withdrawal withdrawals
  id                    Id
  of                    →assignments,exposures,measurements,attestations,transmissions
  provenance            Provenance = {}
Measurement measurements
  id                    Id
  agent                 →agents
  establishment         →establishments
  situation             →situations?
  workstation           →workstations?
  worker                →workers?
  sampled_on            Day
  value                 Measure
  declared_limit        Measure?
  censored              Censoring?
  statistic             Statistic?
  fraction              DustFraction?
  purpose               MeasurementPurpose?
  campaign              Text?
  position              SamplingPosition?
  matrix                SampleMatrix
  sampling_minutes      Minutes?
  shift_minutes         Minutes?
  method                Text?
  laboratory            Text?
  accredited            flag?
  respirator            RespiratorPosition?
  protection            RespiratoryProtection?
  provenance            Provenance = {}
RespiratoryProtection -
  type                  Text
  factor                Number?
  worn_minutes          Minutes?
Attestation attestations
  id                    Id
  model                 AttestationModel
  worker                →workers
  agents                →agents[]
  establishments        →establishments[]
  job_descriptions      Text[]
  periods               Period[]
  results               →measurements[]
  measures              PreventionMeasure[]
  employer_signatory    Text?
  physician_signatory   Text?
  issued_on             Day?
  exposures             →exposures[]
  provenance            Provenance = {}
Transmission transmissions
  id                    Id
  subject               TransmissionSubject
  of                    Text?
  to                    Party
  on                    Day
  exposures             →exposures[]
  provenance            Provenance = {}
Party -
  kind                  PartyKind
  id                    →establishments,services,workers,companies?
Custodian -
  kind                  PartyKind
  id                    →establishments,services,workers,companies?
  since                 Day?
UnreadRecord -
  collection            CollectionName? = required
  id                    Id?
  json                  str
Register -
  version               Version = 1.0
  as_of                 Day?
  custodian             Custodian?
  companies             Company[]
  establishments        Establishment[]
  services              OccupationalHealthService[]
  workstations          Workstation[]
  situations            ExposureSituation[]
  workers               Worker[]
  assignments           Assignment[]
  agents                Agent[]
  exposures             Exposure[]
  measurements          Measurement[]
  attestations          Attestation[]
  transmissions         Transmission[]
  withdrawals           Withdrawal[]
  unread                UnreadRecord[]
"""

UNIONS = {
    "Agent": ("Substance", "Mixture", "Process", "AgentGroup", "UnidentifiedAgent"),
    "Exposure": ("IndividualExposure", "CollectiveExposure"),
    "Duration": ("ExposureTime", "Band"),
    "Degree": ("Level", "Band"),
    "Evidence": ("Measured", "Biomonitored", "Modelled", "Matrix", "Analogous", "Expert", "Declared"),
}

# The words of each vocabulary as they stand on the wire, in their order.
WORDS = {
    "LegalRegime": "private-general private-agricultural state territorial hospital self-employed foreign",
    "SuccessionKind": "move merger transfer split",
    "NafRevision": "naf-1993 naf-rev1 naf-rev2 naf-2025",
    "ServiceType": "inter-company in-house agricultural public",
    "OccupationScheme": "pcs-ese-2017 pcs-2020 rome isco-08",
    "AliasOrigin": "declared matched verified",
    "Sex": "female male",
    "ContractType": "permanent fixed-term temporary-agency subcontract apprenticeship trainee secondment posted"
    " volunteer public-servant self-employed other",
    "Hazard": "carcinogenic mutagenic reprotoxic lactation",
    "CmrClass": "clp-1A clp-1B clp-2 67/548-1 67/548-2 67/548-3",
    "Precision": "day month year estimated",
    "TimeUnit": "min/day h/day h/week h/month h/year day/week day/month day/year %",
    "Route": "inhalation dermal ingestion",
    "FrequencyPeriod": "day week month year",
    "UnknownFact": "nature duration degree",
    "UnknownReason": "not-assessed not-recorded lost withheld",
    "AsbestosOperation": "removal intervention",
    "Censoring": "below above",
    "Statistic": "twa-8h twa-1h twa-15min mean geometric-mean p95 max",
    "DustFraction": "inhalable thoracic respirable",
    "RespiratorPosition": "outside inside none",
    "MeasureLevel": "substitution technical organisational personal",
    "DocumentKind": "company-file attestation hazardous-process-declaration exposure-list exposure-sheet"
    " prevention-sheet asbestos-sheet risk-assessment medical-file none",
    "AuthorRole": "employer occupational-physician prevention-staff hygienist fund-engineer fund-physician"
    " medical-inspector labour-inspector temp-agency worker researcher",
    "Confidence": "high medium low",
    "MeasurementPurpose": "regulatory-control assessment investigation research",
    "SamplingPosition": "personal static",
    "SampleMatrix": "air surface blood urine other",
    "AttestationModel": "departure-2001 departure-2008 1995 asbestos-before-2012 state territorial hospital"
    " fallback-2022",
    "TransmissionSubject": "list update temporary-worker end-of-exposure",
    "PartyKind": "employer health-service temp-agency fund research worker",
    "UnitKind": "mass-in-air fibres-in-air volume-fraction mass-in-fluid amount-in-fluid mass-per-creatinine"
    " amount-per-creatinine mass-on-surface",
    "Unit": "mg/m3 ug/m3 ng/m3 f/cm3 f/L f/m3 ppm ppb ug/L mg/L umol/L ug/g-creatinine mg/g-creatinine"
    " umol/mol-creatinine ug/cm2 mg/cm2",
}

# In Python a word is its own spelling in capitals, but for these.
NAMES_IN_PYTHON = {
    ("CmrClass", "67/548-1"): "OLD_1",
    ("CmrClass", "67/548-2"): "OLD_2",
    ("CmrClass", "67/548-3"): "OLD_3",
    ("AttestationModel", "1995"): "ORDER_1995",
    ("TimeUnit", "%"): "PERCENT_OF_WORKING_TIME",
}

UNITS_BY_KIND = {
    "mass-in-air": "mg/m3 ug/m3 ng/m3",
    "fibres-in-air": "f/cm3 f/L f/m3",
    "volume-fraction": "ppm ppb",
    "mass-in-fluid": "ug/L mg/L",
    "amount-in-fluid": "umol/L",
    "mass-per-creatinine": "ug/g-creatinine mg/g-creatinine",
    "amount-per-creatinine": "umol/mol-creatinine",
    "mass-on-surface": "ug/cm2 mg/cm2",
}

_Fields = list[tuple[str, str, str | None]]


def _agreed() -> Iterator[tuple[str, str | None, str | None, _Fields]]:
    """Read the table: name, collection, kind and fields of each class."""
    name, collection, kind = "", None, None
    fields: _Fields = []
    for line in CLASSES.strip().splitlines():
        if not line.startswith(" "):
            if name:
                yield name, collection, kind, fields
            name, held, *kinds = line.split()
            collection, kind, fields = (None if held == "-" else held), (kinds[0] if kinds else None), []
            continue
        field, _, told = line.strip().partition(" ")
        type_, _, default = told.strip().partition(" = ")
        implied = "null" if type_.endswith("?") else "[]" if type_.endswith("[]") else None
        fields.append((field, type_, None if default == "required" else default or implied))
    yield name, collection, kind, fields


AGREED = {name: (collection, kind, fields) for name, collection, kind, fields in _agreed()}
each_class = pytest.mark.parametrize("name", AGREED)
each_vocabulary = pytest.mark.parametrize("name", WORDS)


def _class(name: str) -> Any:
    return getattr(tracexpo, name)


def _vocabulary(name: str) -> type[Vocabulary]:
    return UnitKind if name == "UnitKind" else getattr(tracexpo, name)


def _scalar_names() -> list[tuple[Any, str]]:
    aliases = [(getattr(module, name), name) for module in (form, identifiers) for name in module.__all__]
    scalars = [(alias, name) for alias, name in aliases if get_origin(alias) is Annotated]
    return [
        *scalars,
        (register.Version, "Version"),
        (register.CollectionName, "CollectionName"),
        (bool, "flag"),
        (str, "str"),
    ]


SCALARS = _scalar_names()
UNION_TYPES = {
    get_args(alias): name
    for alias, name in (
        (agents.Agent, "Agent"),
        (exposures.Exposure, "Exposure"),
        (exposures.Duration, "Duration"),
        (exposures.Degree, "Degree"),
        (provenance.Evidence, "Evidence"),
    )
}


def _type_told(annotation: Any) -> str:
    """Write the type of a field as the table does."""
    if get_origin(annotation) is tuple:
        return _type_told(get_args(annotation)[0]) + "[]"
    if get_origin(annotation) in (typing.Union, types.UnionType):
        members = tuple(member for member in get_args(annotation) if member is not types.NoneType)
        told = UNION_TYPES[members] if len(members) > 1 else _type_told(members[0])
        return told + "?" * (types.NoneType in get_args(annotation))
    found = form.form_of(annotation)
    if found is not None and found.targets:
        return "→" + ",".join(found.targets)
    return next((name for alias, name in SCALARS if alias == annotation), getattr(annotation, "__name__", "?"))


def _default_told(default: Any) -> str | None:
    """Write the default of a field as the table does; None: the field is required."""
    if default is attrs.NOTHING:
        return None
    if default is None:
        return "null"
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, str):
        return str(default)
    if default == ():
        return "[]"
    assert default == type(default)()
    return "{}"


@each_class
def test_the_fields_of_a_class(name: str) -> None:
    collection, _, agreed = AGREED[name]
    cls = _class(name)
    annotations = form.field_types(cls)
    fields = [(a.name, _type_told(annotations[a.name]), _default_told(a.default)) for a in attrs.fields(cls)]
    if collection is not None:
        agreed = [*agreed, ("extensions", "Extensions", "{}")]
    assert fields == agreed


@each_class
def test_the_collection_and_the_kind_of_a_class(name: str) -> None:
    collection, kind, _ = AGREED[name]
    cls = _class(name)
    assert getattr(cls, "COLLECTION", None) == collection
    assert getattr(cls, "KIND", None) == kind


def test_the_default_extensions_are_empty() -> None:
    assert Extensions() == NO_EXTENSIONS == {}


def test_no_class_of_the_model_is_left_out() -> None:
    model = (agents, exposures, periods, provenance, register)
    modules = {
        *(module.__name__ for module in model),
        *(f"tracexpo.{name}" for name in ("companies", "work", "measurements", "attestations", "units")),
    }
    public = {name for name in tracexpo.__all__ if attrs.has(_class(name)) and _class(name).__module__ in modules}
    # built on demand, never on the wire
    assert public - {"EffectiveDays"} == set(AGREED)


@pytest.mark.parametrize("name", UNIONS)
def test_the_members_of_a_union(name: str) -> None:
    module = next(m for m in (agents, exposures, provenance) if name in m.__all__)
    members = get_args(getattr(module, name))
    assert tuple(member.__name__ for member in members) == UNIONS[name]
    kinds = [member.KIND for member in members]
    assert len(set(kinds)) == len(kinds), "a kind tells the members apart"


def test_every_collection_is_known() -> None:
    collections = tuple(field for field, type_, _ in AGREED["Register"][2] if type_.endswith("[]"))
    assert (*register.COLLECTIONS, "unread") == collections
    assert {collection for collection, _, _ in AGREED.values()} == {None, *register.COLLECTIONS}


def test_statements_are_the_records_with_a_provenance() -> None:
    stated = ("provenance", "Provenance", "{}")
    told = {collection for collection, _, fields in AGREED.values() if collection and stated in fields}
    assert told == {*form.STATEMENTS, "withdrawals"}


@each_vocabulary
def test_the_words_of_a_vocabulary(name: str) -> None:
    assert [word.value for word in _vocabulary(name)] == WORDS[name].split()


@each_vocabulary
def test_the_names_of_the_words_in_python(name: str) -> None:
    for word in _vocabulary(name):
        plain = word.value.upper().translate(str.maketrans("-/", "__"))
        assert word.name == NAMES_IN_PYTHON.get((name, word.value), plain)


@each_vocabulary
def test_every_word_has_two_labels(name: str) -> None:
    for word in _vocabulary(name):
        for label in (word.label_in("en"), word.label_in("fr")):
            assert label == label.strip() != ""
        assert word.label == word.label_in("en")


@each_vocabulary
def test_labels_tell_the_words_apart(name: str) -> None:
    words = list(_vocabulary(name))
    for language in ("en", "fr"):
        assert len({word.label_in(language) for word in words}) == len(words)


def test_no_vocabulary_is_left_out() -> None:
    modules = {Vocabulary.__module__, Unit.__module__}
    assert {cls.__name__ for cls in Vocabulary.__subclasses__() if cls.__module__ in modules} == set(WORDS)


def test_units_belong_to_their_kind() -> None:
    assert {kind.value: " ".join(u for u in Unit if u.kind is kind) for kind in UnitKind} == UNITS_BY_KIND


def test_the_version_of_the_format() -> None:
    assert register.FORMAT_VERSION == "1.0"
