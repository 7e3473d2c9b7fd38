"""What a person may do and why: every announced right, the posts that give it, where and until when."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.apps import apps

from lekol.directory.access import posts_granting
from lekol.directory.choices import Role
from lekol.directory.models import Person, Post
from lekol.pact.rights import Right, announced


@dataclass(frozen=True, slots=True)
class Grant:
    """One right and the posts of today that give it; without any, the functions that would."""

    right: Right
    posts: list[Post]

    @property
    def dated(self) -> list[tuple[Post, dt.date | None]]:
        """Those posts with the last day each is held."""
        return [(post, last_day(post)) for post in self.posts]

    @property
    def functions(self) -> list[str]:
        """The functions that open this right, as they are called."""
        return [str(role.label) for role in Role if role.value in self.right.roles]


def grants_of(person: Person) -> list[tuple[str, list[Grant]]]:
    """Every announced right, under the name of the app that announced it; one query, the person’s posts."""
    rights = sorted(announced().values(), key=lambda right: (_app_of(right), right.label))
    grants = {right.key: Grant(right, posts_granting(person, right)) for right in rights}
    return [
        (app, sorted((grants[right.key] for right in of_app), key=lambda grant: not grant.posts))
        for app, of_app in groupby(rights, key=_app_of)
    ]


def _app_of(right: Right) -> str:
    return str(apps.get_app_config(right.key.partition(".")[0]).verbose_name)


def last_day(post: Post) -> dt.date | None:
    """The last day a post is held, or None without an end."""
    end: dt.date | None = post.valid.upper
    return end - dt.timedelta(days=1) if end else None
