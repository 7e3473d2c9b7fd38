"""How well conventions are read: what is found against labelled answers, text by text.

`make score-reading` prints the table; `-v`, what is missed and wrong. A commitment is right when its words, its
debtors and its article are those of a label; a label marked `optional` counts neither as missed nor as wrong.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lekol.agreement.rules.reading import as_json, read
from lekol.agreement.rules.reading.folding import fold

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "tests" / "agreement" / "reading" / "texts"
SEED = next(
    (path for up in ROOT.parents if (path := up / "shared" / "seed" / "convention-saint-denis-2017.txt").exists()),
    ROOT.parent / "shared" / "seed" / "convention-saint-denis-2017.txt",
)
CLOSE = 0.5  # share of common words from which two wordings are the same promise
_EMPTY = frozenset(
    re.findall(r"\w+", "le la les l un une des de du d a au aux et ou en par pour sur dans qui que se s sa ses leur")
)


@dataclass
class Score:
    """One text: what was due, what was proposed, what is right, and the fields of the agreement."""

    name: str
    due: int = 0
    proposed: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    fields: dict[str, bool] = field(default_factory=dict)

    @property
    def recall(self) -> float:
        return self.right / self.due if self.due else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def failed(self) -> list[str]:
        return [name for name, held in self.fields.items() if not held]


def words(wording: str) -> set[str]:
    return set(re.findall(r"[a-z0-9œ]+", fold(wording))) - _EMPTY


def overlap(ours: set[str], theirs: set[str]) -> float:
    """Dice: twice the common words over all words."""
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0


def score(name: str, text: str, labels: dict[str, Any]) -> Score:
    """One text against its labels."""
    answer = as_json(read(text))
    result = Score(name)
    found, due = answer["commitments"], labels.get("commitments", [])
    paired = _paired(found, due)
    result.proposed = len(found)
    for rank, label in enumerate(due):
        row = next((found[one] for one, other in paired.items() if other == rank), None)
        if label.get("optional"):
            result.proposed -= row is not None
        else:
            _judge(result, label, row)
    result.wrong += [_shown(row) for rank, row in enumerate(found) if rank not in paired]
    result.fields = dict(_fields(answer, labels))
    return result


def _judge(result: Score, label: dict[str, Any], row: dict[str, Any] | None) -> None:
    result.due += 1
    if row is not None and row["article"] == label["article"] and set(row["debtors"]) == set(label["debtors"]):
        result.right += 1
        return
    result.missed.append(_shown(label))
    if row is not None:
        result.wrong.append(_shown(row))


def _paired(found: list[dict[str, Any]], due: list[dict[str, Any]]) -> dict[int, int]:
    """Rank of a proposal → rank of its label: the closest wordings first, each used once."""
    ours, theirs = [words(row["wording"]) for row in found], [words(row["wording"]) for row in due]
    near = sorted(
        ((overlap(one, other) + _same(found[a], due[b]), a, b)
         for a, one in enumerate(ours) for b, other in enumerate(theirs) if overlap(one, other) >= CLOSE),
        key=lambda row: (-row[0], row[1], row[2]),
    )  # fmt: skip
    pairs: dict[int, int] = {}
    for _, a, b in near:
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs


def _same(row: dict[str, Any], label: dict[str, Any]) -> float:
    return 0.3 * (row["article"] == label["article"]) + 0.3 * (set(row["debtors"]) == set(label["debtors"]))


def _shown(row: dict[str, Any]) -> str:
    return f"art. {row['article']} {'+'.join(row['debtors'])} : {row['wording'][:130]}"


def _fields(answer: dict[str, Any], labels: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each thing the labels say of the agreement, and whether it was read so."""
    if "title" in labels:
        yield "titre", overlap(words(answer["title"]), words(labels["title"])) >= 0.8
    if "parties" in labels:
        yield "parties", [row["key"] for row in answer["parties"] if row["signing"]] == labels["parties"]
    for label in ("levels", "signatories", "functions"):
        key = {"levels": "level", "signatories": "signatory_name", "functions": "signatory_function"}[label]
        if label in labels:
            yield (
                label,
                [fold(row[key]) for row in answer["parties"] if row["signing"]] == [fold(one) for one in labels[label]],
            )
    for name in ("term", "notice"):
        if name in labels:
            yield name, _holds(answer[name], labels[name])
    for name in ("signed_on", "receipt"):
        if name in labels:
            yield name, (answer[name] or "") == labels[name]
    if "committees" in labels:
        yield "comités", _committees(answer["committees"], labels["committees"])


def _holds(said: dict[str, Any] | None, label: dict[str, Any]) -> bool:
    """Every key of the label has its value; an empty label means that nothing is said."""
    if not label or said is None:
        return not label and said is None
    return all((said.get(key) or None) == (value or None) for key, value in label.items())


def _committees(found: list[dict[str, Any]], due: list[dict[str, Any]]) -> bool:
    """Same committees, in order: name, minimum, number of members."""
    return [fold(row["name"]) for row in found] == [fold(row["name"]) for row in due] and all(
        (row["minimum"] or 0) == label.get("minimum", 0) and len(row["members"]) == label["members"]
        for row, label in zip(found, due, strict=True)
    )  # fmt: skip


def labelled() -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """(name, text, labels) of every labelled text; the seed is looked for beside the product."""
    for path in sorted(TEXTS.glob("*.toml")):
        text = SEED if path.stem == "saint-denis" else path.with_suffix(".txt")
        yield path.stem, text, tomllib.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    """Print the table."""
    detailed, only = "-v" in sys.argv, [word for word in sys.argv[1:] if word != "-v"]
    total = Score("total")
    print(f"{'texte':<22} {'dus':>4} {'lus':>4} {'justes':>6} {'rappel':>7} {'précision':>9}  champs manqués")
    for name, path, labels in labelled():
        if only and name not in only:
            continue
        if not path.exists():
            print(f"{name:<22} texte absent : non mesuré")
            continue
        one = score(name, path.read_text(encoding="utf-8"), labels)
        total.due, total.proposed, total.right = (
            total.due + one.due,
            total.proposed + one.proposed,
            total.right + one.right,
        )
        _print(one)
        if detailed:
            print(*(f"    manqué  {row}" for row in one.missed), *(f"    erroné  {row}" for row in one.wrong), sep="\n")
    _print(total)


def _print(one: Score) -> None:
    counts = f"{one.due:>4} {one.proposed:>4} {one.right:>6} {one.recall:>7.1%} {one.precision:>9.1%}"
    print(f"{one.name:<22} {counts}  {', '.join(one.failed)}")


if __name__ == "__main__":
    main()
