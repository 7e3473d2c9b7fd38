"""How long it lasts, for whom, and how it changes: term, horizons, membership, avenants, options, instances."""

from lekol.agreement.rules.kinds import (
    AMOUNT,
    CLAUSE,
    DAY,
    FLAG,
    RECEIPT,
    SCHOOL_YEAR,
    day_or,
    many,
    one_of,
    slug,
    text,
    whole,
)
from lekol.agreement.rules.schema.table import LONG, SHORT, Key, Table
from lekol.agreement.rules.schema.text import LEVELS, NATURES, TARGET
from lekol.agreement.rules.term import LAST_DAYS, RULES
from lekol.pact.clocks import BOUNDARIES, COUNTED, EVENTS

EFFECT = Table((
    Key("from", one_of(*EVENTS), "L’événement qui le fait courir.", needed=True),
    Key("days", whole(1, 3660), "Jours après l’événement."),
    Key("months", whole(1, 600), "Mois après l’événement."),
    Key("years", whole(1, 99), "Années après l’événement."),
    Key("counted", one_of(*COUNTED), "Comment les jours se comptent ; « calendaires » si rien n’est dit."),
    Key("then", one_of(*BOUNDARIES), "La limite où l’effet se produit ensuite ; le jour même si rien n’est dit."),
))  # fmt: skip

_LENGTH = (
    Key("rule", one_of(*RULES), "Comment la durée se calcule ; « annees » si rien n’est dit."),
    Key("years", whole(1, 99), "Nombre d’années (règle « annees »)."),
    Key("months", whole(1, 1200), "Nombre de mois (règle « mois »)."),
)
_END = (
    Key("until", DAY, "Dernier jour (règle « dates »)."),
    Key("inclusive", FLAG, "false si le jour de « until » ne compte pas ; il compte si rien n’est dit."),
    Key("school_years", many(SCHOOL_YEAR), "Années scolaires couvertes (règle « annees_scolaires »)."),
    Key("event", text(SHORT), "Événement qui y met fin (règle « evenement »)."),
    Key("event_on", DAY, "Jour de cet événement, quand il est connu : dernier jour inclus."),
    Key("latest", DAY, "Dernier jour au plus tard, même sans l’événement."),
    Key("last_day", one_of(*LAST_DAYS), "« veille » (par défaut) ou « anniversaire » du départ."),
)

TERM = Table((
    *_LENGTH,
    Key("from", day_or("signature"), "Point de départ : « signature », ou une date."),
    Key("takes_effect", EFFECT, "Point de départ calculé depuis la signature, comme le 1er janvier suivant."),
    *_END,
    Key("renewal", one_of("aucune", "tacite", "expresse"), "Reconduction prévue ; « aucune » si rien n’est dit."),
    Key("renewal_years", whole(1, 99), "Durée d’une reconduction, en années."),
    Key("renewal_months", whole(1, 1200), "Durée d’une reconduction, en mois."),
    Key("renewal_times", whole(1, 99), "Nombre de reconductions au plus ; sans limite si rien n’est dit."),
    Key("renewal_notice_months", whole(1, 60), "Préavis pour s’y opposer, en mois avant la fin de la période."),
    Key("denounced_on", DAY, "Jour où une partie s’est opposée à la reconduction."),
    Key("clause", CLAUSE, "Clause qui le dit."),
))  # fmt: skip

HORIZONS = Table((
    Key("key", slug(30), "Clé que citent les engagements.", needed=True),
    Key("title", text(160), "Ce qui court jusque-là.", needed=True),
    *_LENGTH,
    Key("from", day_or("signature", "terme"), "« signature », une date, ou « terme » : le lendemain de la fin."),
    Key("takes_effect", EFFECT, "Point de départ calculé depuis la signature."),
    *_END,
    Key("clause", CLAUSE, "Clause qui le dit."),
), repeated=True)  # fmt: skip

MEMBERSHIP = Table((
    Key("open_to", many(one_of(*LEVELS)), "Niveaux d’administration qui peuvent adhérer ensuite."),
    Key("joins", EFFECT, "Quand une adhésion prend effet."),
    Key("leaves", EFFECT, "Quand un retrait prend effet."),
    Key("minimum", whole(2, 999), "Nombre de parties signataires au-dessous duquel la convention s’arrête."),
    Key("clause", CLAUSE, "Clause qui le dit."),
))  # fmt: skip

NOTICE = Table((
    Key("form", text(SHORT), "Forme de la mise en demeure.", needed=True),
    Key("days", whole(1, 730), "Délai en jours."),
    Key("months", whole(1, 24), "Ou bien : délai en mois, de quantième à quantième."),
    Key("from", one_of("envoi", "reception"), "Ce qui fait courir le délai.", needed=True),
    Key("counted", one_of(*COUNTED), "Comment les jours se comptent ; « calendaires » si rien n’est dit."),
    Key("effect", text(SHORT), "Ce qui se produit au terme du délai.", needed=True),
    Key("wording", text(LONG), "Ce que le texte en dit."),
    Key("clause", CLAUSE, "Clause qui le dit."),
))  # fmt: skip

