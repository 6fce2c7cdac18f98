import copy
import pickle

import pytest

from tracexpo.units import Unit
from tracexpo.vocabularies import AuthorRole, CmrClass, Precision, Vocabulary

EVERY_WORD = [word for cls in Vocabulary.__subclasses__() for word in cls]


def test_a_word_is_its_spelling() -> None:
    assert AuthorRole.LABOUR_INSPECTOR == "labour-inspector"
    assert str(AuthorRole.LABOUR_INSPECTOR) == f"{AuthorRole.LABOUR_INSPECTOR}" == "labour-inspector"
    assert AuthorRole("labour-inspector") is AuthorRole.LABOUR_INSPECTOR
    assert hash(AuthorRole.LABOUR_INSPECTOR) == hash("labour-inspector")


@pytest.mark.parametrize("spelling", ["LABOUR_INSPECTOR", "Labour-Inspector", "labour inspector", "", None, 1])
def test_a_word_has_one_spelling(spelling: object) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        AuthorRole(spelling)  # type: ignore[arg-type]


def test_words_survive_pickling_and_copying_as_themselves() -> None:
    for word in EVERY_WORD:
        assert pickle.loads(pickle.dumps(word)) is word
        assert copy.deepcopy(word) is word


def test_words_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Precision.DAY = Precision.YEAR  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del Precision.DAY


def test_labels_in_two_languages() -> None:
    assert AuthorRole.OCCUPATIONAL_PHYSICIAN.label == "occupational physician"
    assert AuthorRole.OCCUPATIONAL_PHYSICIAN.label_in("fr") == "médecin du travail"
    assert (Unit.UG_M3.label_in("en"), Unit.UG_G_CREATININE.label_in("fr")) == ("µg/m³", "µg/g de créatinine")
    with pytest.raises(ValueError, match="expected 'en' or 'fr'"):
        AuthorRole.WORKER.label_in("de")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cmr_class", "scheme"),
    [
        (CmrClass.CLP_1A, "clp"),
        (CmrClass.CLP_1B, "clp"),
        (CmrClass.CLP_2, "clp"),
        (CmrClass.OLD_1, "67/548"),
        (CmrClass.OLD_2, "67/548"),
        (CmrClass.OLD_3, "67/548"),
    ],
)
def test_a_class_carries_its_scheme(cmr_class: CmrClass, scheme: str) -> None:
    assert cmr_class.scheme == scheme
    assert cmr_class.value.startswith(scheme + "-")


@pytest.mark.parametrize("cmr_class", CmrClass)
def test_a_class_is_no_number(cmr_class: CmrClass) -> None:
    # "CMR 2" of 2009 is 1B of today: a class without its scheme says nothing
    assert cmr_class not in (1, 2, 3)
    with pytest.raises(ValueError, match="invalid literal"):
        int(cmr_class)
    with pytest.raises(TypeError):
        _ = cmr_class < 3  # type: ignore[operator]


def test_old_and_new_classes_never_meet() -> None:
    assert not {c.value for c in CmrClass if c.scheme == "clp"} & {c.value for c in CmrClass if c.scheme == "67/548"}
    assert CmrClass.OLD_2 != CmrClass.CLP_2
