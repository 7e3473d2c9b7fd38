"""The pages of the life of a convention cost the same queries whatever their length."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lekol.agreement import actions
from lekol.directory.choices import Role
from tests.agreement.factories import academy, city, commitment, declared, load
from tests.agreement.test_amending import changed
from tests.directory.factories import CommuneFactory, SchoolFactory, reader

pytestmark = pytest.mark.django_db
PAGES = {"life": 11, "consolidated": 15, "renewal": 14, "amendment": 11, "notice": 8}


def lived(count: int):
    """A convention of so many promises, avenants, answers and formal notices."""
    found = load(*(commitment(f"3.{rank}") for rank in range(1, count + 1)), declared("3.9"))
    parties = {row.key: row for row in found.parties.all()}
    for rank in range(count):
        draft = actions.propose_amendment(
            agreement=found, party=parties["ville"], by=None, title=f"Objet {rank}", effective_on=timezone.localdate()
        )
        for step in range(count):
            draft = changed(draft, does="remplace", clause=f"3.{step + 1}", wording=f"Autrement {rank}.")
        said = {"version": draft.version, "agrees": True}
        actions.consent(amendment=draft, party=parties["ville"], by=city(), **said)
        actions.consent(amendment=draft, party=parties["rectorat"], by=academy(), **said)
    notice = None
    for _ in range(count):
        notice = actions.prepare_notice(
            agreement=found, sender=parties["rectorat"], recipient=parties["ville"],
            clauses=[f"3.{rank}" for rank in range(1, count + 1)], grounds="Retard.", by=academy(),
        )  # fmt: skip
    return found, notice


def addresses(found, notice) -> dict[str, str]:
    args = {"amendment": [found.slug, 1], "notice": [found.slug, notice.ref]}
    return {name: reverse(f"agreement:{name}", args=args.get(name, [found.slug])) for name in PAGES}


def costs(client, count: int) -> dict[str, int]:
    SchoolFactory.create(commune=CommuneFactory.create())
    found, notice = lived(count)
    client.force_login(reader(Role.PROJECT_LEAD, CommuneFactory.create()))
    told = {}
    for name, url in addresses(found, notice).items():
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as context:
            client.get(url)
        told[name] = len(context)
    return told


@pytest.mark.parametrize("count", [1, 3])
def test_each_page_of_a_life_costs_the_same_whatever_its_length(client, count):
    assert costs(client, count) == PAGES
