"""Raw messages as agents send them, and what they get back: always an answer, in their language, never a 500."""

import base64
import gzip
import json
import time
import zlib

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from lekol.equipment import actions
from lekol.equipment.models import AgentKey, Machine
from lekol.integrations.inventory_agents import bodies
from tests.directory.factories import CommuneFactory, SchoolFactory
from tests.integrations import samples

pytestmark = pytest.mark.django_db
ADDRESS = "/agents/"
ADDRESSES = (
    ADDRESS, "/front/inventory.php", "/plugins/glpiinventory/", "/marketplace/glpiinventory/",
    "/plugins/fusioninventory/", "/ocsinventory",
)  # fmt: skip


@pytest.fixture
def school():
    return SchoolFactory.create()


@pytest.fixture
def pair(school):
    key, secret = actions.create_key(commune=school.commune, school=school, name="Salle informatique", by=None)
    return key, secret


def basic(login, secret):
    return "Basic " + base64.b64encode(f"{login}:{secret}".encode()).decode()


@pytest.fixture
def send(pair):
    key, secret = pair

    def sent(body, address=ADDRESS, authorization=None, **headers):
        names = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        names["HTTP_AUTHORIZATION"] = basic(key.login, secret) if authorization is None else authorization
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        return client.post(address, body, content_type="application/x-compress-zlib", **names)

    return sent


def test_a_glpi_agent_says_hello_then_gives_its_inventory(send, school):
    hello = {"action": "contact", "deviceid": "PC-0001-2025-09-01-08-00-00", "name": "GLPI-Agent", "version": "1.11",
             "installed-tasks": ["inventory"], "enabled-tasks": ["inventory"]}  # fmt: skip
    headers = {"glpi_agent_id": samples.AGENT_ID, "glpi_request_id": "A1B2C3D4"}
    answer = send(zlib.compress(json.dumps(hello).encode()), **headers)
    assert answer["Content-Type"] == "application/x-compress-zlib"
    assert answer["GLPI-Request-ID"] == "A1B2C3D4"
    said = json.loads(zlib.decompress(answer.content))
    assert said == {"status": "ok", "expiration": 24, "tasks": {"inventory": {"server": "lekol", "version": "1"}}}
    answer = send(zlib.compress(samples.body()), **headers)
    assert json.loads(zlib.decompress(answer.content)) == {"status": "ok", "expiration": 24}
    machine = Machine.objects.get()
    assert (machine.school, machine.commune) == (school, school.commune)
    assert machine.agent == samples.AGENT_ID.replace("-", "")


def test_an_older_agent_is_asked_for_its_inventory_and_thanked(send):
    prolog = b"<?xml version='1.0'?><REQUEST><DEVICEID>PC-1</DEVICEID><QUERY>PROLOG</QUERY><TOKEN>1</TOKEN></REQUEST>"
    answer = send(zlib.compress(prolog))
    reply = etree.fromstring(zlib.decompress(answer.content))
    assert (reply.findtext("RESPONSE"), reply.findtext("PROLOG_FREQ")) == ("SEND", "24")
    answer = send(zlib.compress(samples.xml()))
    assert etree.fromstring(zlib.decompress(answer.content)).findtext("RESPONSE") == "OK"
    assert Machine.objects.get().said_serial == "SCH0000001"


def test_a_glpi_agent_that_begins_by_the_older_prolog_is_told_to_speak_json(send):
    prolog = b"<REQUEST><DEVICEID>PC-1</DEVICEID><QUERY>PROLOG</QUERY></REQUEST>"
    answer = send(prolog, glpi_agent_id=samples.AGENT_ID)
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["expiration"] > 0


@pytest.mark.parametrize("close", [zlib.compress, gzip.compress, bytes], ids=["zlib", "gzip", "plain"])
@pytest.mark.parametrize("make", [samples.body, samples.xml], ids=["json", "xml"])
def test_each_form_is_opened_and_answered_in_kind(send, close, make):
    sent = close(make())
    answer = send(sent)
    assert answer.status_code == 200
    assert bodies.form_of(answer.content) == bodies.form_of(sent)
    assert Machine.objects.count() == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_addresses_agents_already_know_all_receive(send, address):
    assert send(samples.body(), address).status_code == 200
    assert Machine.objects.count() == 1


