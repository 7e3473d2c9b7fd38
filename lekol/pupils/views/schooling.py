"""The list the law asks of the mayor: children of compulsory age whom no school knows (L131-6). For the mayor alone."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.pupils import access, actions
from lekol.pupils.choices import Reading
from lekol.pupils.views import reading

CHILDREN = (
    Column("Nom", lambda gap: gap.known("ville").get("name", ""), lead=True),
    Column("Prénom", lambda gap: gap.known("ville").get("first", "")),
    Column("Naissance", lambda gap: gap.known("ville").get("born", "")),
    Column("Lieu de naissance", lambda gap: gap.known("ville").get("birthplace", "")),
    Column("Référence dans la base de la Ville", lambda gap: gap.city_reference),
    Column("École d’inscription", lambda gap: gap.school.name if gap.school else ""),
    Column("Sans doute", lambda gap: gap.get_cause_display().capitalize(), sort="cause"),
    Column("Certitude", lambda gap: gap.get_certainty_display().capitalize() if gap.certainty else ""),
    Column("Sur quoi cela repose", lambda gap: gap.why),
    Column("Vu depuis le", lambda gap: gap.first_seen_on, sort="first_seen_on"),
)


@require_safe
def schooling(request: PersonRequest) -> HttpResponseBase:
    """Children registered by the City whom no school of the State’s base has admitted; the reading is journaled."""
    if not access.may_list_unschooled(request.person):
        raise PermissionDenied
    why = reading.chosen(request, Reading.SCHOOLING)
    if why is None:
        return reading.asked(request, Reading.SCHOOLING, "Enfants à scolariser")
    rows = access.unschooled(request.person).select_related("school", "commune")
    if first := rows.first():
        actions.look(thing=first.commune, by=request.person, reason=why)
        if request.GET.get("format"):
            actions.take_list(commune=first.commune, count=rows.count(), by=request.person, reason=why)
    listing = Listing(
        "Enfants à scolariser",
        "Enfants de 3 à 16 ans que la Ville connaît et qu’aucune école de la base de l’État n’a admis (Code de "
        f"l’éducation, L131-6), au {timezone.localdate():%d/%m/%Y}. Une absence ne prouve rien : chaque ligne dit ce "
        "qu’il en est sans doute, avec quelle certitude et pourquoi ; seule la famille peut le confirmer. N’y sont pas "
        "les enfants que la Ville dit partis, scolarisés ailleurs ou en famille, ni ceux dont l’école n’est pas "
        "comparée. Liste confiée au maire seul.",
        rows, ("first_seen_on", "id"), CHILDREN, "enfants-a-scolariser",
        "Chaque enfant connu de la Ville est dans une école.", "enfant,enfants",
    )  # fmt: skip
    return respond(request, listing, trail=[("Bases élèves", reverse("pupils:index"))])
