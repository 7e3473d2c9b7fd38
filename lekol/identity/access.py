"""Who looks after whose account: whoever opens and closes all the posts that person holds today."""

from django.db.models import Q, QuerySet

from lekol.directory.access import holds, may_manage_post, people_visible_to, posts_of
from lekol.directory.choices import Role
from lekol.directory.models import Person
from lekol.identity.models import Token
from lekol.pact.rights import right

WATCH_TOKENS = right(
    "identity.watch_tokens",
    label="Voir les jetons de son territoire et les révoquer",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.ACADEMY_IT_HEAD, Role.CITY_DPO, Role.ACADEMY_DPO),
)


def may_manage_account(person: Person, other: Person) -> bool:
    """True when every present post of the other is the reader’s to manage; nobody’s without a post."""
    posts = posts_of(other)
    return bool(posts) and all(may_manage_post(person, post.role, post.place) for post in posts)


def may_see_rights(person: Person, other: Person) -> bool:
    """Oneself, or whoever may manage that person’s posts."""
    return person == other or may_manage_account(person, other)


def may_watch_tokens(person: Person) -> bool:
    return holds(person, WATCH_TOKENS)


def tokens_visible_to(person: Person) -> QuerySet[Token]:
    """One’s own tokens; those of the colleagues one sees, for whoever watches over tokens."""
    seen = Q(account__person=person)
    if may_watch_tokens(person):
        seen |= Q(account__person__in=people_visible_to(person).values("pk"))
    return Token.objects.filter(seen).select_related("account__person", "revoked_by")