def test_the_same_message_twice_makes_one_machine(send):
    for _ in range(2):
        assert send(samples.body()).status_code == 200
    assert Machine.objects.count() == 1


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !!!",
        basic("x", "y"),
        basic("agent-x", "é" * 400),
        "Bearer",
        "Bearer x:y:z",
        "Digest a",
        basic("a\0b", "c"),
    ],
)
def test_without_a_living_key_nothing_is_read_and_the_realm_is_asked(send, authorization):
    cache.clear()
    answer = send(samples.body(), authorization=authorization)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Basic realm="Lekol"'
    assert answer.json()["status"] == "error"
    assert Machine.objects.count() == 0


def test_a_revoked_key_opens_nothing_not_even_by_its_token(send, pair):
    key, _ = pair
    bearer = f"Bearer {actions.token_for(key)}"
    assert send(samples.body(), authorization=bearer).status_code == 200
    actions.revoke_key(key=key, by=None)
    assert send(samples.body()).status_code == 401
    assert send(samples.body(), authorization=bearer).status_code == 401


def test_the_secret_is_kept_only_as_a_digest(pair):
    key, secret = pair
    assert secret not in "".join(map(str, AgentKey.objects.filter(pk=key.pk).values_list()[0]))


@pytest.mark.parametrize("address", ["/api.php/token", "/agents/api.php/token"])
@pytest.mark.parametrize("form", ["json", "form", "basic"])
def test_a_token_is_given_against_client_credentials_and_opens_the_address(client, send, pair, address, form):
    key, secret = pair
    words = {"grant_type": "client_credentials", "client_id": key.login, "client_secret": secret, "scope": "inventory"}
    if form == "json":
        answer = client.post(address, json.dumps(words), content_type="application/json")
    elif form == "form":
        answer = client.post(address, words, content_type="application/x-www-form-urlencoded", QUERY_STRING="")
        body = "&".join(f"{name}={value}" for name, value in words.items())
        answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
    else:
        body = "grant_type=client_credentials"
        answer = client.post(
            address, body, content_type="application/x-www-form-urlencoded", HTTP_AUTHORIZATION=basic(key.login, secret)
        )
    said = answer.json()
    assert (said["token_type"], said["expires_in"]) == ("Bearer", 3600)
    assert send(samples.body(), authorization=f"Bearer {said['access_token']}").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"", 400, "unsupported_grant_type"),
        (b'{"grant_type": "password"}', 400, "unsupported_grant_type"),
        (b'{"grant_type": "client_credentials", "client_id": "x", "client_secret": 3}', 401, "invalid_client"),
        (b'{"grant_type": "client_credentials"}', 401, "invalid_client"),
        (b"[1]", 400, "unsupported_grant_type"),
        (b"{" * 9000, 400, "unsupported_grant_type"),
        (b"grant_type=client_credentials&client_id=a%00b&client_secret=c", 401, "invalid_client"),
    ],
)
def test_no_token_without_the_right_words(client, body, status, error):
    answer = client.post("/api.php/token", body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (status, {"error": error})


def test_a_message_that_swells_is_stopped_before_it_fills_memory(send):
    bomb = zlib.compress(b"\0" * (bodies.MOST_INFLATED * 4), 9)
    before = time.perf_counter()
    answer = send(bomb)
    assert answer.status_code == 413
    assert "dépasse 32 Mo" in answer.json()["message"]
    assert time.perf_counter() - before < 2


def test_a_message_announced_or_sent_too_large_is_not_read(send):
    assert send(b"{" + b" " * bodies.MOST_SENT).status_code == 413


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (b"", "vide"),
        (zlib.compress(samples.body())[:-20], "coupé"),
        (b"\x78\x9c" + b"\xff" * 8, "abîmé"),
        (b"{", "coupé"),
        (b'{"action": "contact"', "coupé"),
        (b'{"action": "deploy", "content": {"x": 1}}', "n’est pas un inventaire"),
        (b"<REQUEST>", "illisible"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><REQUEST/>', "entités"),
    ],
)
def test_what_cannot_be_received_is_refused_with_its_reason(send, body, part):
    answer = send(body)
    assert answer.status_code == 400
    assert part in answer.content.decode()


def test_a_device_without_identifier_is_told_so(send):
    void = {"deviceid": "foo", "content": {"hardware": {"memory": 1}}}
    answer = send(json.dumps(void).encode())
    assert answer.status_code == 400
    assert "Aucun identifiant" in answer.json()["message"]


