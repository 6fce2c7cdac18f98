"""Finding entries: numbers, names, suggestions, contradictions."""

import pickle

import pytest

import tracexpo as tx
from tracexpo import catalogue
from tracexpo.catalogue.names import fold, names_in


@pytest.mark.parametrize(
    "text",
    [
        "1333-82-0",
        "1333–82–0",
        " CAS 1333-82-0 ",
        "n° CAS : 1333-82-0",
        "cas:1333-82-0",
        "215-607-8",
        "024-001-00-0",
        "index:024-001-00-0",
        "Trioxyde de chrome",
        "TRIOXYDE DU CHROME",
        "trioxyde de chrome VI",
        "CrO3",
        "chromium (VI) trioxide",
        "chromium trioxide",
        "Anhydride chromique",
    ],
)
def test_one_entry_by_any_of_its_names(text: str) -> None:
    assert [entry.id for entry in catalogue.find(text)] == ["index:024-001-00-0"]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Poussières de bois", "process:wood-dust"),
        ("bois (poussieres de)", "process:wood-dust"),
        ("wood-dust", "process:wood-dust"),
        ("process:wood-dust", "process:wood-dust"),
        ("Gaz d’échappement diesel", "process:diesel-exhaust"),
        ("silice cristalline", "process:crystalline-silica"),
        ("Quartz", "cas:14808-60-7"),
        ("Composés du nickel", "group:nickel-compounds"),
        ("Chrome VI et ses composés", "group:chromium-vi"),
        ("N, N-diméthyl formamide", "index:616-001-00-X"),
        ("formol", "index:605-001-00-5"),
        ("beryllium", "index:004-001-00-7"),
        ("nickel", "index:028-002-00-7"),
        ("amiante", "index:650-013-00-6"),
        ("12001-29-5", "index:650-013-00-6"),
        ("œstrogène-qui-n'existe-pas", None),
    ],
)
def test_names_of_every_kind_of_entry(text: str, id: str | None) -> None:
    assert [entry.id for entry in catalogue.find(text)] == ([] if id is None else [id])


def test_several_hits_are_told_as_several() -> None:
    assert {entry.id for entry in catalogue.find("7439-92-1")} == {"index:082-013-00-1", "index:082-014-00-7"}
    assert len(catalogue.find("lead")) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("71-43-3", "cas-check-digit"),
        ("200-753-1", "ec-check-digit"),
        ("200-005-1", "ec-check-digit"),
        ("601-020-00-7", "clp-index-check-digit"),
        ("cas:71-43-3", "cas-check-digit"),
    ],
)
def test_a_wrong_check_digit_is_told(text: str, code: str) -> None:
    with pytest.raises(tx.InvalidValueError) as caught:
        catalogue.find(text)
    assert caught.value.code == code


def test_what_is_not_text_is_refused() -> None:
    with pytest.raises(tx.InvalidValueError):
        catalogue.find(71)  # type: ignore[arg-type]
    with pytest.raises(tx.InvalidValueError):
        catalogue.shipped()._directory.question(71)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("trichlorethylen", "index:602-027-00-9"),
        ("formaldehyd", "index:605-001-00-5"),
        ("benzidin", "index:612-042-00-2"),
        ("poussiere de boi", "process:wood-dust"),
    ],
)
def test_suggestions_come_best_first(text: str, id: str) -> None:
    assert catalogue.suggest(text)[0].id == id


def test_an_unknown_text_gets_suggestions_and_is_not_repeated() -> None:
    with pytest.raises(catalogue.NotInCatalogueError) as caught:
        catalogue.history("trichlorethylen Exemple")
    error = caught.value
    assert "Exemple" not in str(error)
    assert "trichloroethylene" in str(error)
    assert error.entries
    assert "rien dans le catalogue" in error.message_in("fr")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.entries) == (str(error), error.entries)


def test_an_ambiguous_text_names_the_entries() -> None:
    with pytest.raises(catalogue.NotInCatalogueError, match=r"082-013-00-1.*082-014-00-7"):
        catalogue.history("7439-92-1")


@pytest.mark.parametrize("text", ["xqzw", "", "?", "12"])
def test_nothing_near_is_said_too(text: str) -> None:
    assert catalogue.find(text) == ()
    with pytest.raises(catalogue.NotInCatalogueError, match="nothing in the catalogue"):
        catalogue.history(text)


