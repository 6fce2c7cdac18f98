"""Rules of `structure` about ids, references and corrections: does everything hang together?"""

from collections.abc import Iterable, Iterator

from attrs import evolve

from tracexpo.companies import Establishment
from tracexpo.form import STATEMENTS
from tracexpo.problems import Severity, Wording
from tracexpo.provenance import Withdrawal
from tracexpo.register import Record, Statement
from tracexpo.report import COLLECTION_WORDS
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.rule import Finding, rule

__all__ = [
    "id_conflict",
    "id_repeated",
    "reference_missing",
    "siret_not_of_company",
    "supersedes_another_kind",
    "supersession_cycle",
    "two_successors",
    "withdrawal_of_nothing",
]

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@rule(
    "reference-missing",
    ERROR,
    title=Wording("Reference to nothing", "Référence sans objet"),
    description=Wording(
        "Every id that a record names is that of a record of the register, of the kind spoken of: a worker is a "
        "worker, an agent an agent. A record of a newer version, kept word for word, counts as present.",
        "Tout identifiant nommé par un enregistrement est celui d'un enregistrement du registre, de la nature "
        "attendue : un travailleur est un travailleur, un agent un agent. Un enregistrement d'une version plus "
        "récente, gardé mot pour mot, compte comme présent.",
    ),
    message=Wording(
        "no record of the kind expected here ({expected}) has the id {missing}: add the record or correct the id",
        "aucun enregistrement de la nature attendue ici ({expected}) ne porte l'identifiant {missing} : ajoutez "
        "l'enregistrement ou corrigez l'identifiant",
    ),
    good=lambda: ex.register(ex.line()),
    bad=lambda: ex.register(ex.line(worker="M-404")),
    told_at="/exposures/0/worker",
)
def reference_missing(context: Context) -> Iterator[Finding]:
    """Look up every id that is named."""
    for record, reference in context.facts.broken_references:
        yield Finding(record, reference.pointer, {"missing": reference.id, "expected": _kinds(reference.targets)})


def _kinds(collections: Iterable[str]) -> Wording:
    words = [COLLECTION_WORDS[name] for name in collections]
    return Wording(" / ".join(word.en for word in words), " / ".join(word.fr for word in words))


@rule(
    "id-conflict",
    ERROR,
    title=Wording("One id, several contents", "Un identifiant, plusieurs contenus"),
    description=Wording(
        "An id names one record of the whole register, over all kinds: a reference to it must mean one thing.",
        "Un identifiant désigne un seul enregistrement dans tout le registre, toutes natures confondues : une "
        "référence doit désigner une seule chose.",
    ),
    message=Wording(
        "another record has the id {id} and says something else: give one of them an id of its own; a correction is "
        "a new record that names in supersedes what it corrects",
        "un autre enregistrement porte l'identifiant {id} et dit autre chose : donnez à l'un des deux son propre "
        "identifiant ; une rectification est un nouvel enregistrement qui nomme dans supersedes ce qu'elle rectifie",
    ),
    good=lambda: ex.register(ex.line(), ex.line("x2", worker="M-002")),
    bad=lambda: evolve(ex.register(), exposures=(ex.line(), ex.line(worker="M-002"))),
    told_at="/exposures/1/id",
)
def id_conflict(context: Context) -> Iterator[Finding]:
    """Tell each further content of one id."""
    for group in context.facts.repeated_ids:
        seen = {group[0][1]}
        for pointer, record in group[1:]:
            if record not in seen:
                seen.add(record)
                yield Finding(record, "/id", {"id": record.id}, base=pointer)


@rule(
    "id-repeated",
    WARNING,
    title=Wording("The same record, word for word", "Le même enregistrement, mot pour mot"),
    description=Wording(
        "A record stands once in a register. One that comes again with the same id and content changes nothing, but "
        "something went wrong where the register was put together.",
        "Un enregistrement figure une seule fois dans un registre. S'il revient avec le même identifiant et le même "
        "contenu, rien ne change, mais quelque chose s'est mal passé là où le registre a été composé.",
    ),
    message=Wording(
        "this record is there already, word for word: leave it out",
        "cet enregistrement y est déjà, mot pour mot : retirez-le",
    ),
    good=lambda: ex.register(ex.line()),
    bad=lambda: evolve(ex.register(), exposures=(ex.line(), ex.line())),
    told_at="/exposures/1/id",
)
def id_repeated(context: Context) -> Iterator[Finding]:
    """Tell each repetition."""
    for group in context.facts.repeated_ids:
        seen: set[Record] = set()
        for pointer, record in group:
            if record in seen:
                yield Finding(record, "/id", base=pointer)
            seen.add(record)


