"""What the generator draws from: agents as French law and practice name them, and made-up work that exposes to them.

The agents and their numbers are real, a limit is one that was printed for the agent (null where none was at hand);
the work, the measures and the remarks are invented. Nothing here is a statement about any firm.
"""

from typing import NamedTuple


class Agent(NamedTuple):
    """An agent: a substance where it has numbers, else a listed process or a family."""

    name: str
    cas: str | None
    ec: str | None
    clp_index: str | None
    kind: str
    limit: str | None
    """Printed limit, in the unit of the kind of work."""
    listed_as: str | None = None

    @property
    def id(self) -> str:
        if self.cas is not None:
            return f"cas:{self.cas}"
        return f"index:{self.clp_index}" if self.clp_index is not None else f"process:{self.listed_as}"


class Kind(NamedTuple):
    """A kind of work: all that is said of it in other words at another workstation."""

    unit: str
    fraction: str | None
    jobs: tuple[str, ...]
    work: tuple[str, ...]
    process: tuple[str, ...]
    nature: tuple[str, ...]
    routes: tuple[str, ...]
    measures: tuple[tuple[str, str, str | None], ...]
    """Place in the STOP order, name, assigned protection factor."""
    product: tuple[str, ...]
    other_risks: tuple[str, ...]


_SUBSTANCES = """
Benzène|71-43-2|200-753-7|601-020-00-8|vapours|0.66
Formaldéhyde|50-00-0|200-001-8|605-001-00-5|laboratory|0.37
Trichloroéthylène|79-01-6|201-167-4|602-027-00-9|vapours|54.7
1,3-Butadiène|106-99-0|203-450-8|601-013-00-X|chemistry|2.2
Chlorure de vinyle|75-01-4|200-831-0|602-023-00-7|chemistry|2.59
Acrylonitrile|107-13-1|203-466-5|608-003-00-4|chemistry|1
Acrylamide|79-06-1|201-173-7|616-003-00-0|laboratory|0.1
Oxyde d'éthylène|75-21-8|200-849-9|603-023-00-X|chemistry|1.8
Oxyde de propylène|75-56-9|200-879-2|603-055-00-4|chemistry|2.4
Hydrazine|302-01-2|206-114-9|007-008-00-3|chemistry|0.013
o-Toluidine|95-53-4|202-429-0|612-091-00-X|chemistry|0.5
2-Nitropropane|79-46-9|201-209-1|609-002-00-1|vapours|18
Bromoéthylène|593-60-2|209-800-6|602-024-00-2|chemistry|4.4
1,2-Dibromoéthane|106-93-4|203-444-5|602-010-00-6|chemistry|
1,2-Dichloroéthane|107-06-2|203-458-1|602-012-00-7|vapours|8.2
Épichlorhydrine|106-89-8|203-439-8|603-026-00-6|chemistry|1.9
4,4'-Méthylènedianiline|101-77-9|202-974-4|612-051-00-1|chemistry|
4,4'-Méthylènebis(2-chloroaniline)|101-14-4|202-918-9|612-078-00-9|chemistry|
Benzidine|92-87-5|202-199-1|612-042-00-2|laboratory|
2-Naphtylamine|91-59-8|202-080-4|612-022-00-3|laboratory|
4-Aminobiphényle|92-67-1|202-177-1|612-072-00-6|laboratory|
Benzo[a]pyrène|50-32-8|200-028-5|601-032-00-3|fumes|
Béryllium|7440-41-7|231-150-7|004-001-00-7|machining|
Cadmium|7440-43-9|231-152-8|048-002-00-0|fumes|
Cobalt|7440-48-4|231-158-0|027-001-00-9|machining|
Monoxyde de nickel|1313-99-1|215-215-7|028-003-00-2|fumes|
Trioxyde de chrome|1333-82-0|215-607-8|024-001-00-0|baths|0.001
Dichromate de potassium|7778-50-9|231-906-6|024-002-00-6|baths|0.001
Plomb|7439-92-1|231-100-4|082-013-00-1|fumes|0.1
Acide arsénique|7778-39-4|231-901-9|033-005-00-1|laboratory|
Trioxyde d'arsenic|1327-53-3|215-481-4|033-003-00-0|fumes|
Mercure|7439-97-6|231-106-7|080-001-00-0|laboratory|
Monoxyde de carbone|630-08-0|211-128-3|006-001-00-2|fumes|23
Fibres céramiques réfractaires|||650-017-00-8|fibres|0.1
Amiante|1332-21-4||650-013-00-6|asbestos|0.01
N,N-Diméthylformamide|68-12-2|200-679-5|616-001-00-X|vapours|15
N,N-Diméthylacétamide|127-19-5|204-826-4|616-011-00-4|vapours|7.2
N-Méthyl-2-pyrrolidone|872-50-4|212-828-1|606-021-00-7|vapours|
2-Méthoxyéthanol|109-86-4|203-713-7|603-011-00-4|vapours|3.2
2-Éthoxyéthanol|110-80-5|203-804-1|603-012-00-X|vapours|8
Bisphénol A|80-05-7|201-245-8|604-030-00-0|chemistry|2
Éther bis(chlorométhylique)|542-88-1|208-832-8|603-046-00-5|chemistry|
Sulfate de diméthyle|77-78-1|201-058-1|016-023-00-4|chemistry|
Sulfate de diéthyle|64-67-5|200-589-6|016-027-00-6|chemistry|
1,4-Dioxane|123-91-1|204-661-8|603-024-00-5|vapours|73
Isoprène|78-79-5|201-143-3|601-014-00-5|chemistry|
Cumène|98-82-8|202-704-5|601-024-00-X|vapours|50
Nitrobenzène|98-95-3|202-716-0|609-003-00-7|chemistry|
"""

