"""Verbs of the yearly report: freeze a school year once, write around it, put it to both parties."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from lekol.agreement.models import Agreement, MeasurePass
from lekol.directory.models import Person
from lekol.directory.queries import schools_in
from lekol.governance.actions.accords import Written, ask_parties, replace, write_draft
from lekol.governance.choices import Subject
from lekol.governance.models import Accord, Draft, Freezing, FrozenRow, Preparation, Review, Section
from lekol.governance.models.meetings import reference
from lekol.governance.queries.accords import standing_of
from lekol.governance.queries.freezing import Content, Year, contents, year_of
from lekol.governance.queries.report import is_section, may_be_section, preview
from lekol.governance.rules.agreeing import AGREED
from lekol.governance.rules.chain import START, canonical, digest
from lekol.governance.rules.seats import committees_of
from lekol.journal.actions import write
from lekol.pact.calendars import label
from lekol.pact.dates import long_date

CHUNK = 500
STEP = 20  # lines between two signs of life
Progress = Callable[[int], None]


@transaction.atomic
def freeze(
    *, agreement: Agreement, school_year: int, by: Person | None = None, progress: Progress | None = None
) -> Review:
    """Freeze the figures of a school year, once and for all, chained to everything frozen before.

    Raises ValidationError when that year is already frozen, not over, out of the term, or was never measured.
    """
    with connection.cursor() as cursor:  # one chain for the whole base: two freezes at once would fork it
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('lekol.governance.freeze'))")
    year = _freezable(agreement, school_year)
    last = FrozenRow.objects.order_by("-position").first()
    position, previous = (last.position, last.digest) if last else (0, START)
    review = Review(agreement=agreement, school_year=school_year, on=year.last, frozen_by=by, first=position + 1)
    review.ref = reference()
    found = _watched(agreement, contents(agreement, year), progress)
    rows = list(_chained(review.ref, found, position, previous))
    review.count, review.head = len(rows), rows[-1].digest
    review.save()
    _keep(review, rows)
    Section.objects.filter(preparation__agreement=agreement, preparation__school_year=school_year).update(review=review)
    summary = f"{review} : {len(rows)} lignes figées au {long_date(year.last)}."
    changes: dict[str, list[object]] = {
        "empreinte": [previous, review.head],
        "dernière ligne": [position, position + len(rows)],
    }
    write(verb="review.frozen", thing=review, by=by, clause="8.3", summary=summary, changes=changes)
    return review


def _freezable(agreement: Agreement, school_year: int) -> Year:
    name = label(school_year)
    if agreement.starts_on is None:
        raise ValidationError("La date de signature n’est pas saisie : la convention ne court pas encore.")
    year = year_of(agreement, school_year)
    if year is None:
        raise ValidationError(f"La convention ne couvre pas l’année {name} : elle court {agreement.in_words}.")
    if year.last >= timezone.localdate():
        raise ValidationError(f"L’année {name} s’achève le {long_date(year.last)} : son bilan se fige le lendemain.")
    if Review.objects.filter(agreement=agreement, school_year=school_year).exists():
        raise ValidationError(f"Le bilan de l’année {name} est déjà figé.")
    measured = agreement.commitments.exclude(indicator="").exists()
    if measured and not MeasurePass.objects.filter(on__lte=year.last).exists():
        raise ValidationError(f"Aucune mesure n’a été relevée avant le {long_date(year.last)} : il n’y a rien à figer.")
    return year


def _chained(ref: str, found: Iterable[Content], position: int, previous: str) -> Iterable[FrozenRow]:
    for content in found:
        position += 1
        payload, kind = canonical(content.words), str(content.kind)
        made = digest(previous, position, ref, kind, content.clause, payload)
        yield FrozenRow(
            position=position, kind=kind, clause=content.clause, payload=payload, previous=previous, digest=made
        )
        previous = made


def _watched(agreement: Agreement, found: Iterable[Content], progress: Progress | None) -> Iterator[Content]:
    """The same lines, telling how far they have gone; keeping them is the last part of the work."""
    expected = 1 + agreement.commitments.count() + schools_in(agreement.scope).count()
    for rank, content in enumerate(found, 1):
        if progress is not None and rank % STEP == 0:
            progress(min(90, 90 * rank // expected))
        yield content


def _keep(review: Review, rows: list[FrozenRow]) -> None:
    for row in rows:
        row.review = review
    FrozenRow.objects.bulk_create(rows, batch_size=CHUNK)


@transaction.atomic
def ask_freeze(*, agreement: Agreement, school_year: int, by: Person) -> Freezing:
    """Ask the job queue to freeze a year; what would refuse it is said at once.

    On screen, both parties agree first to the very figures and words to freeze. The command of the operators
    (`lekol governance report`) freezes without it, and the journal says who did.
    """
    year = _freezable(agreement, school_year)
    held = Preparation.objects.filter(agreement=agreement, school_year=school_year).select_related("accord").first()
    accord = held.accord if held else None
    if accord is None or accord.replaced_at is not None or standing_of(accord).state != AGREED:
        raise ValidationError("Les deux parties n’ont pas encore donné leur accord pour figer ces chiffres.")
    if accord.digest != preview(agreement, year)["empreinte"]:
        raise ValidationError("Les chiffres ou les textes ont changé depuis l’accord : soumettez-les de nouveau.")
    return Freezing.objects.create(agreement=agreement, school_year=school_year, asked_by=by)


@transaction.atomic
def write_before(
    *, agreement: Agreement, school_year: int, key: str, base: int, text: str, by: Person | None
) -> Written:
    """Write one of the texts before the freeze: a party’s words on what was not kept, an introduction…"""
    if not may_be_section(agreement, key):
        raise ValidationError("Ce bilan n’a pas cette partie.")
    held = _held(agreement, school_year)
    section = Section.objects.filter(preparation=held, key=key).select_related("draft").first()
    if section is None:
        section = Section.objects.create(preparation=held, key=key, draft=Draft.objects.create())
    done = write_draft(draft=section.draft, base=base, text=text, by=by)
    replace(held.accord)
    summary = f"{held} : texte « {key} » modifié."
    write(verb="review.written", thing=held, by=by, clause="8.3", summary=summary)
    return done


def _held(agreement: Agreement, school_year: int) -> Preparation:
    """The report to freeze, locked; refuses once it is frozen."""
    if Review.objects.filter(agreement=agreement, school_year=school_year).exists():
        raise ValidationError(f"Le bilan de l’année {label(school_year)} est déjà figé.")
    made, _ = Preparation.objects.get_or_create(agreement=agreement, school_year=school_year)
    return Preparation.objects.select_for_update(of=("self",)).select_related("accord").get(pk=made.pk)


@transaction.atomic
def submit_freeze(*, agreement: Agreement, school_year: int, by: Person | None = None) -> Accord:
    """Ask both parties whether these figures and these words may be frozen.

    Raises ValidationError when the year cannot be frozen, or when the same was already asked.
    """
    year = _freezable(agreement, school_year)
    held, digest = _held(agreement, school_year), preview(agreement, year)["empreinte"]
    if held.accord and held.accord.replaced_at is None and held.accord.digest == digest:
        raise ValidationError("Ces chiffres sont déjà soumis aux deux parties.")
    replace(held.accord)
    held.accord = ask_parties(
        agreement=agreement, subject=Subject.FREEZE, title=f"{held} — {agreement.short_title}"[:200], digest=digest,
        parties=_signing(agreement), by=by,
    )  # fmt: skip
    held.save(update_fields=["accord"])
    summary = f"{held} : soumis aux deux parties."
    write(verb="review.to_freeze", thing=held, by=by, clause="8.3", summary=summary)
    return held.accord


def _signing(agreement: Agreement) -> Iterable[Any]:
    """The co-chairs’ parties of the first committee of the text, else every signing party."""
    keys = next((found.chair_parties for found in committees_of(agreement.data)), ())
    return agreement.parties.filter(key__in=keys) if keys else agreement.parties.filter(signing=True)


@transaction.atomic
def write_section(*, review: Review, key: str, base: int, text: str, by: Person | None) -> Written:
    """Write one of the texts of the report; figures never change. A text put to the parties is put again."""
    if not is_section(review, key):
        raise ValidationError("Ce bilan n’a pas cette partie.")
    review = Review.objects.select_for_update(of=("self",)).select_related("accord").get(pk=review.pk)
    if review.accord is not None and standing_of(review.accord).state == AGREED and review.accord.replaced_at is None:
        raise ValidationError("Le bilan est approuvé par les deux parties : ses textes ne changent plus.")
    section = Section.objects.filter(review=review, key=key).select_related("draft").first()
    if section is None:
        section = Section.objects.create(review=review, key=key, draft=Draft.objects.create())
    done = write_draft(draft=section.draft, base=base, text=text, by=by)
    if review.accord is not None and review.accord.digest != digest_of(review):
        replace(review.accord)
    write(verb="review.written", thing=review, by=by, clause="8.3", summary=f"{review} : texte « {key} » modifié.")
    return done


def digest_of(review: Review) -> str:
    """What the parties approve: the frozen lines, by their last digest, and every text around them."""
    texts = {row.key: row.draft.text for row in review.sections.select_related("draft") if row.draft.text}
    return hashlib.sha256(canonical({"figures": review.head, "texts": texts}).encode()).hexdigest()


@transaction.atomic
def submit_review(*, review: Review, by: Person | None = None) -> Accord:
    """Put the report to both parties. Raises ValidationError when the same text is already asked."""
    review = Review.objects.select_for_update(of=("self",)).select_related("accord", "agreement").get(pk=review.pk)
    current = digest_of(review)
    if review.accord and review.accord.replaced_at is None and review.accord.digest == current:
        raise ValidationError("Ce bilan est déjà soumis aux deux parties.")
    replace(review.accord)
    review.accord = ask_parties(
        agreement=review.agreement, subject=Subject.REVIEW, title=f"{review} — {review.agreement.short_title}"[:200],
        digest=current, parties=_signing(review.agreement), by=by,
    )  # fmt: skip
    review.save(update_fields=["accord"])
    write(verb="review.submitted", thing=review, by=by, clause="8.3", summary=f"{review} soumis aux deux parties.")
    return review.accord
