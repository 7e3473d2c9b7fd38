"""The schema of a pack, as a table: every key, its kind, whether it is needed, and what it says in French.

`docs/convention/pack.md` is checked against it by a test; lengths are those of the tables that keep the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lekol.agreement.rules.kinds import (
    CLAUSE,
    DAY,
    FLAG,
    MEASURE,
    SCHOOL_YEAR,
    SCOPE,
    SHARE,
    SIREN,
    UAI,
    Kind,
    day_or,
    many,
    one_of,
    slug,
    text,
    whole,
)
from lekol.agreement.rules.routing import NATURES as FAULT_NATURES
from lekol.agreement.rules.routing import ORIGINS
from lekol.agreement.rules.term import LAST_DAYS, RULES

LEVELS = (
    "commune", "epci", "departement", "region", "etat", "rectorat", "dsden", "circonscription",
    "etablissement", "ecole", "association", "entreprise", "public",
)  # fmt: skip
TONES = ("ville", "rectorat", "autre")
NATURES = ("moyens", "resultat")
SCHOOL_KINDS = ("maternelle", "elementaire", "primaire")
SHORT, LONG = 200, 8000


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table, or a table inside it."""

    name: str
    kind: "Kind | Table"
    says: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of keys; `repeated` when it is written between double brackets, once per row."""

    keys: tuple[Key, ...]
    repeated: bool = False

    def key(self, name: str) -> Key | None:
        return next((key for key in self.keys if key.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys)


AGREEMENT = Table((
    Key("slug", slug(60), "Identifiant de la convention, celui de son adresse.", needed=True),
    Key("title", text(300), "Intitulé complet.", needed=True),
    Key("short_title", text(120), "Intitulé court, pour les listes.", needed=True),
    Key("scope", SCOPE, "Territoire dont les écoles sont concernées.", needed=True),
    Key("demonstration", FLAG, "true pour un texte inventé, signalé comme tel sur chaque page."),
    Key("schools", many(UAI), "Écoles de l’annexe, si le texte n’en concerne que certaines."),
    Key("predecessor", slug(60), "Identifiant de la convention à laquelle celle-ci succède."),
    Key("parent", slug(60), "Identifiant de la convention mère dont celle-ci découle."),
    Key("signed_on", DAY, "Date de la dernière signature. Absente : la durée reste inconnue."),
))  # fmt: skip

TERM = Table((
    Key("rule", one_of(*RULES), "Comment la durée se calcule ; « annees » si rien n’est dit."),
    Key("years", whole(1, 99), "Nombre d’années (règle « annees »)."),
    Key("from", day_or("signature"), "Point de départ : « signature », ou une date."),
    Key("until", DAY, "Dernier jour, inclus (règle « dates »)."),
    Key("school_years", many(SCHOOL_YEAR), "Années scolaires couvertes (règle « annees_scolaires »)."),
    Key("event", text(SHORT), "Événement qui met fin à la convention (règle « evenement »)."),
    Key("event_on", DAY, "Jour de cet événement, quand il est connu : dernier jour inclus."),
    Key("last_day", one_of(*LAST_DAYS), "« veille » (par défaut) ou « anniversaire » du départ."),
    Key("renewal", one_of("aucune", "tacite", "expresse"), "Reconduction prévue ; « aucune » si rien n’est dit."),
    Key("clause", CLAUSE, "Clause qui le dit."),
))  # fmt: skip

NOTICE = Table((
    Key("form", text(SHORT), "Forme de la mise en demeure.", needed=True),
    Key("days", whole(1, 730), "Délai en jours.", needed=True),
    Key("from", one_of("envoi", "reception"), "Ce qui fait courir le délai.", needed=True),
    Key("effect", text(SHORT), "Ce qui se produit au terme du délai.", needed=True),
    Key("wording", text(LONG), "Ce que le texte en dit."),
    Key("clause", CLAUSE, "Clause qui le dit."),
))  # fmt: skip

AMENDMENT = Table((
    Key("procedure", text(LONG), "Ce qu’il faut faire pour modifier la convention.", needed=True),
    Key("lasts", one_of("duree_residuelle", "fixee_par_avenant"), "Durée d’un avenant.", needed=True),
    Key("clause", CLAUSE, "Clause qui le dit."),
))  # fmt: skip

AMENDMENTS = Table((
    Key("number", whole(1, 99), "Numéro de l’avenant.", needed=True),
    Key("on", DAY, "Date de signature.", needed=True),
    Key("title", text(SHORT), "Objet de l’avenant.", needed=True),
), repeated=True)  # fmt: skip

PARTIES = Table((
    Key("key", slug(30), "Clé par laquelle le reste du fichier nomme cette partie.", needed=True),
    Key("name", text(160), "Nom que le texte donne à la partie.", needed=True),
    Key("short_name", text(40), "Nom court, pour les tableaux.", needed=True),
    Key("level", one_of(*LEVELS), "Niveau d’administration, ou nature de l’organisme.", needed=True),
    Key("entity", text(160), "Organisme réel, quand le texte lui donne un autre nom."),
    Key("code", text(12), "Code public : INSEE d’une commune, numéro d’académie, UAI d’un établissement."),
    Key("siren", SIREN, "Numéro SIREN."),
    Key("letter", text(2), "Une ou deux lettres montrées à l’écran ; exigées d’une partie signataire."),
    Key("tone", one_of(*TONES), "Apparence à l’écran ; « autre » si rien n’est dit."),
    Key("signing", FLAG, "false pour un acteur que le texte cite sans qu’il signe."),
    Key("signatory_function", text(120), "Fonction de qui signe."),
    Key("signatory_name", text(120), "Nom de qui signe."),
    Key("body", text(120), "Organe qui délibère, s’il y en a un."),
    Key("legal_form", text(120), "Forme et capital d’une personne privée."),
    Key("registration", text(60), "Immatriculation d’une personne privée."),
), repeated=True)  # fmt: skip

AIMS = Table((
    Key("key", slug(30), "Clé du but.", needed=True),
    Key("wording", text(LONG), "Énoncé, tel que signé.", needed=True),
), repeated=True)  # fmt: skip

OBJECTIVES = Table((
    Key("key", slug(30), "Clé que citent les engagements.", needed=True),
    Key("wording", text(LONG), "Énoncé, tel que signé.", needed=True),
), repeated=True)  # fmt: skip

ARTICLES = Table((
    Key("number", text(4), "Numéro de l’article ; une lettre pour un rapport ou une délibération.", needed=True),
    Key("title", text(200), "Intitulé.", needed=True),
    Key("wording", text(LONG), "Ce que l’article dit hors des engagements."),
), repeated=True)  # fmt: skip

ANNEXES = Table((
    Key("number", text(4), "Numéro ou lettre de l’annexe.", needed=True),
    Key("title", text(200), "Intitulé.", needed=True),
    Key("wording", text(LONG), "Contenu."),
), repeated=True)  # fmt: skip

TARGET = Table((
    Key("ratio", SHARE, "Part à atteindre."),
    Key("number", whole(1, 10_000_000), "Nombre à atteindre."),
    Key("unit", text(60), "Unité du nombre."),
    Key("on", day_or("terme"), "Échéance : une date, ou « terme » pour la fin de la convention."),
))  # fmt: skip

COMMITMENTS = Table((
    Key("clause", CLAUSE, "Numéro stable, article puis rang.", needed=True),
    Key("article", text(4), "Numéro de l’article ; inutile, la clause le dit déjà."),
    Key("title", text(160), "Intitulé court, en français simple.", needed=True),
    Key("wording", text(LONG), "Ce qui est promis, en français simple et fidèle.", needed=True),
    Key("source", text(LONG), "Extrait mot pour mot du texte signé ; « […] » marque une coupure."),
    Key("debtors", many(slug(30)), "Parties qui doivent.", needed=True),
    Key("joint", FLAG, "false si plusieurs débiteurs doivent chacun de leur côté ; sinon ils doivent ensemble."),
    Key("with", many(slug(30)), "Parties qui collaborent sans devoir."),
    Key("beneficiaries", many(slug(30)), "Parties ou acteurs à qui la promesse est faite."),
    Key("condition", text(SHORT), "Condition, comme « selon l’éligibilité »."),
    Key("school_kinds", many(one_of(*SCHOOL_KINDS)), "Types d’école concernés, si ce n’est pas tous."),
    Key("nature", one_of(*NATURES), "Obligation de moyens, ou de résultat (par défaut)."),
    Key("owner", text(120), "Fonction ou service qui porte l’engagement."),
    Key("measures", many(MEASURE), "Mesures qui le comptent. À défaut, « declared = true »."),
    Key("declared", FLAG, "true : aucune mesure ne le compte, le débiteur déclare."),
    Key("target", TARGET, "Cible."),
    Key("objectives", many(slug(30)), "Objectifs servis."),
), repeated=True)  # fmt: skip

SEAT = (
    Key("party", slug(30), "Partie qui désigne.", needed=True),
    Key("function", text(SHORT), "Fonction, telle que le texte la nomme.", needed=True),
    Key("substitute", FLAG, "true si le texte dit « ou son représentant »."),
    Key("count", whole(1, 99), "Nombre de sièges de cette fonction ; 1 si rien n’est dit."),
)

COMMITTEES = Table((
    Key("key", slug(30), "Clé du comité.", needed=True),
    Key("name", text(120), "Nom.", needed=True),
    Key("clause", CLAUSE, "Clause qui l’institue."),
    Key("frequency", text(SHORT), "Rythme des réunions, tel que le texte le dit."),
    Key("minimum", whole(1, 99), "Nombre minimal de réunions par période."),
    Key("per", one_of("annee", "annee_scolaire"), "La période."),
    Key("extraordinary", FLAG, "true si des réunions extraordinaires sont prévues."),
    Key("named_by", slug(30), "Comité qui désigne les membres de celui-ci."),
    Key("missions", many(text(LONG)), "Missions."),
    Key("quorum", whole(1, 200), "Nombre de membres présents qu’il faut pour délibérer."),
    Key("chairs", Table(SEAT, repeated=True), "Co-présidents."),
    Key("members", Table(SEAT, repeated=True), "Membres, par fonction."),
), repeated=True)  # fmt: skip

BASE_EQUIPMENT = Table((
    Key("clause", CLAUSE, "Clause qui l’exige.", needed=True),
    Key("slots", Table((
        Key("kind", slug(18), "poste_direction, poste_secretariat, telephone, copieur, internet…", needed=True),
        Key("label", text(120), "Ce que le texte exige.", needed=True),
        Key("exclusive", FLAG, "true pour un usage exclusif."),
        Key("count", whole(1, 99), "Nombre ; 1 si rien n’est dit."),
    ), repeated=True), "Emplacements à pourvoir dans chaque direction.", needed=True),
))  # fmt: skip

TROLLEY = Table((
    Key("clause", CLAUSE, "Clause qui la promet.", needed=True),
    Key("composition", Table((
        Key("kind", slug(16), "Type de matériel : tablette, portable, videoprojecteur, borne…", needed=True),
        Key("label", text(120), "Ce que le texte nomme."),
        Key("count", whole(1, 99), "Nombre par mallette.", needed=True),
    ), repeated=True), "Composition d’une mallette.", needed=True),
    Key("trolleys", whole(1, 100_000), "Mallettes à terme."),
    Key("tablets", whole(1, 1_000_000), "Tablettes à terme."),
    Key("schools", whole(1, 100_000), "Écoles à équiper."),
))  # fmt: skip

ROUTING = Table((
    Key("natures", many(one_of(*FAULT_NATURES)), "Natures de panne visées ; toutes si rien n’est dit."),
    Key("origins", many(one_of(*ORIGINS)), "Origines du matériel visées ; toutes si rien n’est dit."),
    Key("warranty", FLAG, "true : sous garantie ; false : hors garantie ; absente : peu importe."),
    Key("expert", FLAG, "true : niveau expert requis ; false : non requis ; absente : peu importe."),
    Key("desk", slug(30), "Partie ou acteur qui prend en charge.", needed=True),
    Key("clause", CLAUSE, "Clause qui le dit.", needed=True),
    Key("reason", text(SHORT), "Phrase montrée à l’école.", needed=True),
), repeated=True)  # fmt: skip

PACK = Table((
    Key("agreement", AGREEMENT, "La convention.", needed=True),
    Key("term", TERM, "Sa durée.", needed=True),
    Key("notice", NOTICE, "La mise en demeure en cas de manquement."),
    Key("amendment", AMENDMENT, "Comment on la modifie."),
    Key("amendments", AMENDMENTS, "Les avenants signés."),
    Key("parties", PARTIES, "Les parties, et les acteurs cités.", needed=True),
    Key("aims", AIMS, "Les buts de la convention."),
    Key("objectives", OBJECTIVES, "Les objectifs partagés, que servent les engagements."),
    Key("articles", ARTICLES, "Les articles, dans l’ordre du texte.", needed=True),
    Key("annexes", ANNEXES, "Les annexes."),
    Key("commitments", COMMITMENTS, "Les engagements : une promesse chacun.", needed=True),
    Key("committees", COMMITTEES, "Les comités."),
    Key("base_equipment", BASE_EQUIPMENT, "L’équipement de base d’une direction d’école."),
    Key("trolley", TROLLEY, "La mallette numérique."),
    Key("routing", ROUTING, "Qui répare quoi : la première ligne qui convient décide."),
))  # fmt: skip


def tables(table: Table = PACK, above: str = "") -> Iterator[tuple[str, Table]]:
    """Every table of the schema with its full name, « base_equipment.slots », in order."""
    for key in table.keys:
        if isinstance(key.kind, Table):
            name = f"{above}{key.name}"
            yield name, key.kind
            yield from tables(key.kind, f"{name}.")
