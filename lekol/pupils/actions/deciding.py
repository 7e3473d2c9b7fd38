"""A person reads two entries, says whether they are one child, and may take it back (3.12)."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from lekol.directory.models import Commune, Person
from lekol.journal.actions import Act, write, write_many
from lekol.journal.models import Entry as JournalEntry
from lekol.pact import presumptions
from lekol.pact.plurals import plural
from lekol.pupils.actions.standing import CLAUSE, stand
from lekol.pupils.choices import OPEN_STATES, Kind, Reason, State, Verdict
from lekol.pupils.models import Correction, Discrepancy, Opinion, Pair
from lekol.pupils.rules.deciding import CERTAIN, settled
from lekol.pupils.rules.discrepancies import COMPARED, differences, owner

IN_FILE = "Fiches prises en fichier"
WORDS = {"ine": "identifiant national", "g1_phone": "téléphone"}


@transaction.atomic
def look(*, thing: models.Model, by: Person, reason: str) -> None:
    """A person reads what is kept of a child: once a day and a reason in the journal, without any name."""
    summary = f"Fiches consultées ({thing}) : {Reason(reason).label}."
    seen = JournalEntry.objects.about(thing).filter(
        verb="pupils.read", actor_ref=by.ref, at__date=timezone.localdate(), summary=summary
    )
    if not seen.exists():
        write(verb="pupils.read", thing=thing, by=by, clause=CLAUSE, summary=summary)


@transaction.atomic
def look_many(*, gaps: Sequence[Discrepancy], by: Person, reason: str) -> None:
    """The same for the children of a file, in two queries: those taken in a file today are not written again."""
    today = JournalEntry.objects.filter(
        verb="pupils.read", actor_ref=by.ref, at__date=timezone.localdate(), summary__startswith=IN_FILE,
        thing_type=Discrepancy._meta.label_lower, thing_ref__in=[str(gap.pk) for gap in gaps],
    )  # fmt: skip
    seen = set(today.values_list("thing_ref", flat=True))
    label = Reason(reason).label
    acts = (
        Act("pupils.read", str(gap.pk), str(gap), f"{IN_FILE} ({gap}) : {label}.", CLAUSE)
        for gap in gaps
        if str(gap.pk) not in seen
    )
    write_many(model=Discrepancy, acts=acts, by=by)


@transaction.atomic
def take_list(*, commune: Commune, count: int, by: Person, reason: str) -> None:
    """The list of children to school leaves as a file: each time in the journal."""
    children = plural(count, "enfant")
    summary = f"{IN_FILE} (liste des enfants à scolariser, {children}) : {Reason(reason).label}."
    write(verb="pupils.read", thing=commune, by=by, clause=CLAUSE, summary=summary)


@transaction.atomic
def reveal(*, thing: models.Model, field: str, by: Person, reason: str) -> None:
    """A person asks to see a masked number: each time in the journal."""
    summary = f"{WORDS[field].capitalize()} montré ({thing}) : {Reason(reason).label}."
    write(verb="pupils.revealed", thing=thing, by=by, clause=CLAUSE, summary=summary)


@transaction.atomic
def decide(*, pair: Pair, same: bool, by: Person) -> Pair:
    """A person answers on a pair; a hard one waits for a second person who agrees (3.12).

    Raises ValidationError when the pair no longer waits, or when one of its entries is already linked by decision.
    """
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if pair.verdict != Verdict.REVIEW:
        raise ValidationError("Cette paire est déjà décidée. Annulez d’abord la décision.")
    if not (pair.cells or pair.reasons):
        raise ValidationError("Les fiches de cette paire sont effacées : une nouvelle comparaison la montrera.")
    if same:
        _refuse_second_link(pair)
    Opinion.objects.update_or_create(pair=pair, by=by, defaults={"same": same})
    answer = settled(list(pair.opinions.values_list("same", flat=True)), pair.hard)
    if answer is not None:
        _settle(pair, answer)
    write(verb="pupils.decided", thing=pair, by=by, clause=CLAUSE, summary=_told(pair, same, answer))
    return pair


def _settle(pair: Pair, same: bool) -> None:
    pair.verdict, pair.decided_at = (Verdict.SAME if same else Verdict.APART), timezone.now()
    pair.save(update_fields=["verdict", "decided_at"])
    stand(pair)
    if same:
        _open_gaps(pair)


def _refuse_second_link(pair: Pair) -> None:
    linked = Pair.objects.filter(commune=pair.commune_id, verdict__in=(Verdict.SAME, Verdict.ENGINE))
    one = linked.filter(state_reference=pair.state_reference) | linked.filter(city_reference=pair.city_reference)
    if one.exists():
        raise ValidationError("L’une de ces deux fiches est déjà accordée à une autre : annulez d’abord ce lien.")


def _told(pair: Pair, same: bool, answer: bool | None) -> str:
    words = "même élève" if same else "deux élèves"
    if answer is None:
        return f"{pair} : avis « {words} », une autre personne doit répondre de même."[:400].capitalize()
    return f"{pair} : {words}.".capitalize()


def _open_gaps(pair: Pair) -> None:
    """What the two entries disagree on, now that they are one child: from the cells that were read."""
    cells = {cell.get("champ"): cell for cell in pair.cells}
    said = {field: cells[column] for field, column in COMPARED.items() if column in cells}
    both = {field: cell for field, cell in said.items() if cell["etat"] and cell["ville"]}
    state, city = ({field: cell[side] for field, cell in both.items()} for side in ("etat", "ville"))
    rules = presumptions.in_force(pair.commune.insee, timezone.localdate())
    for row in differences(state, city):
        who = owner(rules, row.field)
        Discrepancy.objects.get_or_create(
            commune=pair.commune, kind=Kind.SCHOOL if row.field == "ecole" else Kind.FIELD, field=row.field,
            state_reference=pair.state_reference, city_reference=pair.city_reference, twin_reference="",
            defaults={
                "school": pair.school, "owner": who.corrects, "presumed": who.presumed,
                "state_value": row.state[:120], "city_value": row.city[:120], "identity": _identity(pair),
            },
        )  # fmt: skip


def _identity(pair: Pair) -> dict[str, dict[str, str]]:
    """Of the cells that were read, those by which the owner of a base finds the child."""
    kept = {*COMPARED.values(), "ine"}
    found: dict[str, dict[str, str]] = {"etat": {}, "ville": {}}
    for cell in pair.cells:
        for side, own in found.items():
            if cell.get("champ") in kept and cell[side]:
                own[cell["champ"]] = pair.hidden.get(cell["champ"], {}).get(side) or cell[side]
    return found


@transaction.atomic
def undo(*, pair: Pair, by: Person) -> Pair:
    """A decision is taken back, with every opinion on it: the pair is as the calculation left it (3.12). Where another
    person still has to answer, the opinion alone is taken back.
    """
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if pair.verdict == Verdict.REVIEW:
        return _withdrawn(pair, by)
    if pair.verdict not in (Verdict.SAME, Verdict.APART):
        raise ValidationError("Cette paire n’est pas décidée : il n’y a rien à annuler.")
    before = pair.get_verdict_display()
    pair.opinions.all().delete()
    pair.verdict, pair.decided_at = (Verdict.ENGINE if pair.probability >= CERTAIN else Verdict.REVIEW), None
    pair.save(update_fields=["verdict", "decided_at"])
    stand(pair)
    _close_gaps(pair)
    changes = {"verdict": [before, pair.get_verdict_display()]}
    summary = f"{pair} : décision annulée.".capitalize()
    write(verb="pupils.undone", thing=pair, by=by, clause=CLAUSE, summary=summary, changes=changes)
    return pair


def _withdrawn(pair: Pair, by: Person) -> Pair:
    """One’s own opinion on a pair that waits for a second one."""
    if not pair.opinions.filter(by=by).delete()[0]:
        raise ValidationError("Vous n’avez pas répondu sur cette paire : il n’y a rien à annuler.")
    write(verb="pupils.undone", thing=pair, by=by, clause=CLAUSE, summary=f"{pair} : avis repris.".capitalize())
    return pair


@transaction.atomic
def part(*, pair: Pair, by: Person) -> Pair:
    """A link the calculation was sure of is of two children: it is undone, and never comes back (3.12)."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if pair.verdict != Verdict.ENGINE:
        raise ValidationError("Cette paire attend une réponse, ou l’a déjà reçue.")
    Opinion.objects.update_or_create(pair=pair, by=by, defaults={"same": False})
    pair.verdict, pair.decided_at = Verdict.APART, timezone.now()
    pair.save(update_fields=["verdict", "decided_at"])
    stand(pair)
    _close_gaps(pair)
    summary = f"{pair} : deux élèves, contre le calcul.".capitalize()
    write(verb="pupils.decided", thing=pair, by=by, clause=CLAUSE, summary=summary)
    return pair


def _close_gaps(pair: Pair) -> None:
    """Two entries that are no longer one child disagree on nothing."""
    rows = Discrepancy.objects.filter(
        commune=pair.commune_id, state_reference=pair.state_reference, city_reference=pair.city_reference,
        state__in=OPEN_STATES,
    )  # fmt: skip
    Correction.objects.filter(discrepancy__in=rows.values("pk")).lapse()
    rows.update(state=State.GONE, closed_on=timezone.localdate())
