"""The annual programme: written by several, consulted, signed by both, carried out, revised, told in the report."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.urls import reverse

from lekol.agreement.actions import take_pass
from lekol.directory.choices import Role
from lekol.governance import actions
from lekol.governance.models import Operation, Programme
from lekol.governance.queries import programmes as read
from lekol.governance.queries.duty import year_start
from lekol.governance.queries.report import report
from lekol.identity.models import User
from lekol.pact.calendars import bounds, school_year_of
from tests.agreement.factories import DOORS
from tests.days import today
from tests.directory.factories import SchoolFactory
from tests.governance.factories import governed, seated

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def this_year(agreement) -> int:
    return school_year_of(today(), year_start(agreement))


def opened(agreement, year=None) -> Programme:
    return actions.open_programme(agreement=agreement, school_year=year or this_year(agreement))


def operation(programme, **words) -> Operation:
    first, last = bounds(programme.school_year, year_start(programme.agreement))
    known = {"title": "Câbler", "strand": "equipement", "party": "ville", "starts_on": first, "ends_on": last,
             "budget": {"ville": Decimal("1200.50"), "rectorat": Decimal(0)}, "schools": []}  # fmt: skip
    return actions.add_operation(programme=programme, **{**known, **words})


def signed(agreement, programme, found, parties=("ville", "rectorat")):
    accord = actions.submit_programme(programme=programme)
    for key in parties:
        by = found[Role.MAYOR if key == "ville" else Role.ACADEMIC_DIRECTOR]
        actions.speak(accord=accord, party=agreement.parties.get(key=key), by=by, agrees=True)
    return accord


@pytest.fixture
def drafted():
    """An agreement, its seats, a programme of this year with one operation."""
    agreement = governed()
    found = seated(agreement)
    programme = opened(agreement)
    return agreement, found, programme, operation(programme)


# Signed by both


def test_a_programme_is_in_force_once_both_parties_have_signed_it_and_not_before(drafted):
    agreement, found, programme, _ = drafted
    assert read.life_of(programme).state == "preparation"
    accord = signed(agreement, programme, found, ["ville"])
    assert read.life_of(programme).state == "soumis"
    actions.speak(accord=accord, party=agreement.parties.get(key="rectorat"), by=found[Role.ACADEMIC_DIRECTOR],
                  agrees=True)  # fmt: skip
    life = read.life_of(programme)
    assert (life.state, life.in_force.number, read.validated_on(life)) == ("valide", 1, today())


def test_what_both_signed_changes_no_more_until_it_is_reopened_with_its_reason(drafted):
    agreement, found, programme, row = drafted
    signed(agreement, programme, found)
    for change in (
        lambda: actions.edit_operation(operation=row, base=1, title="Autre"),
        lambda: operation(programme, title="En plus"),
        lambda: actions.remove_operation(operation=row),
        lambda: actions.write_intro(programme=programme, base=0, text="Autre", by=None),
    ):
        with pytest.raises(ValidationError, match="rouvrez-le"):
            change()
    actions.reopen(programme=programme, reason="Crédits réduits")
    actions.edit_operation(operation=row, base=1, title="Autre")
    programme.refresh_from_db()
    life = read.life_of(programme)
    assert (life.state, life.in_force.content["operations"][0]["title"]) == ("revision", "Câbler")
    signed(agreement, programme, found)
    life = read.life_of(programme)
    assert (life.state, life.in_force.number, life.in_force.reason) == ("valide", 2, "Crédits réduits")
    (change,) = read.changes(life.revisions[1][0].content, life.revisions[0][0].content)
    assert (change.kind, change.fields) == ("modifiée", (("intitulé", "Câbler", "Autre"),))


def test_a_programme_that_changes_is_put_to_the_parties_again(drafted):
    agreement, found, programme, row = drafted
    first = signed(agreement, programme, found, ["ville"])
    actions.edit_operation(operation=row, base=1, text="Plus de prises.")
    first.refresh_from_db()
    assert first.replaced_at is not None
    with pytest.raises(ValidationError, match="a changé depuis"):
        actions.speak(accord=first, party=agreement.parties.get(key="rectorat"), by=found[Role.ACADEMIC_DIRECTOR],
                      agrees=True)  # fmt: skip


def test_the_same_text_is_not_put_to_the_parties_twice(drafted):
    programme = drafted[2]
    actions.submit_programme(programme=programme)
    with pytest.raises(ValidationError, match="déjà soumis"):
        actions.submit_programme(programme=programme)


@pytest.mark.parametrize(
    "change",
    ["UPDATE governance_programmerevision SET digest = 'x'", "DELETE FROM governance_operationversion",
     "UPDATE governance_opinion SET text = 'x'", "DELETE FROM governance_operationstep"],
)  # fmt: skip
def test_the_database_refuses_to_change_what_was_signed_said_or_followed(drafted, change):
    agreement, found, programme, row = drafted
    programme = actions.open_consultation(programme=programme, until=today())
    actions.give_opinion(programme=programme, text="D’accord.", by=found[Role.CITY_IT_HEAD])
    signed(agreement, programme, found)
    actions.advance(operation=row, text="Fait.", state="faite", percent=0)
    with pytest.raises(IntegrityError, match="ne se modifie pas"), connection.cursor() as cursor:
        cursor.execute(change)


# Written by several


def test_two_who_change_different_fields_at_once_both_keep_theirs(drafted):
    row = drafted[3]
    actions.edit_operation(operation=row, base=1, title="Câbler les salles")
    done = actions.edit_operation(operation=row, base=1, budget={"ville": Decimal(99), "rectorat": Decimal(1)})
    row.refresh_from_db()
    assert (done.others, done.met, row.title, row.version) == (True, (), "Câbler les salles", 3)
    assert {budget.party: budget.planned for budget in row.budgets.all()} == {"ville": 99, "rectorat": 1}


def test_a_field_both_changed_keeps_the_first_and_names_it_to_the_second(drafted):
    row = drafted[3]
    actions.edit_operation(operation=row, base=1, title="Un", text="Le même texte.")
    done = actions.edit_operation(operation=row, base=1, title="Deux", text="Le même texte.")
    row.refresh_from_db()
    assert (done.met, row.title) == (("intitulé",), "Un")


@pytest.mark.django_db(transaction=True)
def test_two_co_chairs_saving_at_the_same_moment_lose_nothing():
    row = operation(opened(governed()))
    barrier = threading.Barrier(2)

    def save(words):
        barrier.wait()
        actions.edit_operation(operation=row, base=1, **words)
        connection.close()

    writers = [threading.Thread(target=save, args=[words]) for words in ({"title": "Un"}, {"text": "Deux."})]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    row.refresh_from_db()
    assert (row.title, row.text, row.version) == ("Un", "Deux.", 3)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"clause": "9.9"}, "pas de clause"),
        ({"party": "ecole"}, "partie signataire"),
        ({"measure": "essai.rien", "expected": 3}, "n’est annoncée"),
        ({"starts_on": dt.date(2020, 1, 1)}, "commence dans l’année"),
    ],
)
def test_an_operation_that_does_not_hold_is_refused(drafted, words, why):
    with pytest.raises(ValidationError, match=why):
        operation(drafted[2], **words)


def test_a_programme_is_opened_once_and_only_within_the_term(drafted):
    agreement = drafted[0]
    for year, why in ((this_year(agreement), "déjà ouvert"), (2040, "ne couvre pas")):
        with pytest.raises(ValidationError, match=why):
            opened(agreement, year)


# Consulted, carried out


def test_opinions_are_given_until_the_last_day_included(drafted):
    _, found, programme, _ = drafted
    with pytest.raises(ValidationError, match="Aucun avis"):
        actions.give_opinion(programme=programme, text="Oui.", by=found[Role.MAYOR])
    programme = actions.open_consultation(programme=programme, until=today())
    actions.give_opinion(programme=programme, text="Oui.", by=found[Role.MAYOR])
    programme.consulted_until = today() - DAY
    with pytest.raises(ValidationError, match="Aucun avis"):
        actions.give_opinion(programme=programme, text="Trop tard.", by=found[Role.MAYOR])


def test_execution_is_followed_once_the_programme_is_signed(drafted):
    agreement, found, programme, row = drafted
    with pytest.raises(ValidationError, match="une fois le programme validé"):
        actions.advance(operation=row, text="Commencé.", state="en_cours", percent=10)
    signed(agreement, programme, found)
    actions.advance(operation=row, text="Fait.", state="faite", percent=40, spent={"ville": Decimal(900)})
    row.refresh_from_db()
    assert (row.state, row.percent) == ("faite", 100)
    (city, state) = read.purses(read.operations_of(programme), ["ville", "rectorat"])
    assert (city.planned, city.spent, city.left, state.planned) == (Decimal("1200.50"), 900, Decimal("300.50"), 0)


def test_the_report_tells_the_signed_programme_and_how_it_was_carried_out(figures):
    agreement = governed()
    found = seated(agreement)
    school = SchoolFactory.create()
    figures["portes"][school.pk] = (2, 1)
    year = this_year(agreement) - 1
    take_pass(on=bounds(year, year_start(agreement))[1] - DAY)
    programme = opened(agreement, year)
    row = operation(programme, schools=[school], measure=DOORS, expected=2)
    signed(agreement, programme, found)
    actions.advance(operation=row, text="Fait.", state="faite", percent=100)
    said = report(actions.freeze(agreement=agreement, school_year=year))
    assert said["programme"]["revision"] is None  # signed after the last day of that year: it was not in force
    words = read.frozen_words(agreement, year, today())
    assert (words["revision"], words["en_phase"], words["operations"][0]["etat"]) == (1, [1, 0], "faite")


# Pages


def client_for(client, person):
    client.force_login(User.objects.create_user(person.email, person))
    return client


def test_a_programme_is_prepared_signed_and_followed_on_screen(client, drafted):
    agreement, found, programme, _ = drafted
    client_for(client, found[Role.PROJECT_LEAD])
    first, last = bounds(programme.school_year, year_start(agreement))
    words = {"title": "Former", "strand": "formation", "party": "rectorat", "starts_on": first.isoformat(),
             "ends_on": last.isoformat(), "montant_rectorat": "300,5"}  # fmt: skip
    client.post(reverse("governance:add_operation", args=[programme.ref]), words)
    client.post(reverse("governance:submit_programme", args=[programme.ref]))
    page = client.get(programme.get_absolute_url()).content.decode()
    assert all(word in page for word in ("Former", "300,5 €", "Soumis aux deux parties", "Aucun écart"))
    client.logout()
    client_for(client, found[Role.MAYOR])
    accord = read.life_of(programme).awaiting.accord
    answer = client.post(reverse("governance:speak", args=[accord.pk]), {"agrees": "oui"})
    assert answer.url == programme.get_absolute_url()


def test_the_second_of_two_who_edit_an_operation_is_told_what_the_first_changed(client, drafted):
    _, found, _, row = drafted
    actions.edit_operation(operation=row, base=1, title="Un")
    client_for(client, found[Role.PROJECT_LEAD])
    words = {"title": "Deux", "strand": "equipement", "party": "ville", "starts_on": row.starts_on.isoformat(),
             "ends_on": row.ends_on.isoformat(), "base": 1, "montant_ville": "1200,50"}  # fmt: skip
    page = client.post(reverse("governance:edit_operation", args=[row.ref]), words, follow=True).content.decode()
    assert "Quelqu’un d’autre a changé pendant ce temps : intitulé" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_programme_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    agreement = governed()
    found = seated(agreement)
    programme = opened(agreement)
    for rank in range(count):
        operation(programme, title=f"O{rank}")
    client_for(client, found[Role.CITY_IT_HEAD])
    client.get(programme.get_absolute_url())
    with django_assert_num_queries(21):
        client.get(programme.get_absolute_url())
