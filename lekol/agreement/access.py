"""Who sees an agreement, who speaks for a party, who may declare, answer, sign, load."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from lekol.agreement.choices import Part
from lekol.agreement.models import Act, Agreement, Commitment, Declaration, Draft, Notice, Party
from lekol.agreement.models.life import AmendmentQuerySet
from lekol.agreement.models.text import AgreementQuerySet
from lekol.agreement.queries import touching
from lekol.directory.access import holds, posts_granting, posts_of, schools_of
from lekol.directory.choices import Role, Side
from lekol.directory.models import Academy, Commune, Person, Post
from lekol.directory.queries import place_of
from lekol.pact.rights import Right, right
from lekol.pact.scopes import Level, Scope

SPEAK = right(
    "agreement.declare",
    label="Déclarer un engagement de sa partie, et répondre aux déclarations de l’autre",
    roles=(
        Role.MAYOR, Role.ELECTED_EDUCATION, Role.ELECTED_IT, Role.EDUCATION_HEAD, Role.CITY_IT_HEAD, Role.PROJECT_LEAD,
        Role.RECTOR, Role.ACADEMIC_DIRECTOR, Role.DIGITAL_DELEGATE, Role.INSPECTOR_ICT, Role.ACADEMY_IT_HEAD,
        Role.DIGITAL_ADVISER, Role.FILTER_EXPERT,
    ),
    clause="8.1",
)  # fmt: skip
SIGN = right(
    "agreement.sign",
    label="Saisir la date de signature d’une convention",
    roles=(
        Role.MAYOR,
        Role.EDUCATION_HEAD,
        Role.PROJECT_LEAD,
        Role.RECTOR,
        Role.ACADEMIC_DIRECTOR,
        Role.DIGITAL_DELEGATE,
    ),
    clause="10.1",
)
LOAD = right(
    "agreement.load",
    label="Charger une convention : son texte à lire et à corriger, ou son paquet",
    roles=(Role.PROJECT_LEAD, Role.DIGITAL_DELEGATE),
)


KEEP_ACTS = right(
    "agreement.keep_acts",
    label="Tenir le registre des actes de son administration",
    roles=(
        Role.EDUCATION_HEAD,
        Role.PROJECT_LEAD,
        Role.MAYOR,
        Role.RECTOR,
        Role.DIGITAL_DELEGATE,
        Role.ACADEMIC_DIRECTOR,
    ),
)


HEADS = (
    Role.MAYOR, Role.EDUCATION_HEAD, Role.PROJECT_LEAD, Role.RECTOR, Role.ACADEMIC_DIRECTOR, Role.DIGITAL_DELEGATE,
)  # fmt: skip
AMEND = right(
    "agreement.amend",
    label="Négocier un avenant, donner l’accord de sa partie, préparer la suite d’une convention",
    roles=HEADS,
    clause="10.2",
)
NOTIFY = right(
    "agreement.notify", label="Mettre en demeure, répondre à une mise en demeure, résilier", roles=HEADS, clause="10.3"
)


def visible_to(person: Person) -> AgreementQuerySet:
    """Agreements whose territory holds, lies in or touches a school the reader sees."""
    return touching(schools_of(person))


def parties_of(person: Person, agreement: Agreement) -> list[Party]:
    """The parties a person may speak for: the commune’s through a City post, the académie’s through a State one."""
    posts, today = posts_granting(person, SPEAK), timezone.localdate()
    parties = [party for party in agreement.parties.all() if party.is_party_on(today)]
    return [party for party in parties if any(_speaks(post, party) for post in posts)]


def parties_led(person: Person, agreement: Agreement, wanted: Right) -> list[Party]:
    """The signing parties, today, that the person may bind by that right."""
    posts, today = posts_granting(person, wanted), timezone.localdate()
    parties = [row for row in agreement.parties.all() if row.signing and row.is_party_on(today)]
    return [party for party in parties if any(_speaks(post, party) for post in posts)]


def may_amend(person: Person, agreement: Agreement) -> bool:
    return bool(parties_led(person, agreement, AMEND))


def may_notify(person: Person, agreement: Agreement) -> bool:
    return bool(parties_led(person, agreement, NOTIFY))


def amendments_visible_to(person: Person, agreement: Agreement) -> AmendmentQuerySet:
    """Signed ones are of everybody who reads the agreement; drafts, of those who speak for a party."""
    rows = agreement.amendments.all()
    return rows if parties_of(person, agreement) else rows.signed()


def notices_visible_to(person: Person, agreement: Agreement) -> QuerySet[Notice]:
    """A formal notice is between the parties: those who speak for one of them read it."""
    return agreement.notices.all() if parties_of(person, agreement) else agreement.notices.none()


def may_send_for(person: Person, notice: Notice) -> bool:
    """May act for the party that sends it."""
    return notice.sender in parties_led(person, notice.agreement, NOTIFY)


def may_reply_for(person: Person, notice: Notice) -> bool:
    """May answer for the party that receives it."""
    return notice.recipient in parties_led(person, notice.agreement, NOTIFY)


def people_to_tell(agreement: Agreement) -> list[Person]:
    """Those who may bind a party, with an address: they are told that the end comes near."""
    parties = [party for party in agreement.parties.all() if party.signing]
    held = Q(commune__in=[row.commune_id for row in parties if row.commune_id]) | Q(
        academy__in=[row.academy_id for row in parties if row.academy_id]
    )
    posts = Post.objects.on(timezone.localdate()).filter(held, role__in=AMEND.roles).select_related("person")
    return sorted({post.person for post in posts if post.person.email}, key=lambda person: person.pk)


def _speaks(post: Post, party: Party) -> bool:
    if post.side == Side.CITY:
        return party.commune_id is not None and party.commune_id == post.commune_id
    return party.academy_id is not None and party.academy_id == post.academy_id


def debtors_spoken_for(person: Person, commitment: Commitment) -> list[Party]:
    """Among the debtors of a commitment, those the person may declare for."""
    today = timezone.localdate()
    owing = {row.party_id for row in commitment.stakes.all() if row.part == Part.DEBTOR and row.holds(today)}
    return [party for party in parties_of(person, commitment.agreement) if party.pk in owing]


def may_declare(person: Person, commitment: Commitment) -> bool:
    return bool(debtors_spoken_for(person, commitment))


def parties_to_answer(person: Person, declaration: Declaration) -> list[Party]:
    """Parties the person may answer for: signing, not the declarer, and not heard yet."""
    heard = {reply.party_id for reply in declaration.answers.all()} | {declaration.party_id}
    spoken = parties_of(person, declaration.commitment.agreement)
    return [party for party in spoken if party.signing and party.pk not in heard]


def may_answer(person: Person, declaration: Declaration) -> bool:
    return bool(parties_to_answer(person, declaration))


def may_sign(person: Person, agreement: Agreement) -> bool:
    """The date is still unknown and the person holds the right for one of the parties."""
    return (
        agreement.signed_on is None
        and not agreement.template
        and any(_speaks(post, party) for post in posts_granting(person, SIGN) for party in agreement.parties.all())
    )


def may_load(person: Person) -> bool:
    return holds(person, LOAD)


def may_load_pack(person: Person, slug: str, scope: Scope) -> bool:
    """The territory of the pack, and of the agreement it would replace, lies in that of a post that may load."""
    before = Agreement.objects.filter(slug=slug).first()
    return _covers(person, scope) and (before is None or _covers(person, before.scope))


def _covers(person: Person, scope: Scope) -> bool:
    place = place_of(scope)
    return place is not None and holds(person, LOAD, place)


def may_draft(person: Person, scope: Scope) -> bool:
    """The territory lies in that of a post that may load."""
    return _covers(person, scope)


def drafting_places(person: Person) -> list[Commune | Academy]:
    """The territories of the posts by which the person may load an agreement."""
    return [place for post in posts_granting(person, LOAD) if isinstance(place := post.place, (Commune, Academy))]


def drafts_visible_to(person: Person) -> QuerySet[Draft]:
    """Drafts of the territories where the person may load an agreement: whoever sees one may correct it."""
    here = Q(pk=None)
    for place in drafting_places(person):
        if isinstance(place, Commune):
            here |= Q(scope_level=Level.COMMUNE, scope_code=place.insee)
        else:
            inside = Commune.objects.filter(academy=place).values("insee")
            here |= Q(scope_level=Level.ACADEMY, scope_code=place.code)
            here |= Q(scope_level=Level.COMMUNE, scope_code__in=inside)
    return Draft.objects.filter(here)


def sides_of(person: Person) -> set[Side]:
    """The administrations a person works for today."""
    return {post.side for post in posts_of(person)}


def acts_visible_to(person: Person) -> QuerySet[Act]:
    """Acts of the communes and académies whose schools the reader sees, and of the agreements they see."""
    seen = schools_of(person).order_by()
    here = (
        Q(commune__in=seen.values("commune"))
        | Q(academy__in=seen.values("commune__academy"))
        | Q(agreement__in=visible_to(person).values("pk"))
    )
    return Act.objects.filter(here).select_related("commune", "academy", "agreement")


def bodies_of(person: Person) -> list[Commune | Academy]:
    """The administrations whose register the person keeps."""
    return [place for post in posts_granting(person, KEEP_ACTS) if isinstance(place := post.place, (Commune, Academy))]


def may_keep_act(person: Person, act: Act) -> bool:
    return (act.commune or act.academy) in bodies_of(person)
