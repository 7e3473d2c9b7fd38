"""The site’s secret changes: decisions and objections are kept, or what would be lost is said and nothing is done."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from lekol.directory.choices import Role
from lekol.kit.commands import Refused
from lekol.pupils import actions, queries
from lekol.pupils.choices import Verdict
from lekol.pupils.models import Comparing, Comparison, Discrepancy, Entry, Objection, Pair, Software
from tests.days import today
from tests.directory.factories import reader
from tests.pupils.test_comparing import CHILDREN, city, found_in, line, onde, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
NEW = "un-autre-secret-de-quarante-caracteres-au-moins"


@pytest.fixture
def rows(school):
    state = [line(f"12345678{rank}AB", child, school) for rank, child in enumerate(CHILDREN)]
    return state, [line(f"V{rank}", child, school) for rank, child in enumerate(CHILDREN[:4])]


@pytest.fixture
def decided(school, clerk, rows, tmp_path):
    """A link denied, and an objection upheld."""
    found_in(school, tmp_path, *rows)
    delegate = reader(Role.ACADEMY_DPO, school.commune.academy).person
    reference = queries.reference_for(school.commune, "etat", "123456783AB")
    found = actions.object_to(
        commune=school.commune, side="etat", reference=reference, grounds="x", received_on=today(), by=delegate
    )
    actions.settle_objection(objection=found, upheld=True, answer="Accueillie.", by=delegate)
    return actions.part(pair=Pair.objects.get(city_reference="V1"), by=clerk.person)


def rekeyed(*words):
    said = io.StringIO()
    call_command("pupils_rekey", *map(str, words), stdout=said)
    return said.getvalue()


def held(school, pair):
    """Are both decisions obeyed?"""
    pair.refresh_from_db()
    still = Entry.objects.filter(side="etat", reference=pair.state_reference).exists()
    return still and pair.verdict == Verdict.APART and Comparison.objects.latest("pk").state_count == 4


def test_a_secret_that_nobody_knows_any_more_is_refused_with_what_would_be_lost(
    client, school, clerk, decided, rows, settings, tmp_path
):
    settings.SECRET_KEY = NEW
    with pytest.raises(ValidationError, match="Seraient perdus : 1 décision, 1 opposition, 1 écart suivi"):
        found_in(school, tmp_path, *rows)
    client.force_login(clerk)
    page = upload(client, school.commune, state_file=onde(school), city_file=city(school)).content.decode()
    assert "LEKOL_ANCIEN_SECRET" in page
    assert (Comparing.objects.count(), Comparison.objects.count()) == (0, 1)


def test_decisions_hold_while_the_former_secret_is_given(school, decided, rows, settings, tmp_path):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [settings.SECRET_KEY]
    found_in(school, tmp_path, *rows)
    assert held(school, decided)


def test_references_are_drawn_anew_and_the_former_secret_is_given_up(school, decided, rows, settings, tmp_path):
    before = decided.state_reference
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [settings.SECRET_KEY]
    said = rekeyed(school.commune.insee, tmp_path / "s.csv", tmp_path / "c.csv")
    assert "LEKOL_ANCIEN_SECRET peut être retiré" in said
    settings.SECRET_KEY_FALLBACKS = []
    found_in(school, tmp_path, *rows)
    assert held(school, decided)
    assert decided.state_reference != before


def foreign(path):
    """An export whose headers nobody guesses: « A » is the birth, « B » the first name, « C » the name."""
    lines = [f"{rank};{day};{first};{name};F;{'x' * rank}" for rank, (name, first, day) in enumerate(CHILDREN)]
    path.write_text("\n".join(["n;A;B;C;D;E", *lines]))
    return path


MAPPING = {"born": "A", "first": "B", "name": "C"}


@pytest.mark.parametrize("kept", ["software", "comparison"])
def test_references_are_drawn_anew_from_the_columns_saved_for_the_software(school, clerk, settings, tmp_path, kept):
    files = queries.Files(tmp_path / "s.csv", foreign(tmp_path / "c.csv"), mappings={"ville": MAPPING})
    (tmp_path / "s.csv").write_text(f"ine;nom;prenom;ne le;sexe;uai\n123456780AB;TÉVANÉ;Lou;14/03/2019;F;{school.uai}")
    made = actions.record(commune=school.commune, found=queries.compare(school.commune, files))
    if kept == "software":
        Software.objects.create(commune=school.commune, side="ville", name="Maison", mapping=MAPPING)
    else:
        Comparing.objects.create(commune=school.commune, comparison=made, mappings={"ville": MAPPING})
    actions.part(pair=Pair.objects.get(), by=clerk.person)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [settings.SECRET_KEY]
    assert "peut être retiré" in rekeyed(school.commune.insee, files.state, files.city)
    settings.SECRET_KEY_FALLBACKS = []
    actions.record(commune=school.commune, found=queries.compare(school.commune, files))
    assert [pair.verdict for pair in Pair.objects.all()] == [Verdict.APART]


def test_two_softwares_that_read_a_file_differently_are_asked_about(school, decided, settings, tmp_path):
    path = foreign(tmp_path / "c.csv")
    for name, mapping in (("Un", MAPPING), ("Deux", MAPPING | {"first": "E"})):
        Software.objects.create(commune=school.commune, side="ville", name=name, mapping=mapping)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [settings.SECRET_KEY]
    words = school.commune.insee, tmp_path / "s.csv", path
    with pytest.raises(Refused, match="« Deux », « Un »\\. Dites lequel par --software"):
        rekeyed(*words)
    with pytest.raises(Refused, match="Connus : « Deux », « Un »"):
        rekeyed(*words, "--software", "Trois")
    assert "peut être retiré" in rekeyed(*words, "--software", "Un")


def test_nothing_is_drawn_anew_when_a_decision_would_be_left_behind(school, decided, rows, settings, tmp_path):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [settings.SECRET_KEY]
    short = tmp_path / "court.csv"
    short.write_text("ine;nom;prenom;ne le;sexe;uai;niveau\n" + rows[0][0])
    with pytest.raises(Refused, match="Rien n’est changé : 1 décision, 1 opposition"):
        rekeyed(school.commune.insee, short, tmp_path / "c.csv")
    found_in(school, tmp_path, *rows)
    assert held(school, decided)


def test_a_lost_secret_is_given_up_knowingly(school, decided, rows, settings, tmp_path):
    settings.SECRET_KEY = NEW
    said = rekeyed(school.commune.insee, "--forget")
    assert "Perdus : 1 décision, 1 opposition, 1 écart suivi." in said
    assert not Objection.objects.exists()
    found_in(school, tmp_path, *rows)
    assert Comparison.objects.latest("pk").state_count == 5
    assert Discrepancy.objects.open().exists()


def test_the_page_of_objections_says_it_too(client, school, decided, settings):
    settings.SECRET_KEY = NEW
    client.force_login(reader(Role.ACADEMY_DPO, school.commune.academy))
    words = {"commune": school.commune.pk, "side": "etat", "reference": "123456780AB", "received_on": "2026-11-20",
             "grounds": "x"}  # fmt: skip
    assert "LEKOL_ANCIEN_SECRET" in client.post(reverse("pupils:add_objection"), words).content.decode()
