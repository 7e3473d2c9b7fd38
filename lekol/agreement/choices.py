"""The vocabulary of the agreement."""

from django.db import models


class State(models.TextChoices):
    """Where a commitment stands; decided by `rules.state`, never typed by hand."""

    KEPT = "tenu", "Tenu"
    ON_TRACK = "bonne_voie", "En bonne voie"
    AT_RISK = "risque", "À risque"
    BROKEN = "non_tenu", "Non tenu"
    UNMEASURED = "sans_mesure", "Sans mesure"
    DECLARED = "declare", "Déclaré"

    def counted(self, count: int) -> str:
        """« 1 tenu », « 2 non tenus », « 3 à risque »: the word alone, in agreement with its number."""
        agrees = self in (State.KEPT, State.BROKEN, State.DECLARED)
        return f"{self.label.lower()}{'s' if agrees and count > 1 else ''}"


class Nature(models.TextChoices):
    """What a debtor owes: to do all it can, or to get there."""

    MEANS = "moyens", "obligation de moyens"
    RESULT = "resultat", "obligation de résultat"


class ActNature(models.TextChoices):
    """What an act is; an individual one is notified, the others are published."""

    RESOLUTION = "deliberation", "délibération"
    ORDER = "arrete", "arrêté"
    INDIVIDUAL = "individuel", "arrêté individuel"
    AGREEMENT = "convention", "convention"
    AMENDMENT = "avenant", "avenant"


class AmendmentState(models.TextChoices):
    """Where an avenant stands."""

    DRAFT = "projet", "en négociation"
    SIGNED = "signe", "signé"
    DROPPED = "abandonne", "abandonné"


class NoticeState(models.TextChoices):
    """Where a formal notice stands; whether its delay runs or is spent is told by the clock."""

    PREPARED = "preparee", "préparée"
    SENT = "envoyee", "envoyée"
    CURED = "regularisee", "régularisée"
    WITHDRAWN = "retiree", "retirée"
    TERMINATED = "resiliee", "suivie de la résiliation"


class DraftState(models.TextChoices):
    """Where the reading of a text stands, then what became of the draft."""

    WAITING = "attente", "en attente de lecture"
    READING = "lecture", "lecture en cours"
    FAILED = "illisible", "illisible"
    READ = "lu", "à relire"
    SHELVED = "abandonne", "abandonné"
    ENACTED = "charge", "devenu une convention"


class ItemKind(models.TextChoices):
    """What an item of a draft is; the order is that of the page."""

    HEAD = "tete", "Titre et signature"
    PARTY = "partie", "Partie"
    TERM = "duree", "Durée"
    NOTICE = "mise_en_demeure", "Mise en demeure"
    AMENDMENT = "modification", "Modification"
    AIM = "but", "But"
    OBJECTIVE = "objectif", "Objectif"
    ARTICLE = "article", "Article"
    COMMITMENT = "engagement", "Engagement"
    COMMITTEE = "comite", "Comité"
    ANNEX = "annexe", "Annexe"


class Part(models.TextChoices):
    """What a party is to a commitment."""

    DEBTOR = "debiteur", "débiteur"
    WITH = "avec", "en collaboration"
    BENEFICIARY = "beneficiaire", "bénéficiaire"


class Tone(models.TextChoices):
    """The colour and shape a party takes on screen; never the colour alone."""

    CITY = "ville", "collectivité"
    STATE = "rectorat", "Éducation nationale"
    OTHER = "autre", "autre partie"


class Fault(models.TextChoices):
    """What may break, as the routing of article 4 names it."""

    DEVICE = "appareil", "appareil"
    OUTLET = "prise", "prise réseau"
    CABLE = "cable", "câble"
    SWITCH = "commutateur", "commutateur"
    ROUTER = "routeur", "routeur"
    LINK = "liaison", "liaison Internet"
    FILTER = "filtrage", "filtrage"
    MAIL = "messagerie", "messagerie"
    SITE = "site", "site d’école"
    IDENTITY = "identite", "identification"
    SOFTWARE = "logiciel", "logiciel"
    WORKSPACE = "ent", "espace numérique de travail"


class Acquired(models.TextChoices):
    """Who acquired what breaks."""

    CITY = "ville", "acquis par la Ville"
    STATE = "etat", "acquis par l’État"
    OWN_FUNDS = "fonds_propres", "acquis sur fonds propres"
    GIFT = "don", "reçu en don"
