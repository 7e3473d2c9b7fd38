"""From a pack to rows, and from a signature to a term."""

import datetime as dt
import hashlib
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lekol.agreement.actions.deriving import derive
from lekol.agreement.choices import AmendmentState
from lekol.agreement.models import Agreement, Amendment, Article, Commitment, Objective, Party
from lekol.agreement.rules.pack import CommitmentText, Pack, PartyText, read
from lekol.directory.models import Academy, Commune, Person
from lekol.journal.actions import write
from lekol.kit.templatetags.kit import plural
from lekol.pact.dates import long_date

Row = TypeVar("Row", Article, Commitment, Objective)
WORDS = (
    "title", "wording", "source", "condition", "owner", "school_kinds", "nature", "indicator", "target_ratio",
    "target_value", "target_unit", "horizon", "option",
)  # fmt: skip
"""What a pack says of a promise: the columns of its row that a reload writes again."""


@transaction.atomic
def load(*, text: str, by: Person | None = None) -> tuple[Agreement, bool]:
    """Load or reload a pack; the same text writes nothing and answers False.

    A reload keeps each clause’s row, hence its declarations, and the signature date entered since. Raises
    PackErrors for a faulty pack, ValidationError when a clause or a party that holds declarations would
    vanish, or when the predecessor is not loaded.
    """
    pack, digest = read(text), hashlib.sha256(text.encode()).hexdigest()
    before = Agreement.objects.select_for_update().filter(slug=pack.slug).first()
    if before is not None and before.digest == digest:
        return before, False
    agreement = _agreement(pack, before, text, digest)
    _parties(agreement, pack)
    objectives = _objectives(agreement, pack)
    articles = _articles(agreement, pack)
    _refuse_lost_declarations(agreement, pack)
    _refuse_lost_parties(agreement, pack)
    kept = [row.clause for row in pack.commitments]
    agreement.commitments.exclude(clause__in=kept).exclude(amended=True).delete()
    _commitments(agreement, articles, objectives, pack)
    _amendments(agreement, pack)
    _tidy(agreement, pack)
    derive(agreement, pack.signed_on or agreement.signed_on)
    verb, what = ("agreement.reloaded", "rechargée") if before else ("agreement.loaded", "chargée")
    count = len(pack.commitments)
    words = plural(count, "engagement,engagements")
    write(verb=verb, thing=agreement, by=by, summary=f"Convention {what} : {count} {words}.")
    return agreement, True


def _agreement(pack: Pack, before: Agreement | None, text: str, digest: str) -> Agreement:
    agreement = before or Agreement(slug=pack.slug)
    agreement.title, agreement.short_title = pack.title, pack.short_title
    agreement.demonstration = pack.demonstration
    agreement.scope_level, agreement.scope_code = str(pack.scope.level), pack.scope.code
    agreement.text, agreement.digest = text, digest
    agreement.data = {**pack.data, "schools": list(pack.schools or _annexed(pack)), "calendar": pack.calendar}
    agreement.template = pack.template
    agreement.predecessor = _cited(pack.predecessor, "précédente")
    agreement.parent = _cited(pack.parent, "mère")
    agreement.save()
    return agreement


def _annexed(pack: Pack) -> list[str]:
    """The schools that an annex lists, when the text concerns only these."""
    rows = [row for row in pack.data.get("annexes", []) if row.get("kind") == "ecoles"]
    return list(dict.fromkeys(code for row in rows for code in row.get("schools", ())))


def _cited(slug: str, what: str) -> Agreement | None:
    if not slug:
        return None
    found = Agreement.objects.filter(slug=slug).first()
    if found is None:
        raise ValidationError(f"La convention {what} « {slug} » n’est pas chargée. Chargez-la d’abord.")
    return found


def _parties(agreement: Agreement, pack: Pack) -> None:
    for rank, row in enumerate(pack.parties):
        _party(agreement, rank, row)


def _party(agreement: Agreement, rank: int, row: PartyText) -> Party:
    commune = Commune.objects.filter(insee=row.code).first() if row.level == "commune" else None
    academy = Academy.objects.filter(code=row.code).first() if row.level in {"rectorat", "dsden", "etat"} else None
    words: dict[str, Any] = {"name": row.name, "short_name": row.short_name, "level": row.level, "letter": row.letter}
    words["tone"] = row.tone
    words |= {"signing": row.signing, "signatory": row.signatory[:160], "group": row.group}
    links = {"commune": commune, "academy": academy, "rank": rank, "roles": list(row.roles)}
    return Party.objects.update_or_create(agreement=agreement, key=row.key, defaults={**words, **links})[0]


def _objectives(agreement: Agreement, pack: Pack) -> dict[str, Objective]:
    rows = {
        key: Objective(agreement=agreement, key=key, wording=wording, rank=rank)
        for rank, (key, wording) in enumerate(pack.objectives)
    }
    return _kept(rows, "key", "wording", "rank")


def _articles(agreement: Agreement, pack: Pack) -> dict[str, Article]:
    rows = {
        number: Article(agreement=agreement, number=number, title=title, wording=wording, rank=rank)
        for rank, (number, title, wording) in enumerate(pack.articles)
    }
    return _kept(rows, "number", "title", "wording", "rank")


