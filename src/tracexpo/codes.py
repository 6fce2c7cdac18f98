"""The codes told by constructors and readers: what each says, in English and French.

A code is never renamed nor reused. The codes of the rules stand with the rules.
"""

from typing import Final

from tracexpo.problems import Kind, Severity, Wording

__all__ = ["FORM"]


def _kind(code: str, en: str, fr: str, severity: Severity = Severity.ERROR) -> Kind:
    return Kind(code=code, message=Wording(en, fr), severity=severity)


_KINDS = (
    # the document
    _kind(
        "suffix-unknown",
        "the suffix of the file says no format that is read here; known are: {known}",
        "le suffixe du fichier n'indique aucun format lu ici ; sont connus : {known}",
    ),
    _kind(
        "suffix-not-written",
        "write writes {known}; a spreadsheet is a form of the list and not of a register",
        "write écrit {known} ; un tableur est une forme de la liste et non d'un registre",
    ),
    _kind(
        "not-json",
        "this is not JSON: line {line}, column {column}{hint}",
        "ceci n'est pas du JSON : ligne {line}, colonne {column}{hint}",
    ),
    _kind("empty-document", "the document is empty", "le document est vide"),
    _kind(
        "not-utf-8",
        "the text is not valid UTF-8: line {line}",
        "le texte n'est pas de l'UTF-8 valide : ligne {line}",
    ),
    _kind(
        "not-a-register",
        'the document is not a register: "format" must be "tracexpo-register"',
        "le document n'est pas un registre : « format » doit valoir « tracexpo-register »",
    ),
    _kind(
        "whole-document",
        "this is a whole document and not JSON Lines: name it .json",
        "ceci est un document entier et non du JSON Lines : nommez-le .json",
    ),
    _kind(
        "version-malformed",
        'the version is written "major.minor" in quotes, such as "1.0"',
        "la version s'écrit « majeure.mineure », en texte, par exemple « 1.0 »",
    ),
    _kind(
        "version-unsupported",
        "this is version {version} of the format; this library reads {supported}: use a tracexpo of that version",
        "le document est en version {version} du format ; cette bibliothèque lit {supported} : "
        "utilisez un tracexpo de cette version",
    ),
    _kind(
        "newer-record",
        "written by a newer minor version ({version}) and not understood here: kept word for word",
        "écrit par une version mineure plus récente ({version}) et non compris ici : conservé mot pour mot",
        Severity.WARNING,
    ),
    _kind(
        "migrated",
        "the document was in version {version} of the format and was brought to version {supported}",
        "le document était en version {version} du format et a été porté en version {supported}",
        Severity.INFO,
    ),
    _kind("too-large", "larger than the limit of {limit} bytes", "dépasse la limite de {limit} octets"),
    _kind(
        "too-deep",
        "nested deeper than the limit of {limit} levels",
        "imbriqué au-delà de la limite de {limit} niveaux",
    ),
    _kind(
        "duplicate-key",
        "an object names the same field twice",
        "un objet nomme deux fois le même champ",
    ),
    _kind(
        "not-a-json-value",
        "this is not a value that JSON can hold ({found})",
        "ceci n'est pas une valeur que JSON peut contenir ({found})",
    ),
    _kind(
        "not-unicode",
        "the text holds half of a surrogate pair, which no file can keep",
        "le texte contient une moitié de paire de substitution, qu'aucun fichier ne peut garder",
    ),
    _kind(
        "number-not-exact",
        "this number cannot be kept exactly: write it as text",
        "ce nombre ne peut être gardé exactement : écrivez-le comme texte",
    ),
    # the shape of a record
    _kind("not-an-object", "expected an object, found {found}", "un objet est attendu, trouvé : {found}"),
    _kind("not-an-array", "expected an array, found {found}", "un tableau est attendu, trouvé : {found}"),
    _kind("not-a-string", "expected a text, found {found}", "un texte est attendu, trouvé : {found}"),
    _kind("not-a-boolean", "expected true or false, found {found}", "true ou false attendu, trouvé : {found}"),
    _kind("not-an-integer", "expected a whole number, found {found}", "un entier est attendu, trouvé : {found}"),
    _kind(
        "not-a-decimal",
        'expected a decimal number, as a text such as "0.10" (in Python Decimal("0.10")): at most 18 digits on each '
        'side, no exponent, no "-0"',
        "un nombre décimal est attendu, en texte comme « 0.10 » (en Python Decimal('0.10')) : au plus 18 chiffres de "
        "chaque côté, sans exposant, sans « -0 »",
    ),
    _kind(
        "not-a-date",
        "expected a day of the calendar written YYYY-MM-DD, from 1900 to 2199",
        "un jour du calendrier écrit AAAA-MM-JJ est attendu, de 1900 à 2199",
    ),
    _kind(
        "not-an-instant",
        "expected an instant in UTC, whole seconds, written 2024-07-05T10:30:00Z, from 1900 to 2199 (in Python, "
        "a datetime with tzinfo=timezone.utc and microsecond=0)",
        "un instant en UTC est attendu, en secondes entières, écrit 2024-07-05T10:30:00Z, de 1900 à 2199 (en Python, "
        "un datetime avec tzinfo=timezone.utc et microsecond=0)",
    ),
    _kind("missing-field", "the field {field!s} is missing", "le champ {field!s} manque"),
    _kind(
        "unknown-field",
        "this field is not part of the format: keep what is your own in extensions",
        "ce champ ne fait pas partie du format : gardez ce qui vous est propre dans extensions",
    ),
    _kind(
        "misspelt-field",
        "this field is not part of the format; {near} is",
        "ce champ ne fait pas partie du format ; {near} en fait partie",
    ),
    _kind("unknown-kind", "kind must be one of: {allowed}", "kind doit être l'un de : {allowed}"),
    _kind("not-in-vocabulary", "must be one of: {allowed}", "doit être l'un de : {allowed}"),
    _kind("wrong-type", "expected: {expected}; found: {found}", "attendu : {expected} ; trouvé : {found}"),
    # values
    _kind(
        "empty-text",
        "an empty text says nothing: leave the field out (null) instead",
        "un texte vide ne dit rien : laissez le champ absent (null)",
    ),
    _kind("text-too-long", "longer than {limit} bytes", "dépasse {limit} octets"),
    _kind(
        "id-malformed",
        "an id is made of 1 to 128 of the characters A-Z a-z 0-9 . _ : -",
        "un identifiant est fait de 1 à 128 des caractères A-Z a-z 0-9 . _ : -",
    ),
    _kind(
        "id-is-nir",
        "an id holds no social-security number: an id is shown, that number never is",
        "un identifiant ne contient pas de numéro de sécurité sociale : il est montré, ce numéro ne l'est jamais",
    ),
    _kind(
        "number-out-of-range",
        "must be at least {least} and at most {most}",
        "doit valoir au moins {least} et au plus {most}",
    ),
    _kind(
        "number-not-above",
        "must be more than {least} and at most {most}",
        "doit être supérieur à {least} et valoir au plus {most}",
    ),
    _kind("siren-malformed", "a SIREN is nine digits, without spaces", "un SIREN a neuf chiffres, sans espaces"),
    _kind(
        "siren-check-digit",
        "the check digit of this SIREN is wrong: compare it with the source",
        "la clé de ce SIREN est fausse : comparez-le avec la source",
    ),
    _kind(
        "siret-malformed", "a SIRET is fourteen digits, without spaces", "un SIRET a quatorze chiffres, sans espaces"
    ),
    _kind(
        "siret-check-digit",
        "the check digit of this SIRET is wrong: compare it with the source",
        "la clé de ce SIRET est fausse : comparez-le avec la source",
    ),
    _kind(
        "nir-malformed",
        "a NIR is fifteen characters: thirteen and a key of two digits",
        "un NIR a quinze caractères : treize et une clé de deux chiffres",
    ),
    _kind(
        "nir-check-digit",
        "the key of this NIR is wrong: compare it with the source",
        "la clé de ce NIR est fausse : comparez-le avec la source",
    ),
    _kind(
        "nir-start-malformed",
        "the start of a NIR is its first five digits, and no more",
        "le début d'un NIR est fait de ses cinq premiers chiffres, et de rien de plus",
    ),
    _kind(
        "digest-malformed",
        "a digest is written sha256: and 64 hexadecimal digits",
        "une empreinte s'écrit sha256: suivi de 64 chiffres hexadécimaux",
    ),
    _kind(
        "cas-malformed",
        "a CAS number is written 71-43-2: two to seven digits, two digits, one digit",
        "un numéro CAS s'écrit 71-43-2 : deux à sept chiffres, deux chiffres, un chiffre",
    ),
    _kind(
        "cas-check-digit",
        "the check digit of this CAS number is wrong: compare it with the source",
        "la clé de ce numéro CAS est fausse : comparez-le avec la source",
    ),
    _kind(
        "ec-malformed",
        "an EC number is written 200-753-7",
        "un numéro CE s'écrit 200-753-7",
    ),
    _kind(
        "ec-check-digit",
        "the check digit of this EC number is wrong: compare it with the source",
        "la clé de ce numéro CE est fausse : comparez-le avec la source",
    ),
    _kind(
        "clp-index-malformed",
        "a CLP index number is written 601-020-00-8",
        "un numéro index CLP s'écrit 601-020-00-8",
    ),
    _kind(
        "clp-index-check-digit",
        "the check digit of this CLP index number is wrong: compare it with the source",
        "la clé de ce numéro index CLP est fausse : comparez-le avec la source",
    ),
    _kind(
        "country-malformed",
        "a country is two capital letters (ISO 3166-1), such as FR",
        "un pays s'écrit en deux capitales (ISO 3166-1), par exemple FR",
    ),
    _kind(
        "municipality-malformed",
        "a municipality code (Insee) is five characters, such as 21231, 2A004 or 99101",
        "un code de commune (Insee) a cinq caractères, par exemple 21231, 2A004 ou 99101",
    ),
    _kind(
        "extension-key-malformed",
        "a key of extensions is a domain name reversed, such as org.example.field",
        "une clé d'extensions est un nom de domaine renversé, par exemple org.exemple.champ",
    ),
    # what would make an object meaningless
    _kind("period-end-before-start", "the end lies before the start", "la fin précède le début"),
    _kind(
        "period-ended-twice",
        "ended says that the last day is not known, yet an end is given: keep one of the two",
        "ended dit que le dernier jour n'est pas connu, or une fin est donnée : gardez l'un des deux",
    ),
    _kind(
        "value-and-not-known",
        "{field!s} has a value and is also said to be not known: keep one of the two",
        "{field!s} a une valeur et est aussi dit inconnu : gardez l'un des deux",
    ),
    _kind(
        "not-known-twice",
        "{field!s} is said twice to be not known",
        "{field!s} est dit deux fois inconnu",
    ),
    _kind(
        "assignment-without-place",
        "an assignment names a workstation or a situation",
        "une affectation nomme un poste de travail ou une situation",
    ),
    _kind(
        "lactation-without-class",
        "effects on lactation have no class: leave cmr_class out",
        "les effets sur l'allaitement n'ont pas de classe : laissez cmr_class absent",
    ),
    _kind(
        "fractions-reversed",
        "the least fraction is larger than the most",
        "la fraction minimale dépasse la maximale",
    ),
    _kind(
        "unread-needs-newer-version",
        "records that were not read belong to a register of a newer minor version",
        "des enregistrements non lus supposent un registre d'une version mineure plus récente",
    ),
    _kind(
        "unread-malformed",
        "a record kept unread is canonical JSON: an object with its own id; beside the collections, an object of one "
        "field that this version does not know",
        "un enregistrement gardé sans être lu est du JSON canonique : un objet avec son propre identifiant ; à côté "
        "des collections, un objet d'un seul champ que cette version ne connaît pas",
    ),
    _kind(
        "migration-failed",
        "the document could not be brought from version {version} of the format to {supported} ({exception}): it is "
        "not what that version describes, or the migration is at fault",
        "le document n'a pas pu être porté de la version {version} du format à la version {supported} ({exception}) : "
        "il n'est pas ce que cette version décrit, ou la migration est en défaut",
    ),
    _kind(
        "conversion-between-kinds",
        "{source!s} is not convertible to {target!s}: {why}",
        "{source!s} ne se convertit pas en {target!s} : {why}",
    ),
    _kind(
        "merge-conflict",
        "the id {id} has another content in the other register: {fields}",
        "l'identifiant {id} a un autre contenu dans l'autre registre : {fields}",
    ),
    _kind(
        "merge-target-missing",
        "same leads from an id of the second register to an id of the first, and one of the two is not there",
        "same mène d'un identifiant du second registre à un identifiant du premier, et l'un des deux n'y est pas",
    ),
    _kind(
        "id-unknown",
        "no record of the register has this id",
        "aucun enregistrement du registre ne porte cet identifiant",
    ),
)

FORM: Final = {kind.code: kind for kind in _KINDS}
"""Every kind of problem that a constructor or a reader tells, by code."""
