"""What it costs, what it holds and what it cites: amounts, programmes, annexes, documents, data, services."""

from lekol.agreement.rules.kinds import (
    AMOUNT,
    CLAUSE,
    CURRENCY,
    DAY,
    DECIMAL,
    FLAG,
    SHARE,
    UAI,
    URL,
    many,
    one_of,
    slug,
    text,
    whole,
)
from lekol.agreement.rules.money import BASES, PERIODS, TAXES
from lekol.agreement.rules.schema.life import EFFECT
from lekol.agreement.rules.schema.table import LONG, SHORT, Key, Table

INDEX = Table((
    Key("name", text(120), "Nom de l’indice.", needed=True),
    Key("base", DECIMAL, "Valeur de l’indice au départ.", needed=True),
    Key("base_on", DAY, "Mois, ou jour, de cette valeur.", needed=True),
    Key("revised", one_of("an", "annee_scolaire", "exercice"), "Rythme de la révision.", needed=True),
    Key("share", SHARE, "Part du montant qui suit l’indice ; tout si rien n’est dit."),
))  # fmt: skip

AMOUNTS = Table((
    Key("key", slug(30), "Clé du montant.", needed=True),
    Key("title", text(160), "Ce que l’on paie.", needed=True),
    Key("payer", slug(30), "Partie, ou acteur, qui paie.", needed=True),
    Key("payee", slug(30), "Partie, ou acteur, qui reçoit.", needed=True),
    Key("amount", AMOUNT, "Montant : le total, ou celui d’une unité de « basis »."),
    Key("share", SHARE, "Ou bien : part d’un coût réel."),
    Key("free", FLAG, "true : c’est gratuit ; ni montant ni part."),
    Key("currency", CURRENCY, "Monnaie ; EUR si rien n’est dit."),
    Key("basis", one_of(*BASES), "Ce que le montant multiplie ; « forfait » si rien n’est dit."),
    Key("per", one_of(*PERIODS), "Rythme ; « une_fois » si rien n’est dit."),
    Key("cap", AMOUNT, "Plafond, par période."),
    Key("floor", AMOUNT, "Plancher, par période."),
    Key("tax", one_of(*TAXES), "Hors taxes, toutes taxes comprises, ou sans objet (par défaut)."),
    Key("from", DAY, "Premier jour où il vaut."),
    Key("until", DAY, "Dernier jour où il vaut."),
    Key("due", EFFECT, "Quand il se paie."),
    Key("index", INDEX, "Indexation."),
    Key("programme", slug(30), "Programme qui le finance."),
    Key("option", slug(30), "Clause facultative dont il fait partie."),
    Key("clause", CLAUSE, "Clause qui le dit."),
), repeated=True)  # fmt: skip

PROGRAMMES = Table((
    Key("key", slug(30), "Clé du programme.", needed=True),
    Key("name", text(160), "Nom du programme, ou de l’appel à projets.", needed=True),
    Key("funder", slug(30), "Acteur qui le finance.", needed=True),
    Key("reference", text(60), "Numéro du dossier."),
    Key("called_on", DAY, "Jour de l’appel à projets."),
    Key("ends_on", DAY, "Dernier jour du financement."),
    Key("url", URL, "Page du programme."),
), repeated=True)  # fmt: skip

ITEM = (
    Key("name", text(160), "Ce dont il s’agit.", needed=True),
    Key("count", whole(1, 1_000_000), "Nombre ; 1 si rien n’est dit."),
    Key("code", text(20), "Code public, ou numéro d’inventaire."),
    Key("owner", slug(30), "À qui cela appartient ; à défaut, le propriétaire de l’annexe."),
    Key("place", text(SHORT), "Où cela se trouve."),
    Key("value", AMOUNT, "Valeur."),
    Key("currency", CURRENCY, "Monnaie de la valeur ; EUR si rien n’est dit."),
    Key("share", SHARE, "Part mise à disposition, pour un agent ou un local."),
    Key("from", DAY, "Premier jour."),
    Key("until", DAY, "Dernier jour."),
)

ANNEXES = Table((
    Key("number", text(4), "Numéro ou lettre de l’annexe.", needed=True),
    Key("title", text(200), "Intitulé.", needed=True),
    Key("wording", text(LONG), "Contenu."),
    Key("kind", one_of("ecoles", "locaux", "biens", "contrats", "personnels", "donnees", "financier", "autre"),
        "Ce qu’elle liste ; « autre » si rien n’est dit."),
    Key("owner", slug(30), "Partie à qui ce qu’elle liste appartient, ou qui la tient à jour."),
    Key("place", text(SHORT), "Où elle peut être lue, ou bien où sont les choses."),
    Key("url", URL, "Adresse publique."),
    Key("on", DAY, "Date de l’annexe."),
    Key("schools", many(UAI), "Écoles qu’elle liste."),
    Key("items", Table(ITEM, repeated=True), "Ce qu’elle liste, ligne par ligne."),
    Key("clause", CLAUSE, "Clause qui la cite."),
), repeated=True)  # fmt: skip

DOCUMENTS = Table((
    Key("key", slug(30), "Clé du document.", needed=True),
    Key("title", text(200), "Intitulé.", needed=True),
    Key("kind", one_of("charte", "cadre", "loi", "cahier_des_charges", "appel", "autre"), "Nature.", needed=True),
    Key("author", slug(30), "Partie, ou acteur, qui l’a écrit."),
    Key("on", DAY, "Date du document."),
    Key("version", text(20), "Version."),
    Key("url", URL, "Adresse publique."),
    Key("binding", FLAG, "true s’il oblige les parties ; false s’il est seulement visé."),
    Key("clause", CLAUSE, "Clause qui le cite."),
), repeated=True)  # fmt: skip

DATA_ROLES = Table((
    Key("title", text(160), "Le traitement.", needed=True),
    Key("controllers", many(slug(30)), "Responsable du traitement ; plusieurs : responsables conjoints.", needed=True),
    Key("processors", many(slug(30)), "Sous-traitants."),
    Key("months", whole(1, 1200), "Durée de conservation, en mois."),
    Key("clause", CLAUSE, "Clause qui le dit."),
), repeated=True)  # fmt: skip

OPENS = Table((
    Key("key", slug(30), "Clé du service.", needed=True),
    Key("name", text(160), "Service que la convention ouvre.", needed=True),
    Key("provider", slug(30), "Acteur qui le fournit."),
    Key("takes_effect", EFFECT, "Quand il s’ouvre."),
    Key("url", URL, "Adresse du service."),
    Key("clause", CLAUSE, "Clause qui le dit."),
), repeated=True)  # fmt: skip

DISPUTES = Table((
    Key("prior", text(SHORT), "Ce qui est tenté avant le juge."),
    Key("delay", EFFECT, "Délai pour s’accorder."),
    Key("court", text(SHORT), "Juridiction.", needed=True),
    Key("clause", CLAUSE, "Clause qui le dit."),
))  # fmt: skip
