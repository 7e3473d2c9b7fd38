"""A real agent of Debian, started as on a school’s post, pointed at a live server."""

import subprocess

import pytest

from lekol.equipment import actions
from lekol.equipment.models import AgentKey, Machine
from tests.directory.factories import SchoolFactory
from tools.debian import NEEDS

AGENT = NEEDS["agent"].path()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(AGENT is None, reason="no inventory agent: tools/debian.py installs Debian’s"),
]


def run(tmp_path, url, login, secret):
    """One run of the agent: hello, inventory, end."""
    settings = tmp_path / "agent.cfg"
    settings.write_text(f"server = {url}\nuser = {login}\npassword = {secret}\ntasks = inventory\n")
    words = [AGENT, f"--conf-file={settings}", "--force", "--debug", "--logger=stderr"]
    return subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=120, check=False)


@pytest.fixture
def pair():
    school = SchoolFactory.create()
    return school, *actions.create_key(commune=school.commune, school=school, name="Agent réel", by=None)


@pytest.mark.parametrize("path", ["/agents/", "/plugins/fusioninventory/"])
def test_a_real_agent_is_received_twice_and_makes_one_machine(live_server, tmp_path, pair, path):
    school, key, secret = pair
    for _ in range(2):
        done = run(tmp_path, live_server.url + path, key.login, secret)
        assert "[error]" not in done.stderr, done.stderr[-2000:]
    machine = Machine.objects.get()
    assert machine.school == school
    assert machine.name
    assert machine.release is not None
    assert machine.software.count() > 50
    assert "FusionInventory" in AgentKey.objects.get(pk=key.pk).last_agent


def test_a_real_agent_with_a_wrong_secret_is_refused_and_nothing_is_kept(live_server, tmp_path, pair):
    _, key, _ = pair
    done = run(tmp_path, f"{live_server.url}/agents/", key.login, "faux")
    assert "wrong credentials" in done.stderr
    assert Machine.objects.count() == 0
