"""A text is sent, read, corrected beside its original by two administrations, and becomes an agreement."""

import tomllib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lekol.agreement import actions
from lekol.agreement.access import drafts_visible_to
from lekol.agreement.choices import DraftState, ItemKind
from lekol.agreement.models import Agreement, Draft, DraftItem
from lekol.agreement.rules.pack import read as read_pack
from lekol.directory.choices import Role
from lekol.journal.models import Entry
from lekol.pact.scopes import Level, Scope
from tests.access import things
from tests.access.world import FOREIGNER, World, build, post

ADDRESS = "/convention/brouillons/"


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def draft(world: World) -> Draft:
    return things.draft(world)


def client(world: World, role: str = Role.PROJECT_LEAD) -> Client:
    found = Client()
    found.force_login(world.users[role])
    return found


def one(draft: Draft, kind: ItemKind, rank: int = 0) -> DraftItem:
    return draft.items.filter(kind=kind)[rank]


def sent(world: World, item: DraftItem, **changes: object):
    """The form of an item as it is shown, with some fields changed, sent back."""
    page = client(world).get(address(item))
    words = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    return client(world).post(address(item), {**words, **changes})


def address(item: DraftItem) -> str:
    return f"{item.draft.get_absolute_url()}elements/{item.pk}/"


def upload(world: World, content: bytes, name: str = "convention.txt"):
    file = SimpleUploadedFile(name, content)
    return client(world).post(f"{ADDRESS}nouveau/", {"file": file, "place": "commune:97411"})


def test_a_text_sent_gives_a_draft_beside_its_original(world):
    answer = upload(world, things.DRAFTED.encode())
    draft = Draft.objects.get()
    page = client(world).get(answer.url).content.decode()
    assert (answer.url, draft.state) == (draft.get_absolute_url(), DraftState.READ)
    assert [item.words["clause"] for item in draft.items.filter(kind=ItemKind.COMMITMENT)] == ["1.1", "1.2", "1.3"]
    item = one(draft, ItemKind.COMMITMENT)
    assert f'href="#p-{item.pk}"' in page
    assert f'<mark id="p-{item.pk}">' in page
    assert "La date de signature" in page


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "vide.txt", "vide"),
        (b"%PDF-1.4 abime", "a.pdf", "abîmé"),
        (b"\x89PNG\r\n", "a.png", "image"),
        (b"PK\x03\x04", "a.docx", "abîmé"),
    ],
)
def test_a_file_without_text_is_refused_on_the_form_and_nothing_is_kept(world, content, name, said):
    page = upload(world, content, name)
    assert (page.status_code, said in page.content.decode(), Draft.objects.count()) == (200, True, 0)


def test_a_territory_outside_one_s_own_is_refused(world):
    file = SimpleUploadedFile("a.txt", things.DRAFTED.encode())
    words = {"file": file, "place": "academie:28", "commune": "75056"}
    page = client(world, Role.DIGITAL_DELEGATE).post(f"{ADDRESS}nouveau/", words)
    assert "n’est pas dans le territoire de votre fonction" in page.content.decode()
    assert Draft.objects.count() == 0


def test_drafts_are_seen_from_the_commune_and_its_academie_only(world, draft):
    post(world.person(FOREIGNER), Role.PROJECT_LEAD, world.other_commune)
    seers = [reader for reader in (Role.PROJECT_LEAD, Role.DIGITAL_DELEGATE, FOREIGNER, Role.MAYOR)
             if drafts_visible_to(world.person(reader)).exists()]  # fmt: skip
    assert seers == [Role.PROJECT_LEAD, Role.DIGITAL_DELEGATE]
    assert client(world, FOREIGNER).get(draft.get_absolute_url()).status_code == 404