def substance(**fields: str) -> tx.Substance:
    return tx.Substance(**({"id": "a", "name": "x"} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "agent",
    [
        substance(name="Trioxyde de chrome"),
        substance(name="CrO3"),
        substance(cas_number="1333-82-0"),
        substance(ec_number="215-607-8"),
        substance(clp_index="024-001-00-0"),
        tx.UnidentifiedAgent(id="a", text="CrO3"),
        tx.Substance(id="a", name="?", names=tx.Names(en="chromium trioxide")),
    ],
)
def test_every_agent_of_the_model_ends_at_the_same_entry(agent: tx.Agent) -> None:
    assert [entry.id for entry in catalogue.entries_of(agent)] == ["index:024-001-00-0"]


def test_a_number_counts_before_the_name() -> None:
    unknown = substance(name="CrO3", cas_number="64-19-7")
    assert catalogue.entries_of(unknown) == ()
    assert catalogue.entries_of(tx.UnidentifiedAgent(id="a", text="71-43-3")) == ()
    assert catalogue.entries_of("rien de tel") == ()


def test_processes_and_families_of_the_model() -> None:
    by_id = tx.Process(id="p", name="bois", listed_as="wood-dust")
    by_name = tx.Process(id="p", name="Travaux exposant aux poussières de bois inhalables")
    assert catalogue.entries_of(by_id) == catalogue.entries_of(by_name) == catalogue.find("wood-dust")
    family = tx.AgentGroup(id="g", name="Sels de nickel")
    assert [entry.id for entry in catalogue.entries_of(family)] == ["group:nickel-compounds"]
    assert catalogue.entries_of(tx.AgentGroup(id="g", name="benzène")) == ()
    assert catalogue.entries_of(tx.Mixture(id="m", product_name="benzène")) == ()


@pytest.mark.parametrize(
    ("name", "cas", "expected"),
    [
        ("Trichloroéthylène", "127-18-4", False),
        ("Tétrachloroéthylène", "127-18-4", True),
        ("Cuivre", "127-18-4", None),
        ("Trichloroéthylène", "64-19-7", None),
        ("Silice cristalline", "14808-60-7", True),
        ("Composés du nickel", "7786-81-4", True),
        ("71-43-2", "71-43-2", True),
    ],
)
def test_a_name_that_contradicts_its_number_is_told(name: str, cas: str, expected: bool | None) -> None:
    answer = catalogue.name_matches(substance(name=name, cas_number=cas))
    assert answer.value is expected
    if expected is False:
        assert "tetrachloroethylene" in answer.text_in("en")
        assert "Tétrachloroéthylène" in answer.text_in("fr") or "Perchloroéthylène" in answer.text_in("fr")


def test_entries_say_what_they_are() -> None:
    benzene = catalogue.find("benzène")[0]
    assert isinstance(benzene, catalogue.SubstanceEntry)
    assert (benzene.names.fr, benzene.names.en, benzene.iarc_group) == ("Benzène", "benzene", "1")
    assert benzene.clp_index == "601-020-00-8"
    family = catalogue.find("Composés du nickel")[0]
    assert isinstance(family, catalogue.GroupEntry)
    assert "index:028-009-00-5" in family.members
    assert "index:028-002-00-7" not in family.members
    shipped = catalogue.shipped()
    assert shipped.entry("process:wood-dust") == catalogue.find("Poussières de bois")[0]
    assert shipped.entry("nothing") is None
    assert len(shipped.entries()) == len({entry.id for entry in shipped.entries()})


def test_folding() -> None:
    assert fold("Épichlorhydrine") == fold("epichlorhydrine")
    assert fold("β-naphtylamine") == "betanaphtylamine"
    assert fold("l'amiante") == fold("Amiante")
    assert fold("2-méthyl-1-propanol") != fold("1-méthyl-2-propanol")
    assert fold("") == ""


def test_the_names_of_a_designation() -> None:
    assert names_in("reaction mass of: a; b; methanol") == ("reaction mass of: a; b; methanol",)
    assert names_in("formaldehyde …%") == ("formaldehyde",)
    assert names_in("cadmium (non-pyrophoric) [1] | cadmium oxide [2]") == (
        "cadmium (non-pyrophoric)",
        "cadmium",
        "cadmium oxide",
    )
    assert names_in("lead massive:; [particle diameter ≥ 1 mm]") == ("lead massive",)
    assert names_in("") == ()
