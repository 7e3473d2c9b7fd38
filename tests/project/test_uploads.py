"""What is announced too heavy is refused before anything of it is read."""

from pathlib import Path

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from lekol.desks.views import bad_request
from lekol.project.uploads import bound
from lekol.pupils.forms import TOGETHER


class Unread:
    """A stream that nobody may read."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("une partie de l’envoi a été lue")

    readline = read


BASES = "/bases-eleves/comparer/"


def sent(path, megabytes, signed_in):
    size = str(megabytes * 1024 * 1024)
    words = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": size, "wsgi.input": Unread()}
    request = RequestFactory().generic("POST", path, **words)
    request.session = {SESSION_KEY: "1"} if signed_in else {}
    return request


@pytest.mark.parametrize(
    ("path", "megabytes", "signed_in"),
    [
        ("/depannage/signaler/", 200, False),
        ("/signaler/PC-1/", 17, False),
        ("/parc/", 101, True),
        (BASES, 101, False),
        (BASES, 1001, True),
        (f"{BASES}ABCDEF/ville/", 1001, True),
    ],
)
def test_what_is_too_heavy_for_its_page_is_refused_unread(path, megabytes, signed_in):
    with pytest.raises(RequestDataTooBig, match=f"Vous avez envoyé {megabytes} Mo"):
        sent(path, megabytes, signed_in).POST  # noqa: B018 — reading it is the act


def test_the_bases_of_an_academie_are_taken_from_whoever_is_signed_in():
    assert bound(sent(BASES, 900, True)) == TOGETHER
    with pytest.raises(AssertionError, match="a été lue"):
        sent(BASES, 900, True).POST  # noqa: B018 — reading it is the act


def test_the_page_says_what_was_sent_and_what_is_taken(rf):
    page = bad_request(rf.get("/aide/"), RequestDataTooBig("Vous avez envoyé 200 Mo."))
    assert (page.status_code, "Vous avez envoyé 200 Mo." in page.content.decode()) == (413, True)


def test_a_file_that_comes_is_kept_in_the_folder_of_the_house(rf, settings, tmp_path):
    settings.ARRIVALS = tmp_path / "envois"
    heavy = SimpleUploadedFile("b.csv", b"x" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1))
    found = rf.post("/parc/", {"fichier": heavy}).FILES["fichier"]
    assert Path(found.temporary_file_path()).parent == tmp_path / "envois"
