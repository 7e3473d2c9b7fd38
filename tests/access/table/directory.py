"""Schools, premises, people."""

from lekol.directory.access import EDIT_SCHOOL, MANAGE_POSTS, RECODE_SCHOOL
from lekol.directory.choices import Role
from tests.access import things
from tests.access.table.identity import MANAGERS, teacher
from tests.access.table.visit import ALPHA, Visit, alpha, holding
from tests.access.world import FOREIGNER, NEIGHBOUR, World


def teacher_post(world: World) -> tuple[str, int]:
    person = world.person(Role.TEACHER)
    return (person.ref, person.posts.get().pk)


def class_group(world: World) -> tuple[str, int]:
    return world.alpha.uai, things.class_group(world).pk


def room(world: World) -> tuple[str, int]:
    return (world.alpha.uai, things.room(world).pk)


ROWS = (
    Visit("directory:schools"),
    Visit("directory:map"),
    Visit("directory:people"),
    Visit("directory:school", alpha, ALPHA),
    Visit("directory:edit_school", alpha, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:change_code", alpha, ALPHA, holding(RECODE_SCHOOL)),
    Visit("directory:replace_school", alpha, ALPHA, holding(RECODE_SCHOOL)),
    Visit("directory:close_school", alpha, ALPHA, holding(RECODE_SCHOOL)),
    Visit("directory:headcount", alpha, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:add_room", alpha, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:edit_room", room, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:remove_room", room, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:add_class", alpha, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:edit_class", class_group, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:remove_class", class_group, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:add_person", may=holding(MANAGE_POSTS) | {NEIGHBOUR, FOREIGNER}),
    Visit("directory:person", teacher, ALPHA),
    Visit("directory:edit_person", teacher, ALPHA, MANAGERS),
    Visit("directory:open_post", teacher, ALPHA, holding(MANAGE_POSTS)),
    Visit("directory:close_post", teacher_post, ALPHA, MANAGERS),
)