def test_beyond_its_pace_a_key_waits(send, settings):
    settings.AGENTS_RATE = 2
    codes = [send(samples.body()).status_code for _ in range(4)]
    assert codes[:2] == [200, 200]
    answer = send(samples.body())
    assert (answer.status_code, answer.json()["status"]) == (429, "error")
    assert 0 < int(answer["Retry-After"]) <= 60


def test_a_contact_that_comes_when_too_many_do_waits_and_is_answered_by_its_number(send, pair, client, settings):
    settings.AGENTS_RATE = 1
    hello = zlib.compress(json.dumps({"action": "contact", "deviceid": "PC-1", "name": "GLPI-Agent"}).encode())
    names = {"glpi_agent_id": samples.AGENT_ID, "glpi_request_id": "A1B2C3D4"}
    assert send(hello, **names, glpi_proxy_id="a1b2,c3d4").status_code == 200
    answer = send(hello, **names, glpi_proxy_id="a1b2,c3d4")
    said = answer.json()
    assert (answer.status_code, said["status"], said["expiration"][-1]) == (200, "pending", "s")
    assert (answer["GLPI-Request-ID"], answer["GLPI-Proxy-ID"]) == ("A1B2C3D4", "a1b2,c3d4")
    assert 0 < int(said["expiration"][:-1]) <= 120

    key, secret = pair

    def again(number):
        words = {"HTTP_GLPI_AGENT_ID": samples.AGENT_ID, "HTTP_GLPI_REQUEST_ID": number}
        return client.get(ADDRESS, HTTP_AUTHORIZATION=basic(key.login, secret), **words)

    assert again("A1B2C3D4").json()["status"] == "pending"
    assert again("FFFF0000").status_code == 429
    settings.AGENTS_RATE = 600
    assert again("A1B2C3D4").json()["tasks"] == {"inventory": {"server": "lekol", "version": "1"}}
    assert again("FFFF0000").status_code == 404


def test_one_who_tries_keys_is_stopped(send):
    codes = {send(b"{}", authorization=basic("agent-aaaaaaaaaa", str(n))).status_code for n in range(70)}
    assert codes == {401, 429}


def test_a_browser_reads_what_the_address_is_for_and_an_older_agent_that_there_is_no_other_task(client):
    assert "reçoit les inventaires" in client.get(ADDRESS).content.decode()
    assert client.get(ADDRESS, {"action": "getConfig", "machineid": "x"}).json() == {}
    assert client.get(ADDRESS, HTTP_GLPI_REQUEST_ID="A1B2C3D4").status_code == 401
    assert client.put(ADDRESS).status_code == 405


def test_headers_that_have_not_their_form_are_not_sent_back(send):
    answer = send(samples.body(), glpi_request_id="<script>", glpi_proxy_id="a1b2,c3d4")
    assert "GLPI-Request-ID" not in answer
    assert answer["GLPI-Proxy-ID"] == "a1b2,c3d4"


def test_a_key_of_one_commune_says_nothing_of_another(send, school):
    there = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    elsewhere, _ = actions.create_key(commune=there.commune, school=None, name="Ailleurs", by=None)
    send(samples.body())
    send(samples.body(), authorization=f"Bearer {actions.token_for(elsewhere)}")
    assert set(Machine.objects.values_list("commune__insee", flat=True)) == {school.commune.insee, "97415"}


def test_the_last_contact_of_a_key_is_kept(send, pair):
    send(samples.body(), user_agent="GLPI-Agent_v1.11")
    key = AgentKey.objects.get(pk=pair[0].pk)
    assert key.last_seen_at is not None
    assert key.last_agent == "GLPI-Agent_v1.11"


def test_the_largest_recorded_kind_is_answered_within_two_seconds(send):
    before = time.perf_counter()
    assert send(zlib.compress(samples.body(count=3_000))).status_code == 200
    assert time.perf_counter() - before < 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([b"", b"{", b"<REQUEST>", b"\x1f\x8b", b"\x78\x9c", b"<"]))
def test_whatever_is_sent_an_answer_comes_back(send, noise, opening):
    answer = send(opening + noise, glpi_agent_id=noise.hex()[:40])
    assert answer.status_code in {200, 400, 413}
