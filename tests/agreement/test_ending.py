"""The end of an agreement: alerts given once, to those who may act; what follows carries over what is chosen."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from lekol.agreement import actions
from lekol.agreement.models import Agreement, TermAlert
from lekol.agreement.rules.pack import read
from tests.agreement.factories import academy, city, commitment, declared, load
from tests.agreement.packs import SHIPPED, shipped
from tests.agreement.test_amending import changed, proposed, signed
from tests.directory.factories import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
D = dt.date


def test_both_parties_are_told_once_at_each_alert(mailoutbox, django_capture_on_commit_callbacks):
    load()
    people = [city(), academy()]
    days = [D(2028, 2, 1), D(2028, 2, 2), D(2028, 2, 3), D(2028, 9, 30), D(2028, 12, 1), D(2029, 2, 2), D(2029, 2, 3)]
    with django_capture_on_commit_callbacks(execute=True):
        given = [[alert.months for alert in actions.give_alerts(day)] for day in days]
    assert given == [[], [12], [], [6], [3], [], []]
    assert TermAlert.objects.count() == 3
    assert len(mailoutbox) == 6
    assert {mail.to[0] for mail in mailoutbox} == {person.email for person in people}
    assert "/convention/essai/renouvellement/" in mailoutbox[0].body


def test_an_agreement_without_end_gives_no_alert():
    load(term="rule = 'indeterminee'\nfrom = 'signature'")
    assert actions.give_alerts(D(2028, 2, 2)) == []


def test_what_follows_carries_the_chosen_promises_as_avenants_made_them():
    found = load(commitment("3.1"), declared("3.2"), declared("3.3"))
    signed(changed(proposed(found), does="remplace", clause="3.2", wording="Autrement.", debtors=["ville"]))
    words = {"slug": "suite", "title": "La suite", "short_title": "Suite", "years": 5}
    made = actions.succeed(agreement=found, **words, clauses=["3.1", "3.2"], on=D(2026, 4, 1), by=None)
    pack = read(made.text)
    assert (made.predecessor, made.signed_on, pack.years) == (found, None, 5)
    assert [(row.clause, row.debtors, row.measures) for row in pack.commitments] == [
        ("3.1", ("ville",), ("essai.portes",)), ("3.2", ("ville",), ()),
    ]  # fmt: skip
    assert pack.commitments[1].wording == "Autrement."


def test_a_real_text_is_succeeded_whole_or_in_part():
    for name in SHIPPED:
        found, _ = actions.load(text=shipped(name))
    every = [row.clause for row in found.commitments.all()]
    words = {"title": "La suite", "short_title": "Suite", "years": 4, "on": D(2026, 11, 24), "by": None}
    whole = actions.succeed(agreement=found, slug="entiere", clauses=every, **words)
    assert whole.commitments.count() == len(every)
    assert whole.data["routing"] == found.data["routing"]
    part = actions.succeed(agreement=found, slug="en-partie", clauses=every[:9], **words)
    assert part.commitments.count() == 9
    assert "routing" not in part.data


@pytest.mark.parametrize(
    ("words", "said"), [({"clauses": []}, "au moins un engagement"), ({"slug": "essai"}, "déjà celui")]
)
def test_what_cannot_follow_is_refused(words, said):
    found = load(commitment("3.1"))
    known = {"slug": "suite", "title": "x", "short_title": "x", "years": 4, "clauses": ["3.1"], "on": D(2026, 4, 1)}
    with pytest.raises(ValidationError, match=said):
        actions.succeed(agreement=found, by=None, **{**known, **words})
    assert Agreement.objects.count() == 1


def test_the_renewal_file_and_the_life_page_open_for_every_reader_of_the_agreement(client):
    SchoolFactory.create()
    found = load(commitment("3.1"), declared("3.2"))
    client.force_login(UserFactory.create(person=city()))
    assert (
        "Préparer la convention suivante" in client.get(f"{found.get_absolute_url()}renouvellement/").content.decode()
    )
    assert "12 mois avant : le 2 février 2028" in client.get(f"{found.get_absolute_url()}vie/").content.decode()
    words = {"slug": "suite", "title": "La suite", "short_title": "Suite", "years": 4, "clauses": ["3.1"]}
    assert client.post(f"{found.get_absolute_url()}renouvellement/suite/", words).status_code == 302
    assert Agreement.objects.get(slug="suite").commitments.count() == 1
