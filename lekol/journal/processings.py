"""What the journal keeps of people (GDPR, article 30)."""

from collections.abc import Iterator

from lekol.journal.models import Entry
from lekol.journal.ports import Actor
from lekol.pact.processings import Basis, Controller, Processing, processing


def _about(person: Actor) -> Iterator[tuple[str, str]]:
    acts = Entry.objects.filter(actor_ref=person.ref)
    if count := acts.count():
        first, last = acts.order_by("at").values_list("at", flat=True)[0], acts.values_list("at", flat=True)[0]
        yield "Actes écrits à votre nom", f"{count}, du {first:%d/%m/%Y} au {last:%d/%m/%Y}"


processing(
    Processing(
        key="journal.acts",
        title="Journal des actes",
        purpose="prouver entre les parties qui a fait quoi, quand et sous quelle clause",
        controller=Controller.JOINT,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, articles 8 et 10",
        subjects=("auteurs d’un acte",),
        categories=("nom du jour et référence de l’auteur", "acte", "valeurs avant et après"),
        recipients=("agents des deux parties, pour ce qu’ils voient",),
        retention="comme la convention ; rien ne s’y modifie ni ne s’y efface",
        safeguards=("la base elle-même refuse de le modifier",),
        about=_about,
    )
)
