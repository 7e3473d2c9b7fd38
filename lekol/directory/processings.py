"""What the directory keeps of people (GDPR, article 30)."""

from collections.abc import Iterator

from lekol.directory.models import Person
from lekol.pact.processings import Basis, Controller, Processing, processing


def _about(person: Person) -> Iterator[tuple[str, str]]:
    yield "Nom", str(person)
    yield from (("Courriel professionnel", person.email),) if person.email else ()
    yield from (("Téléphone professionnel", person.phone),) if person.phone else ()
    for post in person.posts.select_related("academy", "district", "commune", "school").order_by("valid", "id"):
        yield "Poste", f"{post.get_role_display()}, {post.place}, depuis le {post.valid.lower:%d/%m/%Y}"


processing(
    Processing(
        key="directory.people",
        title="Annuaire des agents, des élus et des enseignants",
        purpose="savoir qui répond de quoi et donner à chacun les droits de son poste",
        controller=Controller.EACH,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, articles 4 et 8",
        subjects=("agents de la commune", "agents de l’académie", "élus", "enseignants"),
        categories=("nom", "courriel et téléphone professionnels", "postes datés"),
        recipients=("agents des deux parties, dans leur territoire",),
        retention="la durée de la convention et de ses suites : un poste date les actes de qui l’a tenu",
        safeguards=("chacun ne voit que son territoire", "chaque changement est écrit au journal"),
        about=_about,
    )
)
