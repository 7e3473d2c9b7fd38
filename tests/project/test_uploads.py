"""What is announced too heavy is refused before anything of it is read."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory


class Unread:
    """A stream that nobody may read."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("une partie de l’envoi a été lue")

    readline = read


@pytest.mark.parametrize(
    ("path", "megabytes"), [("/depannage/signaler/", 200), ("/signaler/PC-1/", 17), ("/parc/", 101)]
)
def test_a_photo_of_two_hundred_megabytes_is_refused_unread(path, megabytes):
    size = str(megabytes * 1024 * 1024)
    words = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": size, "wsgi.input": Unread()}
    request = RequestFactory().generic("POST", path, **words)
    with pytest.raises(RequestDataTooBig):
        request.POST  # noqa: B018 — reading it is the act
