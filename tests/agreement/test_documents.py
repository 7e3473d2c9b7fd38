"""What convention authors read is what the code does."""

import tomllib

import pytest

from lekol.agreement.rules.pack import read
from lekol.agreement.rules.schema import PACK, tables
from tests.agreement.documents import DOCUMENTS, FOLDER, in_step


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_tables_of_a_document_are_those_of_the_code(name):
    message = f"docs/convention/{name} n’est plus à jour : python -m tests.agreement.documents le réécrit."
    assert (FOLDER / name).read_text(encoding="utf-8") == in_step(name), message


def test_the_example_of_the_guide_is_a_good_pack():
    text = (FOLDER / "pack.md").read_text(encoding="utf-8")
    example = text.split("```toml\n", 1)[1].split("```", 1)[0]
    assert [row.clause for row in read(example).commitments] == ["3.1", "3.2"]


def test_every_example_of_the_guide_is_toml():
    blocks = (FOLDER / "pack.md").read_text(encoding="utf-8").split("```toml\n")[1:]
    assert [block for block in (block.split("```", 1)[0] for block in blocks) if not tomllib.loads(block)] == []


def test_every_section_has_keys():
    assert [name for name, table in tables(PACK) if not table.keys] == []
