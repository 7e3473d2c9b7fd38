import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_probe_learns_that_the_house_is_sound_without_signing_in(client: Client):
    response = client.get("/sante/")
    assert response.status_code == 200
    assert response.json() == {"sain": True, "version": "0.1.0", "base": True, "migrations": True, "releve": None}
