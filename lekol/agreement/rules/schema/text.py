"""What the text itself says: the agreement, its parties, its promises, its committees, who repairs what.

Lengths are those of the tables that keep the text.
"""

from lekol.agreement.rules.kinds import (
    CLAUSE,
    DAY,
    FLAG,
    HOUR,
    MEASURE,
    SCOPE,
    SHARE,
    SIREN,
    UAI,
    day_or,
    many,
    one_of,
    slug,
    text,
    whole,
)
from lekol.agreement.rules.schema.table import LONG, SHORT, Key, Table
from lekol.pact.delays import DAYS, IMPACTS
from lekol.pact.presumptions import BASES
from lekol.pact.presumptions import FIELDS as PUPIL_FIELDS
from lekol.pact.routing import NATURES as FAULT_NATURES
from lekol.pact.routing import ORIGINS, OWNERS

LEVELS = (
    "commune", "epci", "departement", "region", "etat", "rectorat", "dsden", "circonscription",
    "etablissement", "ecole", "association", "entreprise", "public",
)  # fmt: skip
TONES = ("ville", "rectorat", "autre")
NATURES = ("moyens", "resultat")
SCHOOL_KINDS = ("maternelle", "elementaire", "primaire")
ROLES = (
    "financeur", "coordonnateur", "maitre_d_ouvrage", "employeur", "hebergeur", "fournisseur", "beneficiaire",
    "responsable_de_traitement", "sous_traitant", "controleur",
)  # fmt: skip

AGREEMENT = Table((
    Key("slug", slug(60), "Identifiant de la convention, celui de son adresse.", needed=True),
    Key("title", text(300), "Intitulé complet.", needed=True),
    Key("short_title", text(120), "Intitulé court, pour les listes.", needed=True),
    Key("scope", SCOPE, "Territoire dont les écoles sont concernées.", needed=True),
    Key("demonstration", FLAG, "true pour un texte inventé, signalé comme tel sur chaque page."),
    Key("schools", many(UAI), "Écoles de l’annexe, si le texte n’en concerne que certaines."),
    Key("predecessor", slug(60), "Identifiant de la convention à laquelle celle-ci succède."),
    Key("parent", slug(60), "Identifiant de la convention mère dont celle-ci découle ; chargez-la d’abord."),
    Key("template", FLAG, "true pour un modèle : il ne se signe pas, ses exemplaires sont dans [[instances]]."),
    Key("calendar", one_of("reunion", "metropole"), "Calendrier des années scolaires ; « reunion » si rien n’est dit."),
    Key("signed_on", DAY, "Date de la dernière signature. Absente : la durée reste inconnue."),
))  # fmt: skip

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
    Key("group", slug(30), "Groupe dont elle fait partie, décrit par [[groups]]."),
    Key("roles", many(one_of(*ROLES)), "Ce qu’elle est pour la convention, quand le texte le dit."),
    Key("asked_to_join_on", DAY, "Jour où elle a demandé à adhérer ; l’effet se calcule par [membership]."),
    Key("joined_on", DAY, "Premier jour où elle est partie, s’il est fixé ; sinon celui de la convention."),
    Key("asked_to_leave_on", DAY, "Jour où elle a demandé à se retirer seule ; l’effet se calcule par [membership]."),
    Key("left_on", DAY, "Dernier jour où elle est partie, s’il est fixé."),
    Key("signatory_function", text(120), "Fonction de qui signe."),
    Key("signatory_name", text(120), "Nom de qui signe."),
    Key("body", text(120), "Organe qui délibère, s’il y en a un."),
    Key("legal_form", text(120), "Forme et capital d’une personne privée."),
    Key("registration", text(60), "Immatriculation d’une personne privée."),
), repeated=True)  # fmt: skip

