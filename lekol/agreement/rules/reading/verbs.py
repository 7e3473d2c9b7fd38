"""The verbs of such texts, as tables: those that bind, those that say a right or a fact."""

import re

# Verbs that bind by themselves, whoever the subject.
STRONG = (
    r"s'engage(?:nt|ra|ront)?|s'oblige(?:nt|ra|ront)?|s'interdi(?:t|sent|ra|ront)|s'astrei(?:nt|gnent)|se charge(?:nt|ra|ront)?"
    r"|s'attache(?:nt|ra|ront)? a|s'efforce(?:nt|ra|ront)?|se voue(?:nt)?"
    r"|a la charge|a pour (?:obligation|mission|charge|role)|a (?:egalement |aussi )?(?:a|en) (?:sa )?charge|ont (?:a|en) charge|ont la charge|ont pour (?:obligation|mission|charge|role)|aura (?:a |en )?(?:la |sa )?charge"
    r"|(?:est|sont|sera|seront|demeure|demeurent|reste|restent)(?: (?:seule?s?|pleinement|entierement|egalement|directement|plus particulierement|aussi|notamment))* (?:chargee?s?|tenue?s?|responsables?|garante?s?|soumise?s? a|redevables?|maitre d'ouvrage|en charge)"
    r"|se montre(?:nt)? (?:soucieu(?:x|se|ses)|attenti(?:f|ve))|veille(?:nt|ra|ront)?|doi(?:t|vent)|devr(?:a|ont)|convien(?:t|nent) (?:egalement |donc )?d(?:e |')(?=[a-z' ]{0,12}[a-z]+(?:er|ir|re|oir)\b)|ne (?:pourra|peut|pourront|peuvent|saurait|sauraient) (?!etre tenu|etre rech|etre engag)(?:pas|en aucun cas)?"
)
# What a party does, in the present: the ordinary verbs of such texts.
PRESENT = ["accompagne", "accueille", "achete", "avance", "demenage", "affiche", "alerte", "archive", "configure", "complete", "corrige", "heberge", "nettoie", "negocie", "prend", "range", "recherche", "refacture", "relance", "stocke", "teste", "varie", "visite", "actualise", "adapte", "administre", "adresse", "affecte", "alimente", "alloue", "amenage", "anime", "applique", "apporte", "assiste", "associe", "assume", "assure", "attribue", "autorise", "avertit", "cede", "communique", "concede", "concourt", "conduit", "confie", "conserve", "consacre", "construit", "contribue", "coordonne", "cree", "definit", "delivre", "deploie", "designe", "determine", "developpe", "diffuse", "dote", "effectue", "elabore", "encourage", "enregistre", "entretient", "equipe", "etablit", "etudie", "execute", "exploite", "facilite", "facture", "favorise", "finance", "fixe", "forme", "fournit", "garantit", "gere", "heberge", "identifie", "implique", "incite", "indique", "informe", "installe", "instruit", "integre", "intervient", "invite", "libere", "livre", "loue", "maintient", "mene", "met", "mobilise", "mutualise", "nomme", "notifie", "octroie", "offre", "organise", "ouvre", "paie", "paye", "parametre", "participe", "presente", "permet", "pilote", "planifie", "prend", "prepare", "prete", "prevoit", "previent", "procede", "produit", "programme", "promeut", "propose", "protege", "publie", "raccorde", "recense", "recrute", "redige", "realise", "recueille", "regle", "rembourse", "remet", "remplace", "remunere", "rend", "renouvelle", "repare", "repond", "respecte", "reserve", "restitue", "reunit", "reverse", "sauvegarde", "securise", "sensibilise", "signale", "soumet", "soutient", "suit", "supervise", "supporte", "surveille", "tient", "traite", "transmet", "transporte", "utilise", "valide", "valorise", "verifie", "verse", "renonce", "restreint", "controle", "deploit", "evalue", "examine", "facturera", "limite", "maitrise", "mandate", "s'assure", "se", "dote", "se", "conforme", "conclut", "saisit", "contracte", "souscrit", "acquiert", "acquitte", "s'acquitte", "accorde", "consulte", "interdit", "concerte", "se", "concertent", "se", "rencontre", "se", "rapproche", "s'associe", "s'informe", "se", "communique", "s'accorde", "se", "tient", "se", "porte", "se", "preoccupe", "desservira", "cable", "connecte", "nettoie", "repartit", "impute", "prescrit", "etend", "rattache", "laisse", "decide", "arrete"]  # fmt: skip
PLURALS = {"met": "mettent", "prend": "prennent", "maintient": "maintiennent", "entretient": "entretiennent", "tient": "tiennent",
            "soutient": "soutiennent", "intervient": "interviennent", "previent": "previennent", "suit": "suivent", "rend": "rendent", "produit": "produisent",
            "conduit": "conduisent", "construit": "construisent", "instruit": "instruisent", "promet": "promettent", "remet": "remettent", "soumet": "soumettent",
            "transmet": "transmettent", "permet": "permettent", "recueille": "recueillent", "offre": "offrent", "ouvre": "ouvrent", "acquiert": "acquierent",
            "concourt": "concourent", "repond": "repondent", "prevoit": "prevoient", "etend": "etendent", "conclut": "concluent", "promeut": "promeuvent",
            "definit": "definissent", "etablit": "etablissent", "fournit": "fournissent", "garantit": "garantissent", "avertit": "avertissent",
            "reunit": "reunissent", "repartit": "repartissent", "saisit": "saisissent", "inscrit": "inscrivent", "souscrit": "souscrivent",
            "prescrit": "prescrivent", "interdit": "interdisent"}  # fmt: skip
# Said of a party, these do not bind it: a right, a wish, a fact.
WEAK = (r"peut|peuvent|pourra|pourront|souhaite|souhaitent|desire|reconnai|declare|dispose|constate|considere|est competente|exerce|compte\b|"
         r"estime|partage|affirme|a souhaite|ont souhaite|a decide|ont decide|sera|seront|aura|auront|accordera le droit|conserve(?:nt|ra)? (?:la |l'|le )(?:propriete|faculte|possibilite|usage|jouissance|droit|libre)|se reserve(?:nt|ra)?\b|f(?:ai|o|era|eron)(?:t|nt)? election|"
         r"s'accordent sur les objectifs|convien(?:t|nent) que|reste(?:nt|ra)? (?:seule? )?proprietaire|est proprietaire|demeure(?:nt|ra)? proprietaire|a pour objet|beneficie")  # fmt: skip
NOT_AGENTS = (r"represente|denomme|designe|signe|soussigne|preside|co-preside|copreside|compose|appele|vise|acquis|achete|approuve|"
               r"adopte|modifie|complete|employe|mandate|nomme|elu\b|remplace par|cree par la|institue|prevu|vote|delibere")  # fmt: skip
FUTURE = r"(?!sera\b|seront\b|aura\b|auront\b|pourra\b|pourront\b|devra\b|devront\b)[a-z'œ-]{2,}(?:era|eront|ira|iront|dra|dront|rra|rront|ttra|ttront|ura|uront)"
FORMS = "|".join(
    sorted(
        {form for verb in PRESENT for form in (re.escape(verb), re.escape(PLURALS.get(verb, f"{verb}nt")))},
        key=len,
        reverse=True,
    )
)