AMENDMENT = Table((
    Key("procedure", text(LONG), "Ce qu’il faut faire pour modifier la convention.", needed=True),
    Key("lasts", one_of("duree_residuelle", "fixee_par_avenant"), "Durée d’un avenant.", needed=True),
    Key("clause", CLAUSE, "Clause qui le dit."),
))  # fmt: skip

CHANGES = Table((
    Key("does", one_of("remplace", "ajoute", "abroge"), "Ce que l’avenant fait de la clause.", needed=True),
    Key("clause", CLAUSE, "Clause touchée, ou ajoutée."),
    Key("article", text(4), "Ou bien : article remplacé, ajouté, ou abrogé avec ses promesses."),
    Key("title", text(160), "Nouvel intitulé."),
    Key("wording", text(LONG), "Nouveau texte."),
    Key("condition", text(SHORT), "Nouvelle condition."),
    Key("debtors", many(slug(30)), "Nouveaux débiteurs."),
    Key("nature", one_of(*NATURES), "Nouvelle nature."),
    Key("target", TARGET, "Nouvelle cible."),
), repeated=True)  # fmt: skip

AMENDMENTS = Table((
    Key("number", whole(1, 99), "Numéro de l’avenant.", needed=True),
    Key("on", DAY, "Date de signature.", needed=True),
    Key("title", text(SHORT), "Objet de l’avenant.", needed=True),
    Key("effective_on", DAY, "Jour où il prend effet ; celui de la signature si rien n’est dit."),
    Key("ends_on", DAY, "Nouveau dernier jour de la convention, s’il le change."),
    Key("changes", CHANGES, "Ce qu’il change, clause par clause."),
), repeated=True)  # fmt: skip

OPTIONS = Table((
    Key("key", slug(30), "Clé que citent les engagements et les montants.", needed=True),
    Key("title", text(160), "Ce que la clause facultative ajoute.", needed=True),
    Key("wording", text(LONG), "Ce que le texte en dit."),
    Key("chosen", FLAG, "true si les parties l’ont retenue ; sinon les exemplaires le disent."),
    Key("since", DAY, "Jour depuis lequel elle est retenue, si ce n’est pas le premier."),
    Key("clause", CLAUSE, "Clause qui le dit."),
), repeated=True)  # fmt: skip

BLANKS = Table((
    Key("key", slug(30), "Clé du champ à remplir.", needed=True),
    Key("label", text(120), "Ce que l’on y écrit.", needed=True),
    Key("kind", one_of("date", "montant", "nombre", "texte"), "Ce que l’on y attend.", needed=True),
    Key("needed", FLAG, "false si le champ peut rester vide."),
    Key("clause", CLAUSE, "Clause où il se trouve."),
), repeated=True)  # fmt: skip

INSTANCES = Table((
    Key("key", slug(30), "Clé de l’exemplaire.", needed=True),
    Key("name", text(160), "École, établissement ou organisme qui le signe.", needed=True),
    Key("party", slug(30), "Partie du modèle dont il tient la place.", needed=True),
    Key("code", text(12), "Code public : UAI, INSEE…"),
    Key("signatory_function", text(120), "Fonction de qui signe."),
    Key("signatory_name", text(120), "Nom de qui signe."),
    Key("body", text(120), "Organe qui délibère, s’il y en a un."),
    Key("signed_on", DAY, "Date de signature de cet exemplaire. Absente : à signer."),
    Key("left_on", DAY, "Dernier jour, s’il s’est retiré seul."),
    Key("options", many(slug(30)), "Clauses facultatives qu’il retient."),
    Key("filled", Table((
        Key("blank", slug(30), "Clé du champ.", needed=True),
        Key("date", DAY, "Date, pour un champ « date »."),
        Key("amount", AMOUNT, "Montant, pour un champ « montant »."),
        Key("number", whole(0, 100_000_000), "Nombre, pour un champ « nombre »."),
        Key("text", text(SHORT), "Texte, pour un champ « texte »."),
    ), repeated=True), "Champs remplis."),
), repeated=True)  # fmt: skip

ACTS = Table((
    Key("party", slug(30), "Partie, ou acteur, dont c’est l’acte.", needed=True),
    Key("nature", one_of("deliberation", "arrete", "individuel", "convention", "avenant"), "Nature.", needed=True),
    Key("number", text(40), "Numéro."),
    Key("subject", text(500), "Objet.", needed=True),
    Key("body", text(120), "Organe qui décide."),
    Key("decided_on", DAY, "Jour de la décision."),
    Key("signed_on", DAY, "Jour de la signature."),
    Key("transmitted_on", DAY, "Jour de l’envoi au représentant de l’État."),
    Key("received_on", DAY, "Jour de la réception par lui."),
    Key("published_on", DAY, "Jour de la publication, ou de l’affichage."),
    Key("notified_on", DAY, "Jour de la notification à l’intéressé."),
    Key("receipt", RECEIPT, "Identifiant de l’accusé de réception."),
), repeated=True)  # fmt: skip
