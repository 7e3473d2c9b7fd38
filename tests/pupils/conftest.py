import csv
import gzip

import pytest
from django.urls import reverse

from lekol.directory.choices import Role
from lekol.project.cli import main
from lekol.pupils.choices import REASONS
from tests.directory.factories import SchoolFactory, reader
from tools.bench.children import write


@pytest.fixture(scope="session")
def bases(tmp_path_factory):
    """Two invented bases of some eight hundred children, noisy, and their truth."""
    folder = tmp_path_factory.mktemp("bases")
    write(folder, 800, "dur", seed=11)
    return folder


@pytest.fixture
def school():
    return SchoolFactory.create()


@pytest.fixture
def clerk(school):
    return reader(Role.EDUCATION_HEAD, school.commune)


@pytest.fixture
def home(settings, tmp_path):
    """Where files are laid, empty."""
    settings.MEDIA_ROOT = settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def lekol(capsys, monkeypatch, tmp_path):
    """Run a command of the console; answers (exit code, said, warned)."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        said = capsys.readouterr()
        return end.value.code or 0, said.out, said.err

    return run


def rows_of(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def score(folder, links):
    """(precision of the links said, recall of the children who are in both bases)."""
    truth = {(row["id_state"], row["id_city"]): row["child"] for row in rows_of(folder / "truth.csv.gz")}
    said = {(row["id_state"], row["id_city"]) for row in links if row["outcome"] == "linked"}
    return len(said & set(truth)) / len(said), len({truth[pair] for pair in said & set(truth)}) / len(
        set(truth.values())
    )


def reading(client, user, reason=""):
    """Sign in and say why children are read: the reason given where it holds, that of every day elsewhere."""
    client.force_login(user)
    for about, reasons in REASONS.items():
        motif = reason if reason in reasons else reasons[0]
        client.post(reverse("pupils:reason"), {"lecture": about, "motif": motif, "suite": "/"})
