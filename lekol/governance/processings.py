"""What the committees keep of people: who sits, who came, who decided and answered (GDPR, articles 5 and 30)."""

from collections.abc import Iterator

from django.utils import timezone

from lekol.directory.models import Person
from lekol.governance.models import Action, Appointment, Attendance, Delegation, Operation, Opinion, Voice
from lekol.pact.dates import long_date
from lekol.pact.processings import Basis, Controller, Processing, processing

MOST = 200


def _about(person: Person) -> Iterator[tuple[str, str]]:
    for seat in Appointment.objects.filter(post__person=person).select_related("agreement", "post")[:MOST]:
        yield "Siège", f"{seat.seat}, {seat.agreement.short_title}, depuis le {long_date(seat.valid.lower)}"
    for delegation in Delegation.objects.filter(person=person).select_related("appointment")[:MOST]:
        yield "Délégation", f"{delegation.appointment.seat}, depuis le {long_date(delegation.valid.lower)}"
    for line in Attendance.objects.filter(person=person).select_related("meeting")[:MOST]:
        yield "Réunion", f"{line.meeting}, {line.function}, {line.get_presence_display()}"
    for voice in Voice.objects.filter(by=person).select_related("accord", "party")[:MOST]:
        said = "approuve" if voice.agrees else f"n’approuve pas : {voice.reason}"
        yield "Réponse", f"{voice.accord}, pour {voice.party.short_name}, {said}"
    yield from _tasks(person)


def _tasks(person: Person) -> Iterator[tuple[str, str]]:
    for action in Action.objects.filter(owner=person)[:MOST]:
        yield "Action confiée", f"{action.title}, pour le {long_date(action.due_on)}"
    for operation in Operation.objects.filter(owner=person)[:MOST]:
        yield "Opération confiée", operation.title
    for opinion in Opinion.objects.filter(by=person)[:MOST]:
        yield "Avis", f"{long_date(timezone.localtime(opinion.at).date())} : {opinion.text}"


processing(
    Processing(
        key="governance.committees",
        title="Comités, décisions et accords des parties",
        purpose="réunir les comités de la convention, garder ce qu’ils décident et ce que chaque partie approuve",
        controller=Controller.JOINT,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, article 8 ; code du patrimoine, articles L. 211-1 et L. 212-1 (archives publiques)",
        subjects=("membres des comités et leurs représentants", "personnes invitées", "responsables d’une action"),
        categories=(
            "nom et fonction",
            "adresse de courriel",
            "présence",
            "réponses, motifs et avis donnés ès qualités",
        ),
        recipients=("les services des deux parties", "les circonscriptions"),
        retention="le temps de la convention, puis versement aux archives publiques : ce sont les preuves des parties",
        safeguards=(
            "les bilans figés ne nomment personne",
            "les données ouvertes ne montrent aucun groupe de moins de trois écoles ou de onze élèves",
            "ce qui est dit ou signé ne se modifie pas",
        ),
        clause="8.1",
        about=_about,
    )
)
