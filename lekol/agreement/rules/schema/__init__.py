"""The schema of a pack, as a table: every key, its kind, whether it is needed, and what it says in French.

`docs/convention/pack.md` is checked against it by a test.
"""

from lekol.agreement.rules.schema import life, means, text
from lekol.agreement.rules.schema.table import LONG, Key, Table, tables
from lekol.agreement.rules.schema.text import LEVELS, SCHOOL_KINDS

__all__ = ["LEVELS", "LONG", "PACK", "SCHOOL_KINDS", "Key", "Table", "tables"]

PACK = Table((
    Key("agreement", text.AGREEMENT, "La convention.", needed=True),
    Key("term", life.TERM, "Sa durée.", needed=True),
    Key("horizons", life.HORIZONS, "Les autres durées : ce qui s’arrête avant la convention, ou lui survit."),
    Key("membership", life.MEMBERSHIP, "Comment une partie adhère ou se retire seule."),
    Key("notice", life.NOTICE, "La mise en demeure en cas de manquement."),
    Key("disputes", means.DISPUTES, "Les litiges."),
    Key("amendment", life.AMENDMENT, "Comment on la modifie."),
    Key("amendments", life.AMENDMENTS, "Les avenants signés."),
    Key("groups", text.GROUPS, "Les groupes de parties que le texte désigne ensemble."),
    Key("parties", text.PARTIES, "Les parties, et les acteurs cités.", needed=True),
    Key("acts", life.ACTS, "Les actes par lesquels chacune a décidé, chaque date à part."),
    Key("aims", text.AIMS, "Les buts de la convention."),
    Key("objectives", text.OBJECTIVES, "Les objectifs partagés, que servent les engagements."),
    Key("articles", text.ARTICLES, "Les articles, dans l’ordre du texte.", needed=True),
    Key("options", life.OPTIONS, "Les clauses facultatives, retenues ou non."),
    Key("annexes", means.ANNEXES, "Les annexes."),
    Key("commitments", text.COMMITMENTS, "Les engagements : une promesse chacun.", needed=True),
    Key("amounts", means.AMOUNTS, "Les montants : qui paie combien à qui."),
    Key("programmes", means.PROGRAMMES, "Les programmes qui financent, hors de la convention."),
    Key("documents", means.DOCUMENTS, "Les textes cités : chartes, cadres, cahiers des charges."),
    Key("data_roles", means.DATA_ROLES, "Qui répond des données personnelles."),
    Key("opens", means.OPENS, "Les services que la signature ouvre."),
    Key("blanks", life.BLANKS, "Les champs à remplir d’un modèle."),
    Key("instances", life.INSTANCES, "Les exemplaires d’un modèle : un par école, établissement ou organisme."),
    Key("committees", text.COMMITTEES, "Les comités."),
    Key("base_equipment", text.BASE_EQUIPMENT, "L’équipement de base d’une direction d’école."),
    Key("trolley", text.TROLLEY, "La mallette numérique."),
    Key("routing", text.ROUTING, "Qui répare quoi : la première ligne qui convient décide."),
    Key("protocol", text.PROTOCOL, "Comment les incidents sont suivis."),
    Key("delays", text.DELAYS, "En combien de temps : la première ligne qui convient décide, la dernière prend tout."),
    Key("pupil_bases", text.PUPIL_BASES, "Les deux bases élèves : laquelle est présumée juste, champ par champ."),
))  # fmt: skip
