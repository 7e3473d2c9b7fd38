"""A real Dovecot, real messages: each read once and filed; a real SMTP server receives what is sent."""

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from lekol.directory.choices import Role
from lekol.integrations.mailbox.fetch import ASIDE, DONE, fetch
from lekol.maintenance import actions
from lekol.maintenance.models import Mail, Ticket
from tests.directory.factories import SchoolFactory, post
from tests.integrations.test_mailbox_translate import PASSED, TRUSTED, message
from tests.maintenance.factories import reported
from tools.debian import NEEDS

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
mail_location = maildir:{home}/mail
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
"""


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture
def box():
    """The address of a box of its own."""
    program = NEEDS["dovecot"].path()
    if program is None:
        pytest.skip("Dovecot n’est pas installé sur cette machine")
    port, me = free_port(), pwd.getpwuid(os.getuid())
    # Run as root, its doors and its readers take accounts that may nothing else.
    mine, login = (me.pw_name, me.pw_name) if me.pw_uid else ("dovecot", "dovenull")
    owner = me if me.pw_uid else pwd.getpwnam("nobody")
    home = Path(tempfile.mkdtemp(prefix="lekol-dovecot-"))
    home.chmod(0o755)
    os.chown(home, owner.pw_uid, owner.pw_gid)
    words = {
        "home": home,
        "user": mine,
        "login": login,
        "group": mine,
        "port": port,
        "uid": owner.pw_uid,
        "gid": owner.pw_gid,
    }
    settings = home / "dovecot.conf"
    settings.write_text(CONFIGURATION.format(**words), encoding="utf-8")
    server = subprocess.Popen([program, "-F", "-c", settings], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield opened(server, port, home)
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(home, ignore_errors=True)


def opened(server, port, home):
    for _ in range(50):
        if server.poll() is not None:
            pytest.skip(f"Dovecot ne démarre pas ici : {server.stdout.read()[-300:]!r}")
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=2).logout()
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.2)
        else:
            return port
    log = home / "dovecot.log"
    pytest.skip(f"Dovecot ne répond pas : {log.read_text()[-300:] if log.exists() else ''}")


def put(port, *contents):
    link = imaplib.IMAP4("127.0.0.1", port)
    link.login("pannes", "secret")
    for content in contents:
        link.append("INBOX", "", imaplib.Time2Internaldate(time.time()), content)
    link.logout()


def count(port, folder):
    link = imaplib.IMAP4("127.0.0.1", port)
    link.login("pannes", "secret")
    _, found = link.select(folder)
    link.logout()
    return int(found[0])


def test_a_real_box_is_read_once_and_its_messages_are_filed(box):
    school = SchoolFactory.create()
    head = post(Role.SCHOOL_HEAD, school).person
    head.email = "marie@ecoles.example.org"
    head.save()
    good = message(Authentication_Results=PASSED).as_bytes()
    robot = message(Auto_Submitted="auto-replied").as_bytes().replace(b"<1@", b"<2@")
    spoofed = message().as_bytes().replace(b"<1@", b"<3@")
    put(box, good, robot, spoofed, good)
    url = f"imap://pannes:secret@127.0.0.1:{box}"
    done = fetch(url, TRUSTED)
    assert (done.kept, done.aside) == (2, 2)
    assert Ticket.objects.get().reporter == head
    assert sorted(Mail.objects.values_list("outcome", flat=True)) == ["ecarte", "panne", "refuse"]
    assert [count(box, folder) for folder in ("INBOX", DONE, ASIDE)] == [0, 2, 2]
    assert fetch(url, TRUSTED).kept == 0


class Sink(Message):
    def __init__(self):
        super().__init__()
        self.kept = []

    def handle_message(self, message):
        self.kept.append(message)


def test_a_real_smtp_server_receives_a_threaded_message(settings):
    sink = Sink()
    server = Controller(sink, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        school = SchoolFactory.create()
        head = post(Role.SCHOOL_HEAD, school).person
        ticket = reported(school, by=head)
        actions.say(ticket=ticket, by=post(Role.TECHNICIAN, school.commune).person, text="Nous passons mardi")
        assert actions.deliver() == 1
    finally:
        server.stop()
    kept = sink.kept[0]
    assert (kept["To"], kept["Auto-Submitted"], ticket.ref in kept["Message-ID"]) == (
        head.email,
        "auto-generated",
        True,
    )
