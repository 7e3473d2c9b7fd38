"""`lekol convention check`: what it says of a good pack, of a faulty one, of what is no pack at all."""

from pathlib import Path

import pytest

from lekol.agreement.management.commands.convention_check import SHOWN, Command
from tests.agreement.packs import SHIPPED, SMALL, shipped


def check(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code, and what is said on either channel."""
    code = 0
    try:
        Command().run_from_argv(["lekol", "convention_check", str(path)])
    except SystemExit as end:
        code = int(str(end.code))
    out, err = capsys.readouterr()
    return code, (out + err).strip()


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "paquet à vérifier.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_pack_has_nothing_to_mend(name, tmp_path, capsys):
    code, said = check(written(tmp_path, shipped(name)), capsys)
    assert code == 0
    assert said.splitlines()[0].endswith("rien à redire.")
    assert said.splitlines()[1:6] == [
        "12 articles, 57 engagements.",
        "26 mesurés, 31 déclarés à la main.",
        "Ville : 20 engagements.",
        "Ville et Rectorat : 26 engagements.",
        "Rectorat : 11 engagements.",
    ]


def test_the_term_is_said_or_said_unknown(tmp_path, capsys):
    assert (
        "Durée inconnue tant que la convention n’est pas signée."
        in check(written(tmp_path, shipped(SHIPPED[0])), capsys)[1]
    )
    assert "En vigueur du 03/02/2025 au 02/02/2029 inclus." in check(written(tmp_path, shipped(SHIPPED[1])), capsys)[1]


def test_every_fault_is_said_with_its_line(tmp_path, capsys):
    text = SMALL.replace("219740115", "219740116").replace('with = ["rectorat"]', 'with = ["recteur"]')
    code, said = check(written(tmp_path, text), capsys)
    assert code == 1
    assert said.splitlines()[0].endswith(": 2 fautes à corriger.")
    assert [line.split(" · ")[0] for line in said.splitlines()[1:]] == ["ligne 33", "ligne 69"]


def test_a_measure_nobody_announces_is_said_with_the_nearest(tmp_path, capsys):
    code, said = check(written(tmp_path, SMALL.replace("classrooms_cabled", "classroms_cabled")), capsys)
    assert code == 1
    assert said.splitlines()[1] == (
        "ligne 70 · commitments[3.1].measures : aucune application n’annonce la mesure « network.classroms_cabled ». "
        "Vouliez-vous dire « network.classrooms_cabled » ?"
    )


def test_a_long_list_of_faults_is_cut(tmp_path, capsys):
    text = SMALL + "".join(f'[[articles]]\nnumber = "3"\ntitle = "{rank}"\n' for rank in range(SHOWN + 5))
    said = check(written(tmp_path, text), capsys)[1]
    assert said.splitlines()[-1] == "… et 5 autres. Corrigez celles-ci, puis recommencez."


REFUSED = {
    "binary": (b"\x89PNG\r\n\x1a\n\xff\xfe", "n’est pas un texte en UTF-8"),
    "too large": (b"# " + b"a" * 1_000_001, "dépasse 1000 ko"),
    "empty": (b"", "la section [agreement] manque"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_pack_is_said_plainly(name, tmp_path, capsys):
    content, sentence = REFUSED[name]
    code, said = check(written(tmp_path, content), capsys)
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said


def test_a_missing_file_and_a_folder_are_said_plainly(tmp_path, capsys):
    assert check(tmp_path / "absent.toml", capsys) == (
        1,
        f"« {tmp_path / 'absent.toml'} » ne peut pas être lu : ce fichier n’existe pas. Vérifiez le chemin.",
    )
    assert check(tmp_path, capsys) == (
        1,
        f"« {tmp_path} » n’est pas un fichier. Donnez un paquet de convention (.toml).",
    )
