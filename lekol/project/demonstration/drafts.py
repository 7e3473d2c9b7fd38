"""A text sent to be read: an invented agreement on robots lent to schools, half corrected."""

from lekol.agreement import actions
from lekol.agreement.choices import ItemKind
from lekol.agreement.models import Draft
from lekol.directory.choices import Role
from lekol.directory.models import Post

TEXT = """CONVENTION POUR LE PRÊT DE ROBOTS PROGRAMMABLES AUX ÉCOLES (DÉMONSTRATION)

Entre la Ville de Saint-Denis, représentée par son Maire, ci-après « la Ville »,
et l’Académie de La Réunion, représentée par le Recteur, ci-après « l’Académie »,
il est convenu ce qui suit :

Article 1 : Objet

La présente convention a pour objet le prêt de robots programmables aux écoles élémentaires.
Elle vise à :
- faire découvrir la programmation dès le cours élémentaire ;
- former les équipes à ces usages.

Article 2 : Engagements de la Ville

La Ville s’engage à :
- acquérir vingt lots de robots et leurs chargeurs ;
- transporter les lots d’une école à l’autre, selon le calendrier arrêté en commun ;
- réparer les robots en panne dans un délai de quinze jours.

Sous réserve des crédits votés, la Ville remplace les lots de plus de cinq ans.

Article 3 : Engagements de l’Académie

L’Académie forme deux enseignants par école avant chaque prêt.
Elle met à disposition un parcours de séances sur son site.
Il appartient à l’Académie de désigner un référent par circonscription.

Article 4 : Suivi

Un comité de suivi, composé du Maire ou de son représentant et du Recteur ou de son représentant,
se réunit au moins deux fois par an. Les parties établissent ensemble un bilan chaque année.

Article 5 : Durée et résiliation

La convention est conclue pour trois ans à compter de sa signature.
Toute modification fait l’objet d’un avenant, pour la durée résiduelle.
En cas de manquement, elle est résiliée de plein droit quinze jours après l’envoi d’une mise en demeure
par lettre recommandée avec accusé de réception.
"""


def build() -> Draft:
    """Sent by the City’s project lead, who confirmed the parties and left the rest to read again."""
    lead = (
        Post.objects.select_related("person", "commune", "academy", "district", "school")
        .filter(role=Role.PROJECT_LEAD)
        .order_by("pk")[0]
    )
    draft = actions.send(
        content=TEXT.encode(), name="pret-de-robots.txt", scope=lead.scope, by=lead.person, later=lambda pk: None
    )
    for item in draft.items.filter(kind=ItemKind.PARTY):
        actions.confirm_item(item=item, by=lead.person)
    return draft
