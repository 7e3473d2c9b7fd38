"""`lekol demo`: everything a demonstration needs, from nothing, until Ctrl-C."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.urls import reverse

from lekol.directory.models import Post
from lekol.identity.queries import demonstration_people
from lekol.identity.rules import FEATURED
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.project import env, running
from lekol.project.postgres import NoServer, Server


class Command(BaseCommand):
    people: Sequence[Post] = ()
    help = "Prépare et sert la démonstration : base embarquée, territoire inventé, Ctrl-C arrête tout."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--attached", action="store_true", help="s’arrête avec le programme qui l’a lancée")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise Refused("LEKOL_DEMO ne vaut pas « oui » : cette base n’est pas une démonstration. Rien n’a été fait.")
        running.end_in_order()
        if options["attached"]:
            running.die_with_parent(signal.SIGTERM)
        with running.alone(settings.HOME, settings.PUBLIC_URL):
            running.check_port()
            with base():
                self.prepare()
                with working():
                    running.serve(self.say)
        self.stdout.write("Lékol est arrêté.")

    def prepare(self) -> None:
        (settings.HOME / env.DEMONSTRATION).write_text(f"{settings.PUBLIC_URL}\n", encoding="utf-8")
        call_command("migrate", stdout=self.stdout, verbosity=0)
        running.check_base()
        call_command("demonstration_load", stdout=self.stdout)
        self.measure()
        running.collect_static()
        posts = demonstration_people()
        first = (next((post for post in posts if post.role == role), None) for role in FEATURED)
        self.people = [post for post in first if post is not None]

    def measure(self) -> None:
        """Today’s figures; a machine whose clock went back keeps those it has."""
        try:
            call_command("measures_take", stdout=self.stdout)
        except Refused as fault:
            self.stdout.write(f"Les mesures ne sont pas relevées : {fault}")

    def say(self) -> None:
        signing_in = f"{settings.PUBLIC_URL}{reverse('account_login')}"
        self.stdout.write(f"\nLékol est ouvert : {settings.PUBLIC_URL}")
        self.stdout.write(f"Les personnes de la démonstration se connectent d’un clic sur {signing_in}")
        for post in self.people:
            self.stdout.write(f"  {post.person}, {post}")
        self.stdout.write("Ctrl-C arrête tout ; « make demo » reprend là où vous en étiez.")
        self.stdout.flush()


@contextlib.contextmanager
def working() -> Iterator[None]:
    """The job queue beside the server: what is asked on screen is done."""
    words = [sys.executable, "-W", "ignore", "-m", "lekol.project.cli", "work", "--attached"]
    with (settings.HOME / "travail.log").open("ab") as log, subprocess.Popen(words, stdout=log, stderr=log) as worker:
        try:
            yield
        finally:
            worker.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.wait(timeout=10)
            worker.kill()


@contextlib.contextmanager
def base() -> Iterator[None]:
    """The embedded base for as long as the demonstration runs, unless DATABASE_URL names another."""
    if not settings.EMBEDDED:
        yield
        return
    try:
        with Server(settings.HOME).used():
            yield
    except NoServer as fault:
        raise Refused(str(fault)) from None
