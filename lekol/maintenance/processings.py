"""What incidents keep of people, and what goes when it has passed its term (GDPR, articles 5 and 30)."""

from collections.abc import Iterator

from django.utils import timezone

from lekol.directory.models import Person
from lekol.maintenance.actions import forget_mails, forget_old_names, forget_words
from lekol.maintenance.models import Line, Stop, Ticket
from lekol.maintenance.queries import named_too_long, stale_mails
from lekol.maintenance.queries.rounds import stale_words
from lekol.pact.processings import Basis, Controller, Processing, processing


def _about(person: Person) -> Iterator[tuple[str, str]]:
    for ticket in Ticket.objects.filter(reporter=person).order_by("-opened_at", "-id")[:200]:
        yield "Panne signalée", f"{ticket}, le {timezone.localtime(ticket.opened_at):%d/%m/%Y}"
    for line in Line.objects.filter(by=person).select_related("ticket").order_by("-at", "-id")[:200]:
        yield "Écrit dans un suivi", f"{line.ticket.ref}, le {timezone.localtime(line.at):%d/%m/%Y} : {line}"


def _visits(person: Person) -> Iterator[tuple[str, str]]:
    rows = Stop.objects.filter(person=person).exclude(word="").select_related("school")
    for stop in rows.order_by("-day", "-id")[:200]:
        yield "Mot laissé après une visite", f"{stop.school}, le {stop.day:%d/%m/%Y} : {stop.word}"


processing(
    Processing(
        key="maintenance.tickets",
        title="Pannes et leur suivi",
        purpose="réparer ce qui est en panne, dans le délai, par qui s’y est engagé",
        controller=Controller.JOINT,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, article 4",
        subjects=("personnels des écoles", "agents de la commune et de l’académie", "fournisseurs"),
        categories=("nom de qui signale ou écrit", "messages et photos d’une panne", "temps passé"),
        recipients=("l’école", "la commune", "l’académie", "le fournisseur, pour la panne qu’on lui confie"),
        retention="cinq ans après la clôture ; les noms, messages et photos sont alors effacés, les délais restent",
        safeguards=(
            "photos redessinées, sans lieu ni date",
            "suivi interne à chaque partie",
            "aucun nom d’élève demandé",
        ),
        clause="4.4",
        overdue=lambda on: named_too_long(on).count(),
        purge=lambda on: forget_old_names(on=on),
        about=_about,
    )
)
processing(
    Processing(
        key="maintenance.mails",
        title="Courriels refusés",
        purpose="ne pas perdre un signalement que Lékol n’a pas su lire",
        controller=Controller.JOINT,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, article 4",
        subjects=("qui écrit à la boîte des pannes",),
        categories=("adresse", "objet, texte et pièces d’un courriel refusé"),
        recipients=("qui trie la boîte des pannes",),
        retention="deux mois, ou le jour où quelqu’un décide de sa suite",
        safeguards=("pièces jamais ouvertes", "texte montré sans mise en forme"),
        clause="4.4",
        overdue=lambda on: stale_mails(on).count(),
        purge=lambda on: forget_mails(on=on),
    )
)
processing(
    Processing(
        key="maintenance.visits",
        title="Mots laissés après une visite",
        purpose="dire à l’école ce qui a été fait chez elle",
        controller=Controller.JOINT,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, article 4",
        subjects=("techniciens",),
        categories=("nom du technicien", "jour de la visite", "mot laissé"),
        recipients=("qui voit la page de l’école",),
        retention="un an après la visite ; le jour et l’école restent",
        safeguards=("aucun nom d’élève demandé",),
        clause="4.4",
        overdue=lambda on: stale_words(on).count(),
        purge=lambda on: forget_words(on=on),
        about=_visits,
    )
)
