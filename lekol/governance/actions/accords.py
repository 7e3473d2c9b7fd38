"""What both parties must agree, and what they write together: one mechanism for minutes, reports and programmes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.agreement.models import Agreement, Party
from lekol.directory.models import Person
from lekol.governance.models import Accord, Draft, DraftVersion, Voice
from lekol.governance.rules.merging import merge
from lekol.journal.actions import write

LONGEST = 20_000


def ask_parties(
    *, agreement: Agreement, subject: str, title: str, digest: str, parties: Iterable[Party], by: Person | None
) -> Accord:
    """Put a precise text to the parties. Raises ValidationError when nobody can be asked."""
    asked = list(parties)
    if not asked:
        raise ValidationError("Aucune partie signataire n’est connue : complétez la convention d’abord.")
    found = Accord.objects.create(agreement=agreement, subject=subject, title=title, digest=digest, opened_by=by)
    found.parties.set(asked)
    return found


def replace(accord: Accord | None) -> None:
    """The text has changed: what was said of the former one stays, and no longer counts for the new one."""
    if accord is not None and accord.replaced_at is None:
        accord.replaced_at = timezone.now()
        accord.save(update_fields=["replaced_at"])


@transaction.atomic
def speak(*, accord: Accord, party: Party, by: Person, agrees: bool, reason: str = "") -> Voice:
    """A party agrees, or disagrees and says why. Nothing said before is erased.

    Raises ValidationError for a party that is not asked, a text replaced since, a disagreement without its
    reason, or the same agreement said twice.
    """
    accord = Accord.objects.select_for_update().get(pk=accord.pk)
    if accord.replaced_at is not None:
        raise ValidationError("Ce texte a changé depuis : relisez-le, puis répondez à la nouvelle version.")
    if not accord.parties.filter(pk=party.pk).exists():
        raise ValidationError(f"{party.short_name} n’a pas à approuver ce texte.")
    before = accord.voices.filter(party=party).last()
    if before is not None and before.agrees and agrees:
        raise ValidationError(f"{party.short_name} a déjà approuvé ce texte.")
    voice = Voice(accord=accord, party=party, by=by, agrees=agrees, reason=reason.strip())
    voice.full_clean()
    voice.save()
    what = "approuve" if agrees else f"n’approuve pas : {voice.reason[:200]}"
    write(
        verb="accord.agreed" if agrees else "accord.refused",
        thing=accord,
        by=by,
        clause="8.1",
        summary=f"{party.short_name} {what}",
        changes={"empreinte": [None, accord.digest]},
    )
    return voice


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a text: `met` says that someone else changed the same place meanwhile."""

    version: int
    text: str
    met: bool
    others: bool


@transaction.atomic
def write_draft(*, draft: Draft, base: int, text: str, by: Person | None) -> Written:
    """Keep what was written from version `base`; what others wrote meanwhile is kept too, paragraph by paragraph."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    sent = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    merged = merge(_at(draft, base), draft.text, sent)
    if len(merged.text) > LONGEST:
        raise ValidationError(f"Le texte dépasse {LONGEST} signes. Mettez le détail dans un document joint.")
    others = base != draft.version
    if merged.text == draft.text:
        return Written(draft.version, draft.text, merged.met, others)
    draft.text, draft.version = merged.text, draft.version + 1
    draft.save(update_fields=["text", "version"])
    DraftVersion.objects.create(
        draft=draft, number=draft.version, base=min(base, draft.version), sent=sent, text=merged.text, by=by
    )
    return Written(draft.version, draft.text, merged.met, others)


def _at(draft: Draft, version: int) -> str:
    """The text of a version; an unknown one is empty, so that nothing is taken for erased."""
    found = draft.versions.filter(number=version).first()
    return found.text if found else ""