def _kept(rows: dict[str, Row], key: str, *words: str) -> dict[str, Row]:
    """Write rows of an agreement known by a key, the row of a known key keeping its place; one query."""
    if rows:
        model = type(next(iter(rows.values())))
        model._default_manager.bulk_create(
            rows.values(), update_conflicts=True, unique_fields=["agreement", key], update_fields=words
        )
    return rows


def _refuse_lost_declarations(agreement: Agreement, pack: Pack) -> None:
    kept = [row.clause for row in pack.commitments]
    lost = agreement.commitments.exclude(clause__in=kept).filter(declarations__isnull=False).distinct()
    if clauses := list(lost.values_list("clause", flat=True)):
        raise ValidationError(
            f"Le nouveau paquet retire des clauses qui portent des déclarations : {', '.join(clauses)}. "
            "Gardez-les, ou passez par un avenant."
        )


def _refuse_lost_parties(agreement: Agreement, pack: Pack) -> None:
    lost = agreement.parties.exclude(key__in=[row.key for row in pack.parties])
    spoke = lost.filter(Q(declarations__isnull=False) | Q(answers__isnull=False)).distinct()
    if names := list(spoke.values_list("short_name", flat=True)):
        raise ValidationError(
            f"Le nouveau paquet retire des parties qui ont déclaré ou répondu : {', '.join(names)}. "
            "Gardez leur clé, ou passez par un avenant."
        )


def _commitments(
    agreement: Agreement, articles: dict[str, Article], objectives: dict[str, Objective], pack: Pack
) -> None:
    """The promises of the pack, those already known keeping their row, hence what was declared of them."""
    rows = {
        row.clause: Commitment(
            agreement=agreement, clause=row.clause, article=articles[row.article], rank=rank, **_words(row)
        )
        for rank, row in enumerate(pack.commitments)
    }
    _kept(rows, "clause", "article", "rank", "amended", *WORDS)
    links = Commitment.objectives.through
    links.objects.filter(commitment__agreement=agreement).delete()
    links.objects.bulk_create(
        links(commitment=rows[row.clause], objective=objectives[key])
        for row in pack.commitments
        for key in dict.fromkeys(row.objectives)
    )


def _words(row: CommitmentText) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in WORDS if name not in ("school_kinds", "target_value")}
    return {**own, "school_kinds": list(row.school_kinds), "target_value": row.target_number}


def _amendments(agreement: Agreement, pack: Pack) -> None:
    """The avenants the pack tells; those negotiated here keep their rows, and never lose their number."""
    told = {row.number for row in pack.amendments}
    lived = set(agreement.amendments.filter(from_pack=False).values_list("number", flat=True))
    if double := sorted(told & lived):
        raise ValidationError(
            f"Le paquet décrit l’avenant n° {double[0]}, déjà négocié dans Lékol. Retirez-le du paquet."
        )
    agreement.amendments.filter(from_pack=True).exclude(number__in=told).delete()
    changes = {row["number"]: row.get("changes", []) for row in pack.data.get("amendments", [])}
    for row in pack.amendments:
        words = {"title": row.title, "signed_on": row.on, "effective_on": row.effective_on, "ends_on": row.ends_on}
        kept = {**words, "changes": changes[row.number], "state": AmendmentState.SIGNED, "from_pack": True}
        Amendment.objects.update_or_create(agreement=agreement, number=row.number, defaults=kept)


def _tidy(agreement: Agreement, pack: Pack) -> None:
    """Articles, objectives and parties that a new version of the pack no longer has."""
    gone = agreement.articles.exclude(number__in=[number for number, _, _ in pack.articles])
    gone.exclude(amended=True).delete()
    agreement.objectives.exclude(key__in=[key for key, _ in pack.objectives]).delete()
    agreement.parties.exclude(key__in=[row.key for row in pack.parties]).delete()


@transaction.atomic
def sign(*, agreement: Agreement, on: dt.date, by: Person | None = None) -> Agreement:
    """Enter the day of signature: the term starts, by the rule of the pack.

    Raises ValidationError when the date is already known, to come, or after the end the text gives. Another
    agreement may be in force on the same territory: a fact, not a fault; `queries.beside` names it.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.template:
        raise ValidationError("Un modèle ne se signe pas : chaque exemplaire porte sa date de signature.")
    if agreement.signed_on is not None:
        raise ValidationError(f"La date de signature est déjà saisie : {long_date(agreement.signed_on)}.")
    if on > timezone.localdate():
        raise ValidationError("La date de signature ne peut pas être à venir. Saisissez-la le jour venu.")
    derive(agreement, on)
    write(
        verb="agreement.signed",
        thing=agreement,
        by=by,
        clause=agreement.data["term"].get("clause", ""),
        summary=f"Signature du {long_date(on)} : la convention court {_until(agreement.ends_on)}.",
        changes={"signée le": [None, on]},
    )
    return agreement


def _until(last: dt.date | None) -> str:
    return f"jusqu’au {long_date(last)}" if last else "sans terme fixé"
