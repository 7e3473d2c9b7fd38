"""Who looks after whose account: whoever opens and closes all the posts that person holds today."""

from lekol.directory.access import may_manage_post, posts_of
from lekol.directory.models import Person


def may_manage_account(person: Person, other: Person) -> bool:
    """True when every present post of the other is the reader’s to manage; nobody’s without a post."""
    posts = posts_of(other)
    return bool(posts) and all(may_manage_post(person, post.role, post.place) for post in posts)


def may_see_rights(person: Person, other: Person) -> bool:
    """Oneself, or whoever may manage that person’s posts."""
    return person == other or may_manage_account(person, other)
