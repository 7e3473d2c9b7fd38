"""Posts that end: rights go with them, somebody must come after."""

import datetime as dt
from collections.abc import Iterator

from lekol.directory.access import people_visible_to
from lekol.directory.models import Person, Post
from lekol.pact.deadlines import LIMIT, Deadline, deadline


@deadline("directory.posts", label="Fins de poste", icon="gens")
def posts(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The last day of the posts of the colleagues one sees; one query."""
    day = dt.timedelta(days=1)
    found = (
        Post.objects.filter(person__in=people_visible_to(person).values("pk"))
        .filter(valid__endswith__range=(since + day, until + day))
        .select_related("person", "academy", "district", "commune", "school")
        .order_by("valid__endswith", "id")[:LIMIT]
    )
    for post in found:
        title = f"Fin de poste : {post.person}, {post.get_role_display()}"
        yield Deadline(post.valid.upper - day, title, str(post.place), post.person.get_absolute_url(), str(post.pk))
