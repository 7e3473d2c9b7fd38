"""Whatever is done to a good pack, reading it gives a pack or its faults, never anything else."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lekol.agreement.rules.faults import Fault, PackErrors
from lekol.agreement.rules.pack import decode, read
from tests.agreement.packs import SHIPPED, SMALL, shipped

LITERALS = """
"" | " " | 0 | -1 | 1e400 | nan | true | [] | [[]] | {} | [{}] | ["ville"] | 2025-01-01 | 1979-05-27T07:32:00Z
| 07:32:00 | "\\u0000" | "3.1" | "é" | 99999999999999999999 | [1, "a"] | { ratio = 1 } | { on = "terme" }
""".replace("\n", "").split(" | ")


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> str:
    """A good pack with a few lines dropped, doubled, moved, given another value or scratched."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 6))):
        rank = draw(st.integers(0, len(lines) - 1))
        key = lines[rank].partition("=")[0].strip() or "clause"
        move = draw(st.sampled_from(("drop", "double", "value", "scratch", "any")))
        if move == "drop":
            lines[rank] = ""
        elif move == "double":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines[rank])
        elif move == "value":
            lines[rank] = f"{key} = {draw(st.sampled_from(LITERALS))}"
        elif move == "scratch" and lines[rank]:
            place = draw(st.integers(0, len(lines[rank]) - 1))
            lines[rank] = lines[rank][:place] + draw(st.text(max_size=3)) + lines[rank][place + 1 :]
        else:
            lines[rank] = draw(st.text(max_size=40))
    return "\n".join(lines)


def faults(text: str) -> list[Fault]:
    try:
        read(text)
    except PackErrors as errors:
        return errors.faults
    return []


def told(text: str) -> None:
    lines = text.count("\n") + 1
    assert [fault for fault in faults(text) if not (0 <= fault.line <= lines and fault.sentence)] == []


@settings(max_examples=400, deadline=None)
@given(spoilt(SMALL))
def test_a_spoilt_pack_never_raises_anything_but_its_faults(text):
    told(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(spoilt(shipped(SHIPPED[0])))
def test_neither_does_the_real_text_once_spoilt(text):
    told(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_neither_does_any_text(text):
    told(text)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_neither_does_any_file(content):
    try:
        decode(content)
    except PackErrors as errors:
        found = errors.faults
    else:
        found = []
    assert len(found) <= 1
