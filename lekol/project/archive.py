"""Backup and restore: the base and the uploaded files in one archive, and back, all or nothing.

An archive is a plain tar: `manifeste.json` (format, version, date, sha256 of everything else), `base.dump`
(pg_dump, custom format) and `fichiers/…`. A restore replaces the whole `public` schema in one transaction.
That transaction also writes the restore’s mark on the schema; the files wait beside, under the same mark,
and take their place once it is committed. A kill at any moment therefore leaves the old base with the old
files or, at the next start (`finish_restoring`), the new ones with the new.
"""

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from lekol.kit.commands import Refused
from lekol.project.postgres import NoServer, find_client
from lekol.pupils.choices import FOLDER

FORMAT = 1
DUMP, FILES, MANIFEST = "base.dump", "fichiers", "manifeste.json"
WAITING = "restauration-"
_BLOCK = 1024 * 1024
_FRESH = """
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


@dataclass(frozen=True, slots=True)
class Content:
    """What an archive holds, for the sentence that says it."""

    files: int
    octets: int


def save(target: Path) -> Content:
    """Write the archive whole or not at all: it gets its name once it is complete and on disk."""
    if not target.parent.is_dir():
        raise Refused(f"Le dossier {target.parent} n’existe pas. Créez-le, ou choisissez-en un autre.")
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".lekol-") as work:
            dump = Path(work) / DUMP
            _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
            members = {DUMP: dump, **_uploaded()}
            _write(part, members)
        part.rename(target)
    except OSError as fault:
        raise Refused(
            f"La sauvegarde {target} ne s’écrit pas : {fault.strerror}. Vérifiez la place et les droits."
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return Content(len(members) - 1, target.stat().st_size)


def _uploaded() -> dict[str, Path]:
    """The files to keep, but extractions of pupils that wait to be compared: an archive would outlive their purge."""
    root = Path(settings.MEDIA_ROOT)
    kept = (path for path in sorted(root.rglob("*")) if path.is_file() and root / FOLDER not in path.parents)
    return {f"{FILES}/{path.relative_to(root).as_posix()}": path for path in kept}


def _write(part: Path, members: dict[str, Path]) -> None:
    with part.open("xb") as raw:
        os.fchmod(raw.fileno(), 0o600)
        with tarfile.open(fileobj=raw, mode="w") as archive:
            sums = {name: _add(archive, name, path) for name, path in members.items()}
            manifest = {
                "format": FORMAT,
                "version": settings.VERSION,
                "date": timezone.now().isoformat(timespec="seconds"),
                "sha256": sums,
            }
            _add_text(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        raw.flush()
        os.fsync(raw.fileno())


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    archive.add(path, name, recursive=False)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(data)
    with tempfile.SpooledTemporaryFile() as stream:
        stream.write(data)
        stream.seek(0)
        archive.addfile(member, stream)


def restore(source: Path, *, replace: bool) -> Content:
    """Put an archive’s base and files in the place of this one’s; everything is checked before."""
    mark = f"{WAITING}{secrets.token_hex(6)}"
    work = Path(settings.HOME) / mark
    work.mkdir(parents=True)
    try:
        content = _unpack(source, work)
        if not replace and not is_empty():
            raise Refused(
                "La base contient déjà des données. Restaurez dans une base vide, ou ajoutez --replace "
                "pour mettre la sauvegarde à leur place."
            )
        _replace_base(work / DUMP, mark)
        finish_restoring()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return content


def is_empty() -> bool:
    """True when no table, whoever made it, holds a row; what a bare migration writes does not count."""
    ignored = {"django_migrations", "django_content_type", "auth_permission", settings.CACHES["default"]["LOCATION"]}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name in ignored or name.startswith("procrastinate_"):
                continue
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})")  # noqa: S608
            if cursor.fetchone()[0]:
                return False
    return True


def _unpack(source: Path, work: Path) -> Content:
    """Extract beside, then compare each member with the manifest."""
    try:
        with tarfile.open(source) as archive:
            sums = {member.name: _extract(archive, member, work) for member in archive if member.isfile()}
        manifest = json.loads((work / MANIFEST).read_text(encoding="utf-8"))
        expected = manifest["sha256"]
    except FileNotFoundError as fault:
        if source.exists():
            raise Refused(
                f"{source} n’est pas une sauvegarde de Lékol entière : il y manque {fault.filename}."
            ) from None
        raise Refused(f"Le fichier {source} n’existe pas. Vérifiez son nom.") from None
    except (tarfile.TarError, ValueError, KeyError, TypeError, OSError):
        raise Refused(f"{source} n’est pas une sauvegarde de Lékol, ou elle est abîmée. Rien n’a été changé.") from None
    sums.pop(MANIFEST, None)
    if manifest.get("format") != FORMAT:
        raise Refused("Cette sauvegarde vient d’une version plus récente de Lékol. Mettez Lékol à jour d’abord.")
    if sums != expected or DUMP not in sums:
        raise Refused(f"{source} est abîmée : son contenu ne correspond pas à son manifeste. Rien n’a été changé.")
    return Content(len(sums) - 1, source.stat().st_size)


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, work: Path) -> str:
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts or name.parts[0] not in {DUMP, FILES, MANIFEST}:
        raise ValueError(member.name)
    target = work / name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    stream = archive.extractfile(member)
    assert stream is not None  # noqa: S101 — isfile() has been asked
    with target.open("xb") as out:
        for block in iter(lambda: stream.read(_BLOCK), b""):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _replace_base(dump: Path, mark: str) -> None:
    """One transaction: the old schema goes, the dump comes, the mark says which restore it was."""
    script = dump.with_name("base.sql")
    with script.open("wb") as out:
        out.write(_FRESH.encode())
        out.flush()
        _client(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            f"--use-list={_contents(dump)}",
            "--file=-",
            str(dump),
            stdout=out,
        )
        out.write(f"\nCOMMENT ON SCHEMA public IS '{mark}';\n".encode())
    connection.close()
    _run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={script}")


def _contents(dump: Path) -> Path:
    """What to take from a dump: everything but the schema itself, which a restored base would dump too."""
    listed = dump.with_name("base.liste")
    with listed.open("wb") as out:
        _client("pg_restore", "--list", str(dump), stdout=out)
    kept = [line for line in listed.read_text(encoding="utf-8").splitlines() if " SCHEMA - public " not in line]
    listed.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return listed


def finish_restoring() -> None:
    """Give a restore’s files their place if its base was committed; sweep those of one that was not."""
    waiting = sorted(Path(settings.HOME).glob(f"{WAITING}*"))
    if not waiting:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace)")
        committed = cursor.fetchone()[0]
    for work in waiting:
        if work.name == committed and not (work / "place").exists():
            _place_files(work)
        shutil.rmtree(work, ignore_errors=True)


def _place_files(work: Path) -> None:
    media, old = Path(settings.MEDIA_ROOT), work / "avant"
    (work / FILES).mkdir(exist_ok=True)
    if media.exists() and not old.exists():
        media.rename(old)
    (work / FILES).rename(media)
    (work / "place").touch()


def _run(program: str, *words: str) -> None:
    _client(program, f"--dbname={_address()}", *words)


def _client(program: str, *words: str, stdout: IO[bytes] | None = None) -> None:
    """Run a PostgreSQL client; its own last line explains a failure."""
    try:
        found = find_client(program, major_version())
    except NoServer as fault:
        raise Refused(str(fault)) from None
    done = subprocess.run(
        [found, *words],
        env={**os.environ, "PGPASSWORD": settings.DATABASES["default"]["PASSWORD"]},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise Refused(f"« {program} » a échoué, rien n’a été changé : {said[-1] if said else done.returncode}")


def major_version() -> int:
    """The version of the server behind the base: 15, 16…"""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def _address() -> str:
    base = connection.settings_dict
    named = {"dbname": base["NAME"], "user": base["USER"], "host": base["HOST"], "port": base["PORT"]}
    return make_conninfo(
        **{key: value for key, value in named.items() if value}, **settings.DATABASES["default"]["OPTIONS"]
    )
