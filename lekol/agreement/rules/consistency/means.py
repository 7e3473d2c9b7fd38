"""What holds together in the amounts and the annexes."""

from lekol.agreement.rules.consistency.whole import rows_of
from lekol.agreement.rules.shape import Report, Row


def check(pack: Row, report: Report) -> None:
    """Report what does not hold."""
    for rank, row in rows_of(pack, "amounts"):
        for key, sentence in amount_faults(row, report.raw["amounts"][rank]):
            report.add(sentence, "amounts", rank, *([key] if key else []))
    for rank, row in rows_of(pack, "annexes"):
        _items(row, rank, report)


def amount_faults(row: Row, given: Row) -> list[tuple[str, str]]:
    """(key, sentence) of what is wrong with one amount."""
    faults: list[tuple[str, str]] = []
    real = row.get("basis") == "cout_reel"
    free = row.get("free", False)
    if ("amount" in given) + ("share" in given) + free != 1:
        faults.append(("", "dites « amount », ou bien « share » d’un coût réel, ou bien « free = true »."))
    elif not free and real != ("share" in given):
        faults.append(("basis", "« share » va avec la base « cout_reel », « amount » avec les autres."))
    if row.get("payer") is not None and row.get("payer") == row.get("payee"):
        faults.append(("payee", "qui paie et qui reçoit sont la même partie."))
    if {"cap", "floor"} <= row.keys() and row["cap"] < row["floor"]:
        faults.append(("cap", "le plafond est plus bas que le plancher."))
    if "index" in row and "share" in given:
        faults.append(("index", "un coût réel ne s’indexe pas."))
    return faults


def _items(row: Row, rank: int, report: Report) -> None:
    for place, item in enumerate(row.get("items", [])):
        if {"from", "until"} <= item.keys() and item["until"] < item["from"]:
            sentence = f"le dernier jour précède le premier, le {item['from']:%d/%m/%Y}."
            report.add(sentence, "annexes", rank, "items", place, "until")