_PROCESSES = """
Fabrication d'auramine|chemistry|auramine-manufacture|
Travaux exposant aux hydrocarbures polycycliques aromatiques de la houille|fumes|pah-coal|
Grillage et électroraffinage des mattes de nickel|fumes|nickel-mattes|
Procédé à l'acide fort dans la fabrication d'alcool isopropylique|chemistry|isopropanol-strong-acid|
Travaux exposant aux poussières de bois inhalables|wood|wood-dust|1
Travaux exposant au formaldéhyde|laboratory|formaldehyde-work|0.37
Travaux exposant à la poussière de silice cristalline alvéolaire|silica|crystalline-silica|0.1
Exposition cutanée à des huiles minérales usagées|oils|used-engine-oils|
Travaux exposant aux émissions d'échappement de moteurs Diesel|exhaust|diesel-exhaust|0.05
"""


def _agents() -> tuple[Agent, ...]:
    agents = []
    for line in _SUBSTANCES.strip().splitlines():
        name, cas, ec, index, kind, limit = line.split("|")
        agents.append(Agent(name, cas or None, ec or None, index, kind, limit or None))
    for line in _PROCESSES.strip().splitlines():
        name, kind, listed_as, limit = line.split("|")
        agents.append(Agent(name, None, None, None, kind, limit or None, listed_as))
    return tuple(agents)


AGENTS = _agents()

_GLOVES = ("personal", "Gants nitrile à manchettes", None)
_HALF_MASK = ("personal", "Demi-masque A2P3", "10")
_VENTILATED = ("personal", "Cagoule à ventilation assistée TM3P", "60")
_SOURCE = ("technical", "Captage à la source relié au réseau", None)
_ROTATION = ("organisational", "Rotation des postes, accès limité", None)

