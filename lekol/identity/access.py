"""Who looks after whose account: whoever opens the posts of that person’s administration, there."""

from lekol.directory.access import MANAGE_POSTS, posts_granting, posts_of
from lekol.directory.models import Person


def may_manage_account(person: Person, other: Person) -> bool:
    """True when one of the other’s posts lies in the territory and the administration the person manages."""
    return any(
        granting.side == post.side
        for post in posts_of(other)
        for granting in posts_granting(person, MANAGE_POSTS, post.place)
    )


def may_see_rights(person: Person, other: Person) -> bool:
    """Oneself, or whoever may manage that person’s posts."""
    return person == other or may_manage_account(person, other)
