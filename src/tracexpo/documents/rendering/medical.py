"""The physician's part of an attestation, rendered by itself alone: no other document is given to this module.

Source: arrêté du 28 février 1995, annexe I, part 3.
"""

from collections.abc import Iterable
from typing import Final

from tracexpo.documents.medical import Finding, MedicalPart
from tracexpo.documents.rendering.page import signature
from tracexpo.documents.rendering.parts import Row, blank, facts, section, table
from tracexpo.documents.rendering.spelling import Speech, speech_in
from tracexpo.documents.rendering.style import style_sheet
from tracexpo.documents.rendering.tree import Node, Tag, tag
from tracexpo.errors import InvalidValueError
from tracexpo.form import type_name
from tracexpo.problems import Language

__all__ = ["medical_page"]

_ARTICLE: Final = "arrêté du 28 février 1995, annexe I"


def medical_page(part: MedicalPart, lang: Language) -> str:
    """Return the physician's part as one HTML file, under medical secrecy.

    Raises:
        InvalidValueError: for anything else, and for another language than the two.
    """
    if type(part) is not MedicalPart:
        raise InvalidValueError("wrong-type", "/part", {"expected": "MedicalPart", "found": type_name(part)})
    speech = speech_in(lang)
    title = speech("medical-part")
    foot = "\n".join((speech("medical-secrecy"), speech.named(speech("belongs-to"), part.attestation)))
    style = style_sheet("portrait", foot=foot, head=speech("medical-secrecy"), page=speech("page"), of=speech("of"))
    head = tag("head", tag("meta", charset="utf-8"), tag("title", title), tag("style", style))
    top = tag(
        "header",
        tag("h1", title),
        tag("p", _ARTICLE, class_="articles"),
        tag("p", speech("medical-secrecy"), class_="notice"),
        class_="top",
    )
    signed = tag("div", signature(speech, speech("occupational-physician"), part.physician), class_="signatures")
    body = tag("main", *_body(part, speech), section(speech("signatures"), signed, id="signatures"))
    below = tag("footer", tag("p", speech.named(speech("belongs-to"), part.attestation)), class_="foot")
    page = tag("html", head, tag("body", top, body, below), lang=speech.lang)
    return f"<!DOCTYPE html>\n{page}\n"


def _body(part: MedicalPart, speech: Speech) -> Iterable[Node]:
    rows: list[tuple[str, Node]] = [
        (speech("written-on"), None if part.written_on is None else speech.day(part.written_on)),
        (speech("own-physician"), part.recipient),
        (speech("consent-on"), None if part.consent_on is None else speech.day(part.consent_on)),
    ]
    yield section(speech("transmission"), facts(speech, rows, one=True), id="transmission")
    last = () if part.last_examination is None else (part.last_examination,)
    for key, found in (
        ("findings", part.findings),
        ("examinations", part.examinations),
        ("last-examination", last),
    ):
        yield section(speech(key), _findings(key, found, speech), id=key)
    yield section(speech("other-information"), tag("p", part.other or blank(speech)), id="other")


def _findings(key: str, found: Iterable[Finding], speech: Speech) -> Tag:
    rows = [Row([speech.day(one.on), one.text]) for one in found]
    if not rows:
        return tag("p", blank(speech))
    return table(speech(key), [speech("date"), speech("finding")], rows, widths=(25, 75))
