"""Lists and pages of tickets: the same cost at one and at three, each reader their own verbs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.equipment.actions import bought, cover, know_supplier, sign_contract
from lekol.maintenance import actions
from lekol.maintenance.choices import Desk, Side, Status
from lekol.maintenance.models import SchoolKey, Ticket
from tests.directory.factories import SchoolFactory, post, reader
from tests.equipment.factories import placed
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory.create()


def signed(client, role, place):
    client.force_login(reader(role, place))
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client, school, count, django_assert_num_queries):
    for _ in range(count):
        reported(school)
    signed(client, Role.TECHNICIAN, school.commune)
    client.get(reverse("maintenance:tickets"))
    with django_assert_num_queries(5):
        page = client.get(reverse("maintenance:tickets"))
    assert len(page.context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_ticket_costs_the_same_whatever_its_story(client, school, count, django_assert_num_queries):
    ticket, agent = reported(school), post(Role.TECHNICIAN, school.commune).person
    for _ in range(count):
        actions.say(ticket=ticket, by=agent, text="Bonjour")
    signed(client, Role.TECHNICIAN, school.commune)
    client.get(ticket.get_absolute_url())
    with django_assert_num_queries(15):
        assert client.get(ticket.get_absolute_url()).status_code == 200


def test_filters_narrow_the_list(client, school):
    kept = reported(school, summary="Écran cassé")
    reported(school, "liaison", "Internet coupé")
    signed(client, Role.TECHNICIAN, school.commune)
    for words in ({"q": "écran"}, {"nature": "commutateur"}, {"q": kept.ref}, {"etat": "nouveau", "q": "cass"}):
        page = client.get(reverse("maintenance:tickets"), words)
        assert [row.ref for row in page.context["page"].rows] == [kept.ref], words
    Ticket.objects.filter(pk=kept.pk).update(due_at=timezone.now())
    page = client.get(reverse("maintenance:tickets"), {"etat": "retard"})
    assert (len(page.context["page"].rows), b"en retard" in page.content) == (1, True)


def test_who_holds_the_ball_and_whose_clock_runs_are_on_the_page(client, school):
    ticket = reported(school)
    page = signed(client, Role.SCHOOL_HEAD, school).get(ticket.get_absolute_url()).content.decode()
    assert "Prochain geste : Ville" in page
    assert "Délai Ville en cours" in page


def test_each_reader_is_offered_their_own_verbs(client, school):
    ticket = reported(school)
    solve = reverse("maintenance:solve", args=[ticket.ref])
    assert solve in signed(client, Role.TECHNICIAN, school.commune).get(ticket.get_absolute_url()).content.decode()
    assert solve not in signed(client, Role.SCHOOL_HEAD, school).get(ticket.get_absolute_url()).content.decode()
    expert = signed(client, Role.FILTER_EXPERT, school.commune.academy)
    assert solve not in expert.get(ticket.get_absolute_url()).content.decode()


def test_a_private_line_is_on_the_page_of_its_party_alone(client, school):
    ticket = reported(school)
    actions.say(ticket=ticket, by=post(Role.TECHNICIAN, school.commune).person, text="Stock vide", side=Side.CITY)
    assert (
        "Stock vide"
        in signed(client, Role.CITY_IT_HEAD, school.commune).get(ticket.get_absolute_url()).content.decode()
    )
    assert "Stock vide" not in signed(client, Role.SCHOOL_HEAD, school).get(ticket.get_absolute_url()).content.decode()


def test_a_ticket_goes_from_the_city_to_the_academy_and_to_the_school_on_screen(client, school):
    ticket = reported(school)
    signed(client, Role.TECHNICIAN, school.commune)
    words = {"target": Desk.STATE, "reason": "C’est le filtrage"}
    client.post(reverse("maintenance:transfer", args=[ticket.ref]), words)
    made = ticket.transfers.get()
    signed(client, Role.FILTER_EXPERT, school.commune.academy)
    client.post(reverse("maintenance:accept_transfer", args=[ticket.ref, made.pk]))
    client.post(reverse("maintenance:solve", args=[ticket.ref]), {"solution": "Site débloqué"})
    signed(client, Role.SCHOOL_HEAD, school)
    client.post(reverse("maintenance:confirm", args=[ticket.ref]), {"speed": 4, "result": 4})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.desk, ticket.satisfaction.speed) == (Status.CLOSED, Desk.STATE, 4)


def test_one_answer_of_two_is_not_enough(client, school):
    ticket = reported(school)
    actions.solve(ticket=ticket, by=None, solution="Fait")
    signed(client, Role.SCHOOL_HEAD, school)
    page = client.post(reverse("maintenance:confirm", args=[ticket.ref]), {"speed": 4})
    assert "Répondez aux deux questions" in page.content.decode()


def test_a_device_is_handed_to_the_supplier_its_contract_names_else_to_whoever_sold_it(client, school):
    asset = placed(school)
    words = {"supplier": know_supplier(commune=school.commune, words={"name": "Vendeur", "email": "v@x.example.org"})}
    bought(assets=[asset], commune=school.commune, words={**words, "market": "M-1"})
    ticket = reported(school, asset=asset)
    signed(client, Role.TECHNICIAN, school.commune)
    address = reverse("maintenance:hand_off", args=[ticket.ref])

    def asked():
        form = client.get(address).context["form"]
        return form["supplier"].value(), form["email"].value()

    assert asked() == ("Vendeur", "v@x.example.org")
    upkeep = know_supplier(commune=school.commune, words={"name": "Atelier", "email": "a@x.example.org"})
    today = timezone.localdate()
    contract = sign_contract(
        commune=school.commune, since=today, until=today.replace(year=today.year + 1),
        words={"kind": "maintenance", "supplier": upkeep, "reference": "C-1"},
    )  # fmt: skip
    cover(contract=contract, assets=[asset])
    assert asked() == ("Atelier", "a@x.example.org")


def test_a_supplier_writes_without_an_account_and_sees_no_person(client, school):
    agent = post(Role.TECHNICIAN, school.commune).person
    ticket = reported(school, by=agent)
    made = actions.hand_off(ticket=ticket, supplier="Réparetout", by=agent)
    address = reverse("maintenance:supplier", args=[made.token])
    page = client.post(address, {"reference": "RMA-7", "sent_on": "2026-11-02"}, follow=True).content.decode()
    assert "C’est noté" in page
    assert "RMA-7" in page
    page = client.post(address, {"reference": "RMA-7", "sent_on": "2026-11-02", "loan": "Dell 3540, PRET-3"})
    assert "PRET-3" in client.get(address).content.decode()
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    assert "PRET-3" in client.get(ticket.get_absolute_url()).content.decode()
    client.logout()
    wrong = client.post(address, {"sent_on": "2026-11-02", "returned_on": "2026-11-01"}).content.decode()
    assert "ne peut pas revenir avant" in wrong
    assert client.get(reverse("maintenance:supplier", args=[f"{made.token}x"])).status_code == 404


def test_a_closure_is_declared_on_screen_and_says_how_many_clocks_moved(client, school):
    ticket = reported(school)
    signed(client, Role.CITY_IT_HEAD, school.commune)
    day = timezone.localdate(ticket.due_at).isoformat()
    words = {"place": f"commune:{school.commune.pk}", "first": day, "last": day, "reason": "Cyclone"}
    page = client.post(reverse("maintenance:close_days"), words, follow=True).content.decode()
    assert "Fermeture déclarée : 1 délais déplacés" in page or "Fermeture déclarée : 1 délai déplacé" in page
    assert "Cyclone" in page


def test_the_head_gives_a_code_and_prints_signed_labels(client, school):
    signed(client, Role.SCHOOL_HEAD, school)
    client.post(reverse("maintenance:school_code", args=[school.uai]))
    assert (
        SchoolKey.objects.get().digits
        in client.get(reverse("maintenance:school_code", args=[school.uai])).content.decode()
    )


def test_the_school_s_page_shows_its_faults(client, school):
    ticket = reported(school)
    signed(client, Role.SCHOOL_HEAD, school)
    assert ticket.summary in client.get(school.get_absolute_url()).content.decode()


def test_the_public_page_counts_and_names_nobody(client, school):
    reported(school, impact="ecole")
    page = client.get(reverse("maintenance:status", args=[school.commune.insee])).content.decode()
    assert "1 école est arrêtée" in page
    assert school.name not in page