GROUPS = Table((
    Key("key", slug(30), "Clé du groupe ; un engagement peut la citer comme débiteur.", needed=True),
    Key("name", text(160), "Nom que le texte donne à l’ensemble.", needed=True),
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

TARGET = Table((
    Key("ratio", SHARE, "Part à atteindre."),
    Key("number", whole(1, 10_000_000), "Nombre à atteindre."),
    Key("unit", text(60), "Unité du nombre."),
    Key("on", day_or("terme"), "Échéance : une date, ou « terme » pour la fin de la convention."),
    Key("horizon", slug(30), "Horizon dont le dernier jour est l’échéance."),
))  # fmt: skip

COMMITMENTS = Table((
    Key("clause", CLAUSE, "Numéro stable, article puis rang.", needed=True),
    Key("article", text(4), "Numéro de l’article ; inutile, la clause le dit déjà."),
    Key("title", text(160), "Intitulé court, en français simple.", needed=True),
    Key("wording", text(LONG), "Ce qui est promis, en français simple et fidèle.", needed=True),
    Key("source", text(LONG), "Extrait mot pour mot du texte signé ; « […] » marque une coupure."),
    Key("debtors", many(slug(30)), "Parties, ou groupes, qui doivent ; au début, si cela change ensuite.", needed=True),
    Key("successors", Table((
        Key("from", DAY, "Premier jour où ceux-ci doivent."),
        Key("after", slug(30), "Ou bien : l’horizon après lequel ils doivent."),
        Key("debtors", many(slug(30)), "Parties, ou groupes, qui doivent alors.", needed=True),
    ), repeated=True), "Débiteurs qui changent avec la date."),
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
    Key("horizon", slug(30), "Horizon jusqu’auquel il court, si ce n’est pas le terme."),
    Key("option", slug(30), "Clause facultative dont il fait partie."),
    Key("since", DAY, "Premier jour où il est dû, si ce n’est pas celui de la convention."),
    Key("until", DAY, "Dernier jour où il est dû."),
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
    Key("contract", FLAG, "true : sous contrat de maintenance payé par la Ville ; false : sans contrat."),
    Key("owners", many(one_of(*OWNERS)), "Propriétaires visés ; tous si rien n’est dit."),
    Key("desk", slug(30), "Partie ou acteur qui prend en charge.", needed=True),
    Key("clause", CLAUSE, "Clause qui le dit.", needed=True),
    Key("reason", text(SHORT), "Phrase montrée à l’école.", needed=True),
    Key("against", CLAUSE, "Clause qui dirait autre chose."),
    Key("question", text(400), "Ce que le comité technique doit trancher."),
    Key("steps", many(text(SHORT)), "Ce que l’école peut faire quand personne n’est tenu d’intervenir."),
), repeated=True)  # fmt: skip

PROTOCOL = Table((
    Key("clause", CLAUSE, "Clause qui institue le protocole."),
    Key("opens", HOUR, "Heure à laquelle les services ouvrent."),
    Key("closes", HOUR, "Heure à laquelle ils ferment."),
    Key("confirm_days", whole(1, 60), "Jours d’école laissés à l’école pour confirmer, avant clôture d’office."),
    Key("warn_percent", whole(10, 95), "Part du délai écoulée à partir de laquelle on alerte, en pour cent."),
))  # fmt: skip

DELAYS = Table((
    Key("natures", many(one_of(*FAULT_NATURES)), "Natures de panne visées ; toutes si rien n’est dit."),
    Key("impacts", many(one_of(*IMPACTS)), "Qui est arrêté : toute l’école, une classe, un poste."),
    Key("desks", many(slug(30)), "Parties qui agissent ; toutes si rien n’est dit."),
    Key("respond_hours", whole(1, 200), "Heures d’ouverture pour prendre en charge.", needed=True),
    Key("solve_days", whole(1, 200), "Jours pour résoudre.", needed=True),
    Key("days", one_of(*DAYS), "Jours comptés : d’école (par défaut) ou ouvrés."),
    Key("clause", CLAUSE, "Clause qui le dit.", needed=True),
), repeated=True)  # fmt: skip

PUPIL_BASES = Table((
    Key("clause", CLAUSE, "Clause qui l’institue."),
    Key("answer_days", whole(1, 200), "Jours d’école laissés pour répondre à une demande de correction ; 10 sinon."),
    Key("presumed", Table((
        Key("fields", many(one_of(*PUPIL_FIELDS)), "Champs visés.", needed=True),
        Key("base", one_of(*BASES), "Base présumée juste : l’autre corrige.", needed=True),
        Key("reason", text(SHORT), "Pourquoi, montré à qui corrige.", needed=True),
        Key("clause", CLAUSE, "Clause qui le dit."),
    ), repeated=True), "Présomptions : la première ligne qui nomme un champ décide ; sans ligne, la règle de Lékol."),
))  # fmt: skip