def test_a_large_file_waits_in_the_queue_then_is_read(world):
    queued: list[int] = []
    content = things.DRAFTED.encode() + b"\n" * actions.drafting.AT_ONCE
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda run: run())
        draft = actions.send(
            content=content, name="long.txt", scope=Scope(Level.COMMUNE, "97411"), by=None, later=queued.append
        )
    page = client(world).get(draft.get_absolute_url()).content.decode()
    assert (queued, draft.state, "En attente de son tour" in page) == ([draft.pk], DraftState.WAITING, True)
    client(world).post(f"{draft.get_absolute_url()}lire/")
    draft.refresh_from_db()
    assert (draft.state, draft.items.filter(kind=ItemKind.COMMITMENT).count()) == (DraftState.READ, 3)
    actions.read_draft(draft=draft)
    assert draft.items.filter(kind=ItemKind.COMMITMENT).count() == 3


def test_a_waiting_file_that_gives_no_text_says_why_on_its_page(world, draft):
    draft.items.all().delete()
    draft.state, draft.pages = DraftState.WAITING, []
    with draft.file.storage.open(draft.file.name, "wb") as file:
        file.write(b"\x89PNG")
    draft.save()
    page = client(world).post(f"{draft.get_absolute_url()}lire/", follow=True).content.decode()
    assert "une image" in page


def test_an_item_is_corrected_and_the_journal_keeps_what_was(world, draft):
    item = one(draft, ItemKind.COMMITMENT)
    answer = sent(world, item, debtors=["ville", "rectorat"], title="Classes câblées", article="2")
    item.refresh_from_db()
    assert answer.url == f"{draft.get_absolute_url()}?page=1#e-{item.pk}"
    assert (item.words["clause"], item.words["debtors"], item.confirmed_by) == (
        "2.1", ["ville", "rectorat"], world.person(Role.PROJECT_LEAD),
    )  # fmt: skip
    entry = Entry.objects.get(verb="draft.corrected")
    assert entry.changes["Débiteurs"] == ["ville", "ville ; rectorat"]


def test_two_people_on_the_same_item_lose_nothing(world, draft):
    item = one(draft, ItemKind.COMMITMENT)
    late = dict(client(world).get(address(item)).context["form"].initial)
    sent(world, item, title="Premier")
    page = client(world, Role.DIGITAL_DELEGATE).post(address(item), {**late, "title": "Second"})
    item.refresh_from_db()
    shown = page.content.decode()
    assert (item.words["title"], "« Premier » → « Second »" in shown) == ("Premier", True)
    again = {**late, "title": "Second", "version": page.context["form"].data["version"]}
    client(world, Role.DIGITAL_DELEGATE).post(address(item), again)
    item.refresh_from_db()
    assert item.words["title"] == "Second"


def test_the_next_item_is_the_next_nobody_confirmed(world, draft):
    head, party = one(draft, ItemKind.HEAD), one(draft, ItemKind.PARTY, 1)
    actions.confirm_item(item=one(draft, ItemKind.PARTY), by=None)
    item = one(draft, ItemKind.PARTY)
    item.confirmed_by = world.person(Role.PROJECT_LEAD)
    item.save()
    assert sent(world, head, suivant="1").url == address(party)


def test_what_is_removed_can_be_put_back(world, draft):
    item = one(draft, ItemKind.COMMITMENT)
    client(world).post(f"{address(item)}decider/", {"geste": "retirer"})
    assert item.words["clause"] not in actions.pack_text(draft)
    page = client(world).get(draft.get_absolute_url()).content.decode()
    assert "Éléments retirés" in page
    client(world).post(f"{address(item)}decider/", {"geste": "remettre"})
    assert 'clause = "1.1"' in actions.pack_text(draft)
    assert set(Entry.objects.filter(verb__startswith="draft.re").values_list("verb", flat=True)) == {
        "draft.read", "draft.removed", "draft.restored",
    }  # fmt: skip


def test_two_commitments_become_one_and_the_other_can_come_back(world, draft):
    first, second = one(draft, ItemKind.COMMITMENT), one(draft, ItemKind.COMMITMENT, 2)
    client(world).post(f"{address(first)}fusionner/", {"other": second.pk})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.words["debtors"], second.into) == (["ville", "rectorat"], first)
    assert first.words["wording"].endswith("L’Académie assure la formation des maîtres.")
    actions.restore_item(item=second, by=None)
    assert draft.items.kept().filter(kind=ItemKind.COMMITMENT).count() == 3


