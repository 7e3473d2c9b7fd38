"""What machines read: never more than the person behind the token, one form for every error, bounded pages."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.directory.models import Post
from lekol.identity.actions import close_account, revoke_token
from lekol.identity.choices import Reach
from lekol.identity.models import Token
from lekol.pact.measures import announced
from tests.access import things
from tests.access.world import FOREIGNER, NEIGHBOUR, POSTLESS, school

SCHOOLS = "/api/v1/ecoles"


def uais(client: Client, **words: str) -> list[str]:
    return [row["uai"] for row in client.get(SCHOOLS, words).json()["items"]]


@pytest.mark.parametrize(
    ("reader", "names"),
    [
        (Role.SCHOOL_HEAD, ["alpha"]),
        (NEIGHBOUR, ["beta"]),
        (Role.CITY_IT_HEAD, ["alpha", "beta"]),
        (FOREIGNER, ["gamma"]),
    ],
)
def test_a_token_reads_the_schools_its_person_sees_and_no_other(world, machine, reader, names):
    assert uais(machine(reader)) == [getattr(world, name).uai for name in names]


def test_a_school_out_of_sight_does_not_exist(world, machine):
    assert machine(NEIGHBOUR).get(f"{SCHOOLS}/{world.alpha.uai}").status_code == 404
    assert machine(Role.SCHOOL_HEAD).get(f"{SCHOOLS}/{world.alpha.uai}").json()["name"] == "Les Badamiers"


def test_a_token_may_be_kept_to_one_place(world, machine):
    client = machine(Role.CITY_IT_HEAD, perimeter=f"ecole:{world.beta.uai}")
    assert uais(client) == [world.beta.uai]
    assert client.get("/api/v1/mesures", {"perimetre": "commune:97411"}).status_code == 404


def test_filters_and_marks_follow_one_another(world, machine):
    client = machine(Role.CITY_IT_HEAD)
    first = client.get(SCHOOLS, {"limit": 1}).json()
    second = client.get(SCHOOLS, {"limit": 1, "after": first["next"]}).json()
    assert [row["uai"] for row in first["items"] + second["items"]] == [world.alpha.uai, world.beta.uai]
    assert second["next"] is None
    assert uais(client, commune="97415") == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_queries_whatever_its_length(world, machine, django_assert_num_queries, count):
    for rank in range(count - 1):
        school(f"974902{rank}", f"École {rank}", world.commune, world.district)
    client = machine(Role.CITY_IT_HEAD)
    client.get(SCHOOLS)
    with django_assert_num_queries(4):
        client.get(SCHOOLS)


def test_a_mark_of_another_list_leads_nowhere(world, machine):
    client = machine(Role.CITY_IT_HEAD)
    mark = client.get(SCHOOLS, {"limit": 1}).json()["next"]
    answer = client.get("/api/v1/conventions", {"after": mark})
    assert (answer.status_code, answer.json()["detail"]) == (
        404, "Cette page n’est pas de cette liste, ou n’existe plus. Reprenez à la première.",
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/api/v1/ecoles", "/api/v1/conventions", "/api/v1/mesures", "/api/v1/mesures/a.b"])
def test_without_a_living_token_nothing_opens(world, path):
    session = Client()
    session.force_login(world.users[Role.CITY_IT_HEAD])
    for client in (Client(), session, Client(headers={"authorization": "Bearer lk_abcdefgh_" + "x" * 43})):
        answer = client.get(path)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="Lekol"')
        assert answer.json()["detail"].startswith("Présentez un jeton")


def test_a_token_dies_revoked_expired_with_the_account_and_with_the_posts(world, machine):
    client = machine(Role.CITY_IT_HEAD)
    token = Token.objects.get()
    revoke_token(token=token, by=None)
    assert client.get(SCHOOLS).status_code == 401
    Token.objects.update(revoked_at=None, expires_on=timezone.localdate() - dt.timedelta(days=1))
    assert client.get(SCHOOLS).status_code == 401
    Token.objects.update(expires_on=timezone.localdate())
    assert client.get(SCHOOLS).status_code == 200
    Post.objects.filter(person=token.account.person).delete()
    assert uais(client) == []
    assert client.get("/api/v1/mesures").status_code == 403
    close_account(account=token.account, by=None)
    assert client.get(SCHOOLS).status_code == 401


def test_a_person_without_post_reads_nothing(world, machine):
    assert uais(machine(POSTLESS)) == []


def test_a_reach_not_given_is_refused_by_name(world, machine):
    client = machine(Role.CITY_IT_HEAD, [Reach.SCHOOLS])
    assert client.get(SCHOOLS).status_code == 200
    answer = client.get("/api/v1/conventions")
    assert (answer.status_code, answer.json()["detail"]) == (
        403, "Ce jeton n’ouvre pas cette partie de l’API. Créez-en un avec l’accès voulu.",
    )  # fmt: skip


def test_too_many_requests_say_when_to_come_back(world, machine, settings):
    settings.API_RATE = 3
    client = machine(Role.CITY_IT_HEAD)
    statuses = [client.get(SCHOOLS).status_code for _ in range(5)]
    assert statuses[:3] == [200, 200, 200]
    assert 429 in statuses[3:]
    answer = client.get(SCHOOLS)
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_the_day_of_last_use_is_remembered(world, machine):
    client = machine(Role.CITY_IT_HEAD)
    client.get(SCHOOLS)
    assert Token.objects.get().last_used_on == timezone.localdate()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (SCHOOLS, {"limit": "0"}), (SCHOOLS, {"limit": "201"}), (SCHOOLS, {"limit": "é"}),
        (SCHOOLS, {"commune": "\x00"}),
        ("/api/v1/mesures", {"on": "2026-02-30"}), ("/api/v1/mesures", {"on": "0"}),
        ("/api/v1/mesures", {"perimetre": "lune"}),
        ("/api/v1/ecoles/x", {}), (SCHOOLS, {"after": "é"}),
    ],
)  # fmt: skip
def test_what_has_not_the_right_form_is_refused_and_named(world, machine, path, words):
    answer = machine(Role.CITY_IT_HEAD).get(path, words)
    assert answer.status_code == 422
    assert all(set(part) == {"type", "loc", "msg"} for part in answer.json()["detail"])


def test_an_address_of_the_api_that_does_not_exist_answers_as_the_api(client, db):
    answer = client.get("/api/v1/rien/du/tout")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")


def test_a_day_to_come_has_no_figure(world, machine):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert machine(Role.CITY_IT_HEAD).get("/api/v1/mesures", {"on": tomorrow.isoformat()}).status_code == 404


def test_a_29_february_that_exists_is_a_day(world, machine):
    client = machine(Role.CITY_IT_HEAD)
    assert client.get("/api/v1/mesures", {"on": "2024-02-29"}).status_code == 200
    assert client.get("/api/v1/mesures", {"on": "2023-02-29"}).status_code == 422


def test_the_page_of_the_api_describes_every_operation(client, db):
    page = client.get("/api/").content.decode()
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert len(paths) == 14
    assert [path for path in paths if path not in page] == []


def test_an_agreement_is_read_with_its_commitments_their_figures_and_their_year(world, machine):
    agreement = things.agreement(world)
    client = machine(Role.CITY_IT_HEAD)
    base = f"/api/v1/conventions/{agreement.slug}"
    assert [row["slug"] for row in client.get("/api/v1/conventions").json()["items"]] == [
        "saint-denis-2017",
        agreement.slug,
    ]
    assert client.get(base).json()["parties"][0]["key"] == "ville"
    rows = client.get(f"{base}/engagements").json()
    assert len(rows["items"]) == agreement.commitments.count()
    assert rows["scope"] == "commune:97411"
    one = client.get(f"{base}/engagements/3.1").json()
    assert (one["debtors"], one["measures"], one["declared"]) == (["ville"], ["network.classrooms_cabled"], False)
    assert one["history"] == []
    assert client.get(f"{base}/engagements/3.1/ecoles").json() == {"items": [], "next": None}
    assert client.get(f"{base}/engagements/99.9").status_code == 404


@pytest.mark.parametrize("reader", [FOREIGNER, POSTLESS])
def test_an_agreement_of_another_commune_does_not_exist(world, machine, reader):
    agreement = things.agreement(world)
    client = machine(reader)
    for path in ("", "/engagements", "/engagements/3.1", "/engagements/3.1/ecoles"):
        assert client.get(f"/api/v1/conventions/{agreement.slug}{path}").status_code == 404


def test_measures_are_those_announced_with_the_figure_of_the_perimeter(world, machine):
    client = machine(Role.CITY_IT_HEAD)
    keys = [row["key"] for row in client.get("/api/v1/mesures").json()["items"]]
    assert keys == sorted(announced())
    one = client.get(f"/api/v1/mesures/{keys[0]}").json()
    assert (one["due"], one["history"]) == (None, [])
    assert client.get("/api/v1/mesures/rien.rien").status_code == 404