def _recorded(statement: Statement) -> tuple[str, str]:
    at = statement.provenance.recorded_at
    return ("" if at is None else at.isoformat(), statement.id)


@rule(
    "two-successors",
    ERROR,
    title=Wording("Corrected twice over", "Rectifié deux fois"),
    description=Wording(
        "A statement has at most one correction that stands: of two, nobody could tell which one holds. A correction "
        "of a correction supersedes that correction.",
        "Une déclaration a au plus une rectification en vigueur : de deux, nul ne saurait laquelle vaut. La "
        "rectification d'une rectification remplace cette dernière.",
    ),
    message=Wording(
        "{corrected} is already corrected by {first}: supersede that correction, or withdraw one of the two",
        "{corrected} est déjà rectifié par {first} : remplacez cette rectification, ou annulez l'une des deux",
    ),
    good=lambda: ex.register(
        ex.line(), ex.line("x2", provenance=ex.corrected("x1")), ex.line("x3", provenance=ex.corrected("x2"))
    ),
    bad=lambda: ex.register(
        ex.line(),
        ex.line("x2", provenance=ex.corrected("x1")),
        ex.line("x3", nature="Contact", provenance=ex.corrected("x1")),
    ),
    told_at="/exposures/2/provenance/supersedes",
)
def two_successors(context: Context) -> Iterator[Finding]:
    """Tell each successor but the first recorded, of those that stand or whose own correction does."""
    groups: dict[str, list[Statement]] = {}
    for statement in context.facts.corrections:
        corrected = statement.provenance.supersedes
        if corrected is not None and corrected != statement.id:
            groups.setdefault(corrected, []).append(statement)
    living: set[str] = set()
    superseded = {s.id: s.provenance.supersedes for s in context.facts.corrections}
    for statement in context.facts.corrections:
        id: str | None = statement.id if context.register.is_current(statement) else None
        while id is not None and id not in living:
            living.add(id)
            id = superseded.get(id)
    for corrected, group in groups.items():
        alive = sorted((s for s in group if s.id in living), key=_recorded)
        for statement in alive[1:]:
            yield Finding(statement, "/provenance/supersedes", {"corrected": corrected, "first": alive[0].id})


@rule(
    "supersession-cycle",
    ERROR,
    title=Wording("Corrections in a circle", "Rectifications en cercle"),
    description=Wording(
        "Corrections follow one another in time. Statements that supersede each other in a circle cancel nothing: "
        "all of them are taken to stand.",
        "Les rectifications se suivent dans le temps. Des déclarations qui se remplacent en cercle n'annulent rien : "
        "toutes sont tenues pour valables.",
    ),
    message=Wording(
        "these statements supersede each other in a circle: {circle}; take out the supersedes of the oldest",
        "ces déclarations se remplacent en cercle : {circle} ; retirez le supersedes de la plus ancienne",
    ),
    good=lambda: ex.register(ex.line(), ex.line("x2", provenance=ex.corrected("x1"))),
    bad=lambda: ex.register(
        ex.line(provenance=ex.corrected("x2")), ex.line("x2", worker="M-002", provenance=ex.corrected("x1"))
    ),
    told_at="/exposures/0/provenance/supersedes",
)
def supersession_cycle(context: Context) -> Iterator[Finding]:
    """Follow each chain once; tell a circle at the member of the least id."""
    statements = {s.id: s for s in context.facts.corrections}
    done: set[str] = set()
    for start in statements:
        path: dict[str, None] = {}
        id: str | None = start
        while id is not None and id in statements and id not in done:
            if id in path:
                members = list(path)
                circle = sorted(members[members.index(id) :])
                yield Finding(statements[circle[0]], "/provenance/supersedes", {"circle": tuple(circle)})
                break
            path[id] = None
            id = statements[id].provenance.supersedes
        done.update(path)