def test_what_was_not_found_is_added_by_hand_with_its_passage(world, draft):
    words = {"procedure": "Par avenant.", "lasts": "duree_residuelle", "extract": "La Ville entretient  les postes."}
    client(world).post(f"{draft.get_absolute_url()}ajouter/modification/", words)
    item = one(draft, ItemKind.AMENDMENT)
    assert draft.text[item.start : item.end] == "La Ville entretient les postes."
    assert item.words == {"procedure": "Par avenant.", "lasts": "duree_residuelle"}


def test_words_that_are_not_in_the_original_are_no_passage(world, draft):
    words = {"procedure": "Par avenant.", "extract": "La Ville invente."}
    page = client(world).post(f"{draft.get_absolute_url()}ajouter/modification/", words).content.decode()
    assert "Ces mots ne sont pas dans le texte." in page
    assert not draft.items.filter(kind=ItemKind.AMENDMENT).exists()


def test_a_committee_is_typed_seat_by_seat(world, draft):
    words = {
        "name": "Comité de suivi",
        "minimum": 2,
        "per": "annee",
        "members": "ville : Maire, ou son représentant\nrectorat : Recteur",
    }
    client(world).post(f"{draft.get_absolute_url()}ajouter/comite/", words)
    item = one(draft, ItemKind.COMMITTEE)
    assert item.words["members"] == [
        {"party": "ville", "function": "Maire", "substitute": True}, {"party": "rectorat", "function": "Recteur"},
    ]  # fmt: skip
    page = client(world).post(f"{draft.get_absolute_url()}ajouter/comite/", {**words, "members": "region : Élu"})
    assert "aucune partie du brouillon n’a cette clé" in page.content.decode()


@pytest.mark.parametrize("kind", ItemKind.values)
def test_every_item_saved_as_it_is_shown_says_the_same(world, draft, kind):
    actions.add_item(
        draft=draft,
        kind=ItemKind.NOTICE,
        words={"form": "lettre", "days": 15, "from": "envoi", "effect": "résiliation"},
        by=None,
    )
    actions.add_item(
        draft=draft,
        kind=ItemKind.COMMITTEE,
        words={
            "key": "copil",
            "name": "Comité",
            "extraordinary": True,
            "missions": ["piloter"],
            "members": [{"party": "ville", "function": "Maire", "substitute": True}],
        },
        by=None,
    )
    for item in draft.items.filter(kind=kind):
        answer = sent(world, item)
        before = item.words
        item.refresh_from_db()
        assert (answer.status_code, item.words) == (302, before)


def test_a_term_that_begins_later_and_renews_itself_is_typed(world, draft):
    item = one(draft, ItemKind.TERM)
    sent(world, item, starts="", effect_from="signature", effect_months=2, effect_then="janvier_suivant",
         renewal="tacite", renewal_years=1, renewal_times=2, renewal_notice_months=3)  # fmt: skip
    item.refresh_from_db()
    assert item.words["takes_effect"] == {"from": "signature", "months": 2, "then": "janvier_suivant"}
    told = [item.words[f"renewal_{name}"] for name in ("years", "times", "notice_months")]
    assert (item.words["renewal"], told) == ("tacite", [1, 2, 3])
    page = client(world).get(draft.get_absolute_url()).content.decode()
    assert "2 mois après la signature, le 1er janvier suivant" in page


def test_two_starting_points_or_two_delays_are_refused_on_their_field(world, draft):
    page = sent(world, one(draft, ItemKind.TERM), starts="signature", effect_from="signature").content.decode()
    assert "gardez l’un des deux" in page
    page = sent(world, notice_of(draft), days=15, months=3).content.decode()
    assert "en jours, ou bien en mois" in page


def test_a_notice_in_months_is_typed(world, draft):
    item = notice_of(draft)
    sent(world, item, days="", months=3, starts="reception")
    item.refresh_from_db()
    assert ("days" in item.words, item.words["months"]) == (False, 3)


def notice_of(draft: Draft) -> DraftItem:
    """Its formal notice, of fifteen days."""
    words = {"form": "lettre recommandée", "days": 15, "from": "envoi", "effect": "résiliation"}
    found = draft.items.filter(kind=ItemKind.NOTICE).first()
    return found or DraftItem.objects.create(draft=draft, kind=ItemKind.NOTICE, words=words, rank=900)