KINDS = {
    "vapours": Kind(
        "mg/m3",
        None,
        ("Dégraisseur", "Peintre au pistolet", "Colleur", "Préparateur de mélanges"),
        ("Dégraissage de pièces", "Nettoyage au chiffon", "Transvasement de solvants", "Encollage"),
        ("Bac ouvert, à froid", "Machine close, à chaud", "Manuel, au pinceau"),
        ("Inhalation de vapeurs", "Inhalation de vapeurs, contact cutané"),
        ("inhalation", "dermal"),
        (_SOURCE, _GLOVES, _HALF_MASK),
        ("Liquide volatil, point éclair 12 °C", "Mélange de solvants, fiche de 2021"),
        ("Incendie", "Bruit"),
    ),
    "chemistry": Kind(
        "mg/m3",
        None,
        ("Opérateur de fabrication", "Conducteur de réacteur", "Agent de maintenance"),
        ("Chargement de réacteur", "Prise d'échantillon", "Ouverture d'équipement", "Dépotage de citerne"),
        ("Réacteur clos, sous azote", "Ligne en dépression", "Ouverture ponctuelle"),
        ("Inhalation de gaz, ponctuelle", "Inhalation lors des ouvertures"),
        ("inhalation",),
        (("technical", "Système clos", None), ("technical", "Détection fixe de gaz", None), _HALF_MASK),
        ("Gaz liquéfié sous pression", "Liquide réactif, stabilisé"),
        ("Explosion", "Brûlures chimiques"),
    ),
    "laboratory": Kind(
        "mg/m3",
        None,
        ("Technicien de laboratoire", "Laborantin d'anatomie pathologique"),
        ("Préparation de solutions", "Analyse de routine", "Macroscopie"),
        ("Sous sorbonne", "Paillasse aspirante"),
        ("Inhalation ponctuelle, contact cutané possible", "Inhalation de faible durée"),
        ("inhalation", "dermal"),
        (("technical", "Sorbonne contrôlée chaque année", None), _GLOVES),
        ("Solution aqueuse à 4 %", "Poudre en petite quantité"),
        ("Piqûres", "Produits corrosifs"),
    ),
    "fumes": Kind(
        "mg/m3",
        "inhalable",
        ("Soudeur", "Fondeur", "Oxycoupeur"),
        ("Soudage à l'arc", "Coulée en lingotière", "Décrassage de four", "Oxycoupage"),
        ("TIG", "MIG sur inox", "Four à induction"),
        ("Inhalation de fumées", "Inhalation de fumées et poussières, ingestion"),
        ("inhalation", "ingestion"),
        (("technical", "Torche aspirante", None), _VENTILATED, _ROTATION),
        ("Fumées métalliques", "Métal en fusion"),
        ("Chaleur", "Bruit", "Rayonnements optiques"),
    ),
    "machining": Kind(
        "mg/m3",
        "respirable",
        ("Affûteur", "Tourneur", "Rectifieur"),
        ("Affûtage d'outils carbure", "Usinage à sec", "Rectification"),
        ("À sec", "Sous arrosage", "Machine carénée"),
        ("Inhalation de poussières", "Inhalation de brouillards"),
        ("inhalation",),
        (("substitution", "Usinage sous arrosage", None), _SOURCE, ("personal", "Masque FFP3", "20")),
        ("Poussières fines", "Carbure fritté"),
        ("Bruit", "Coupures"),
    ),
    "baths": Kind(
        "mg/m3",
        "inhalable",
        ("Opérateur de bains de chromage", "Chromeur"),
        ("Chromage dur", "Mise à niveau des bains", "Décapage"),
        ("Électrolyse, bain à 55 °C", "Immersion"),
        ("Inhalation d'aérosols, contact cutané", "Inhalation d'aérosols"),
        ("inhalation", "dermal"),
        (("technical", "Aspiration latérale des bains", None), _GLOVES, ("personal", "Masque FFP3", "20")),
        ("Solution à 250 g/L", "Mouillant ajouté"),
        ("Acides", "Risque électrique"),
    ),
    "wood": Kind(
        "mg/m3",
        "inhalable",
        ("Menuisier", "Ponceur", "Conducteur de toupie"),
        ("Ponçage", "Sciage", "Toupillage"),
        ("Ponceuse orbitale", "Machine fixe", "Table aspirante"),
        ("Inhalation de poussières", "Inhalation de poussières fines"),
        ("inhalation",),
        (_SOURCE, ("technical", "Table aspirante", None), ("personal", "Masque FFP2", "10")),
        ("Chêne et hêtre", "Panneaux agglomérés"),
        ("Coupures", "Bruit"),
    ),
    "silica": Kind(
        "mg/m3",
        "respirable",
        ("Tailleur de pierre", "Foreur", "Maçon"),
        ("Taille de pierre", "Forage", "Sciage de béton"),
        ("À sec", "À l'humide"),
        ("Inhalation de poussières alvéolaires",),
        ("inhalation",),
        (("technical", "Travail à l'humide", None), _VENTILATED, _ROTATION),
        ("Grès, 80 % de quartz", "Béton"),
        ("Vibrations", "Bruit"),
    ),
    "fibres": Kind(
        "f/cm3",
        "respirable",
        ("Fumiste", "Monteur de fours"),
        ("Réfection de four", "Pose de nappes isolantes"),
        ("Découpe manuelle", "Arrachage humide"),
        ("Inhalation de fibres",),
        ("inhalation",),
        (("technical", "Humidification", None), _VENTILATED),
        ("Nappes neuves", "Nappes vieillies à chaud"),
        ("Travail en espace confiné",),
    ),
    "asbestos": Kind(
        "f/L",
        None,
        ("Opérateur de retrait", "Agent d'intervention"),
        ("Retrait de dalles", "Perçage de flocage", "Dépose de conduits"),
        ("Racloir, imprégnation à cœur", "Dépose sans casse"),
        ("Inhalation de fibres",),
        ("inhalation",),
        (("technical", "Confinement en dépression", None), ("personal", "Adduction d'air", "250"), _ROTATION),
        ("Dalles de sol", "Fibres-ciment"),
        ("Chutes de hauteur", "Chaleur"),
    ),
    "oils": Kind(
        "mg/m3",
        None,
        ("Mécanicien", "Mécanicien d'engins"),
        ("Vidange", "Démontage de moteurs"),
        ("Manuel", "Sur fosse"),
        ("Contact cutané",),
        ("dermal",),
        (_GLOVES, ("organisational", "Change quotidien des vêtements", None)),
        ("Huile moteur usagée",),
        ("Glissades", "Manutention"),
    ),
    "exhaust": Kind(
        "mg/m3",
        "respirable",
        ("Conducteur d'engins", "Contrôleur technique"),
        ("Conduite en hangar", "Contrôle de véhicules"),
        ("Moteur en marche, intérieur", "Essai au banc"),
        ("Inhalation de gaz d'échappement",),
        ("inhalation",),
        (("technical", "Extraction à l'échappement", None), ("substitution", "Chariots électriques", None)),
        ("Exprimé en carbone élémentaire",),
        ("Bruit", "Collisions"),
    ),
}

NOTES = (
    "Limite abaissée depuis",
    "Niveau à confirmer à la prochaine campagne",
    "Poste supprimé lors du réaménagement",
    "Remplacement ponctuel",
)