@rule(
    "supersedes-another-kind",
    ERROR,
    title=Wording("Correction of another kind of statement", "Rectification d'une déclaration d'une autre nature"),
    description=Wording(
        "A correction is of the kind of what it corrects: an exposure is corrected by an exposure, an assignment by "
        "an assignment.",
        "Une rectification est de la nature de ce qu'elle rectifie : une exposition est rectifiée par une exposition, "
        "une affectation par une affectation.",
    ),
    message=Wording(
        "this corrects {corrected}, which is of another kind ({found}): correct the id, or withdraw {corrected} "
        "instead",
        "ceci rectifie {corrected}, d'une autre nature ({found}) : corrigez l'identifiant, ou annulez plutôt "
        "{corrected}",
    ),
    good=lambda: ex.register(ex.line(), ex.line("x2", provenance=ex.corrected("x1"))),
    bad=lambda: ex.register(ex.line(), ex.assigned(provenance=ex.corrected("x1"))),
    told_at="/assignments/0/provenance/supersedes",
)
def supersedes_another_kind(context: Context) -> Iterator[Finding]:
    """Compare the collections of a correction and of what it corrects."""
    for statement in context.facts.corrections:
        corrected = statement.provenance.supersedes
        found = context.register.get(corrected) if corrected is not None else None
        # what is no statement at all is told by reference-missing
        if found is not None and found.COLLECTION in STATEMENTS and found.COLLECTION != statement.COLLECTION:
            words = COLLECTION_WORDS[found.COLLECTION]
            yield Finding(statement, "/provenance/supersedes", {"corrected": found.id, "found": words})


@rule(
    "withdrawal-of-nothing",
    WARNING,
    title=Wording("Withdrawal without effect", "Annulation sans effet"),
    description=Wording(
        "A withdrawal closes a statement that was entered in error and has no successor. What was withdrawn before, "
        "or corrected, needs none: perhaps another statement was meant.",
        "Une annulation clôt une déclaration saisie par erreur et sans successeur. Ce qui est déjà annulé ou rectifié "
        "n'en a pas besoin : peut-être une autre déclaration était-elle visée.",
    ),
    message=Wording(
        "{withdrawn} no longer stood, it was {why} before: check which statement is meant, or leave this out",
        "{withdrawn} ne valait déjà plus, étant {why} : vérifiez quelle déclaration est visée, ou retirez ceci",
    ),
    good=lambda: ex.register(ex.line(), Withdrawal(id="v1", of="x1")),
    bad=lambda: ex.register(ex.line(), Withdrawal(id="v1", of="x1"), Withdrawal(id="v2", of="x1")),
    told_at="/withdrawals/1/of",
)
def withdrawal_of_nothing(context: Context) -> Iterator[Finding]:
    """Tell a withdrawal of what is corrected by a statement that stands, and all withdrawals but one."""
    withdrawn = Wording("withdrawn", "annulé")
    corrected = Wording("corrected", "rectifié")
    groups: dict[str, list[Withdrawal]] = {}
    for withdrawal in context.register.withdrawals:
        groups.setdefault(withdrawal.of, []).append(withdrawal)
    for of, group in groups.items():
        successors = [s for s in context.register.successors(of) if s.id != of]
        first, *others = sorted(group, key=lambda w: w.id)
        if any(context.register.is_current(s) for s in successors):
            yield Finding(first, "/of", {"withdrawn": of, "why": corrected})
        for withdrawal in others:
            if withdrawal.id != first.id:
                yield Finding(withdrawal, "/of", {"withdrawn": of, "why": withdrawn})


@rule(
    "siret-not-of-company",
    ERROR,
    title=Wording("SIRET of another company", "SIRET d'une autre entreprise"),
    description=Wording(
        "The first nine digits of a SIRET are the SIREN of the company: an establishment whose SIRET begins with "
        "another SIREN is not one of the company it names.",
        "Les neuf premiers chiffres d'un SIRET sont le SIREN de l'entreprise : un établissement dont le SIRET commence "
        "par un autre SIREN n'appartient pas à l'entreprise qu'il nomme.",
    ),
    message=Wording(
        "this SIRET does not begin with the SIREN {siren} of the company {company}: correct the one or the other",
        "ce SIRET ne commence pas par le SIREN {siren} de l'entreprise {company} : corrigez l'un ou l'autre",
    ),
    source="Insee, SIRENE",
    good=ex.register,
    bad=lambda: ex.register(Establishment(id=ex.SITE, company="bain-clair", siret=ex.AGENCY)),
    told_at="/establishments/1/siret",
)
def siret_not_of_company(context: Context) -> Iterator[Finding]:
    """Compare each SIRET with the SIREN of its company."""
    siren = {company.id: company.siren for company in context.companies if company.siren is not None}
    for establishment in context.establishments:
        company = establishment.company
        if establishment.siret is None or company not in siren:
            continue
        assert company is not None
        if not establishment.siret.startswith(siren[company]):
            yield Finding(establishment, "/siret", {"siren": siren[company], "company": company})