def test_a_draft_without_fault_becomes_an_agreement(world, draft):
    answer = client(world).post(f"{draft.get_absolute_url()}charger/", {"read_again": "on"})
    agreement = Agreement.objects.get()
    draft.refresh_from_db()
    assert (answer.url, draft.state, draft.agreement) == (agreement.get_absolute_url(), DraftState.ENACTED, agreement)
    assert [row.clause for row in agreement.commitments.all()] == ["1.1", "1.2", "1.3"]
    assert agreement.commitments.get(clause="1.3").stakes.get().party.key == "rectorat"
    with pytest.raises(ValidationError, match="ne se corrige plus"):
        actions.remove_item(item=one(draft, ItemKind.COMMITMENT), by=None)


def test_each_fault_of_the_pack_is_said_on_its_item_and_forbids_enacting(world, draft):
    article = draft.items.get(kind=ItemKind.ARTICLE, words__number="1")
    actions.remove_item(item=article, by=None)
    actions.remove_item(item=one(draft, ItemKind.TERM), by=None)
    page = client(world).get(draft.get_absolute_url())
    found = page.context["page"]
    said = {row.item.label: row.faults for group in found.groups for row in group.rows if row.faults}
    assert sorted(said) == ["Engagement 1.1", "Engagement 1.2", "Engagement 1.3"]
    assert "aucun [[articles]] ne décrit l’article 1" in said["Engagement 1.1"][0]
    assert found.general == ["la section [term] manque. Sa durée."]
    client(world).post(f"{draft.get_absolute_url()}charger/", {"read_again": "on"})
    assert Agreement.objects.count() == 0


def test_a_draft_never_takes_the_place_of_an_agreement(world, draft):
    actions.enact(draft=draft, by=None)
    other = actions.send(
        content=things.DRAFTED.encode(), name="b.txt", scope=draft.scope, by=None, later=lambda pk: None
    )
    with pytest.raises(ValidationError, match="porte déjà l’identifiant"):
        actions.enact(draft=other, by=None)


def test_the_pack_of_a_draft_is_the_one_it_loads(world, draft):
    content = client(world).get(f"{draft.get_absolute_url()}paquet.toml").content.decode()
    assert tomllib.loads(content)["agreement"]["scope"] == "commune:97411"
    assert [row.clause for row in read_pack(content).commitments] == ["1.1", "1.2", "1.3"]


def test_a_draft_given_up_can_be_taken_up_again(world, draft):
    for state in (DraftState.SHELVED, DraftState.READ):
        client(world).post(f"{draft.get_absolute_url()}abandonner/")
        draft.refresh_from_db()
        assert draft.state == state


def test_a_text_of_two_hundred_pages_is_shown_by_pages(world):
    articles = "".join(
        f"Article {rank} : Matériel\n\n"
        + "".join(f"La Ville entretient les {rank * 100 + line} postes de la commune.\n\n" for line in range(60))
        for rank in range(1, 91)
    )
    text = things.DRAFTED.split("Article 1")[0] + articles
    draft = actions.send(
        content=text.encode(), name="l.txt", scope=Scope(Level.COMMUNE, "97411"), by=None, later=lambda pk: None
    )
    page = client(world).get(f"{draft.get_absolute_url()}?page=3")
    assert len(draft.pages) > 10
    assert len(page.content) < 900_000
    assert "".join(draft.text[start:end] for _, start, end in draft.pages) == draft.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_and_the_draft_cost_the_same_whatever_their_length(world, django_assert_num_queries, count):
    for _ in range(count):
        sentence = "La Ville entretient les postes.\n\n"
        content = (things.DRAFTED.split("Article 2")[0] + sentence * count).encode()
        draft = actions.send(
            content=content, name="a.txt", scope=Scope(Level.COMMUNE, "97411"), by=None, later=lambda pk: None
        )
    reader = client(world)
    reader.get(ADDRESS)
    with django_assert_num_queries(6):
        reader.get(ADDRESS)
    with django_assert_num_queries(8):
        reader.get(draft.get_absolute_url())
