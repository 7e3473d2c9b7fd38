"""Two files are recorded when they are those of the bases followed so far; else it is said, and nothing changes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from lekol.pupils import actions
from lekol.pupils.choices import Kind, Standing, State
from lekol.pupils.models import Comparing, Discrepancy, Entry
from lekol.pupils.rules.outcome import EntryFound, Found, GapFound
from lekol.pupils.tasks import compare_bases
from tests.directory.factories import SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FIRST = (
    "Lou", "Élio", "Anaëlle", "Maël", "Inaya", "Nolan", "Jade", "Timéo", "Lina", "Mathys", "Kiara", "Yanis", "Ambre",
    "Noah", "Naïla", "Tom", "Éva", "Liam", "Zoé", "Ryan", "Célia", "Enzo", "Manon", "Ilan",
)  # fmt: skip


def base(school, sign, first=FIRST):
    """Two dozen children of one school as a software writes them."""
    known = enumerate(first)
    rows = [f"{sign}{rank};NOM{chr(65 + rank)};{name};{rank + 1:02d}/03/2018;{school.uai}" for rank, name in known]
    return SimpleUploadedFile("base.csv", "\n".join(["ref;nom;prenom;date_naissance;uai", *rows]).encode())


def compared(client, clerk, school, state, city, **words):
    """Through the form and the queue, with the columns as proposed."""
    client.force_login(clerk)
    files = {"commune": school.commune.pk, "state_file": state, "city_file": city, **words}
    answer = client.post(reverse("pupils:compare"), files)
    forms = [form for _, _, form in client.get(answer.url).context["parts"]]
    columns = {f"{form.prefix}-{name}": form[name].value() or "" for form in forms for name in form.fields}
    client.post(answer.url, columns)
    asked = Comparing.objects.order_by("pk").last()
    compare_bases(comparing_id=asked.pk)
    asked.refresh_from_db()
    return asked


def gap(school, **words):
    told = {"kind": Kind.FIELD, "field": "nom", "state": "E1", "city": "V1", "owner": "ville", "presumed": "etat"}
    return GapFound(**{**told, "school": school.pk, **words})


def entry(side, reference, school):
    return EntryFound(side, reference, school.pk, "CP", Standing.LINKED)


def test_files_exchanged_are_told_and_nothing_changes(client, school, clerk):
    assert compared(client, clerk, school, base(school, "E"), base(school, "V")).comparison
    Discrepancy.objects.create(commune=school.commune, school=school, kind=Kind.FIELD, field="nom", owner="ville")
    asked = compared(client, clerk, school, base(school, "V"), base(school, "E"))
    assert asked.faults[:2] == [
        "Les deux fichiers sont échangés : celui de l’État est la base de la Ville, et inversement.",
        "Rien n’a été enregistré : 1 écart suivi aurait été clos.",
    ]
    assert Entry.objects.filter(side="etat", reference="E1").exists()
    assert Discrepancy.objects.open().count() == 1
    assert "Remplacer ce qui est suivi" in client.get(asked.get_absolute_url()).content.decode()


def test_a_new_software_is_told_then_replaces_what_is_followed_when_it_is_asked_to(client, school, clerk):
    assert compared(client, clerk, school, base(school, "E"), base(school, "V")).comparison
    asked = compared(client, clerk, school, base(school, "E"), base(school, "N"))
    assert asked.faults[0].startswith("Ville : presque aucune fiche n’est connue (0 sur 24).")
    form = client.get(reverse("pupils:compare"), {"remplacer": "oui"}).context["form"]
    assert form["anew"].value()
    assert compared(client, clerk, school, base(school, "E"), base(school, "N"), anew="True").comparison
    assert Entry.objects.filter(side="ville", reference="N1").exists()


def test_two_bases_that_share_almost_nobody_are_told_from_the_first_time(client, school, clerk):
    others = base(school, "V", [f"Prénom{rank}" for rank in range(24)]).read()
    strangers = others.replace(b"NOM", b"AUTRE").replace(b"/03/2018", b"/11/2015")
    asked = compared(client, clerk, school, base(school, "E"), SimpleUploadedFile("ville.csv", strangers))
    assert "ne sont sans doute pas de la même commune" in asked.faults[0]
    assert not Entry.objects.exists()


def test_what_a_file_says_nothing_of_stays_open_and_is_not_said_corrected(school, clerk):
    other = SchoolFactory.create(commune=school.commune)
    both = [entry("etat", "E1", school), entry("ville", "V1", school)]
    both += [entry("etat", "E2", other), entry("ville", "V2", other)]
    gaps = [gap(school), gap(other, state="E2", city="V2")]
    actions.record(commune=school.commune, found=Found(2, 2, [], [], both, gaps))
    for row in Discrepancy.objects.all():
        actions.ask(gap=row, by=clerk.person)
        actions.accept(gap=row, by=clerk.person)
    actions.record(commune=school.commune, found=Found(1, 1, [], [], both[:2], []))
    states = dict(Discrepancy.objects.values_list("state_reference", "state"))
    assert states == {"E1": State.CORRECTED, "E2": State.ACCEPTED}


def test_a_child_who_left_both_bases_was_not_corrected(school, clerk):
    both = [entry("etat", "E1", school), entry("ville", "V1", school)]
    actions.record(commune=school.commune, found=Found(1, 1, [], [], both, [gap(school)]))
    row = Discrepancy.objects.get()
    actions.ask(gap=row, by=clerk.person)
    actions.accept(gap=row, by=clerk.person)
    others = [entry("etat", "E9", school), entry("ville", "V9", school)]
    actions.record(commune=school.commune, found=Found(1, 1, [], [], others, []))
    row.refresh_from_db()
    assert row.state == State.GONE


@pytest.mark.django_db(transaction=True)
def test_two_comparisons_recorded_at_once_follow_one_another():
    school = SchoolFactory.create()
    entries = [entry(side, f"{side}{rank}", school) for side in ("etat", "ville") for rank in range(2_000)]

    def recorded(_):
        try:
            return actions.record(commune=school.commune, found=Found(2_000, 2_000, [], [], entries, [])).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        made = list(threads.map(recorded, range(3)))
    assert set(Entry.objects.values_list("comparison", flat=True)) == {max(made)}
    assert Entry.objects.count() == len(entries)
