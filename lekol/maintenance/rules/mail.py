"""What a message tells: which ticket it answers, what is broken. Pure words, no network."""

import re

from lekol.pact.names import plain

_REF = re.compile(r"\[(?:Panne )?([2-9A-HJ-NP-Z]{7})\]", re.IGNORECASE)
_OURS = re.compile(r"<(?:panne|ligne)-([2-9A-HJ-NP-Z]{7})-?\d*@", re.IGNORECASE)
_QUOTE = re.compile(
    r"^(?:>|-{2,}\s*(?:message d.origine|original message)|_{10,}|le .{4,80} a écrit\s*:|on .{4,80} wrote\s*:"
    r"|de\s*:.{0,120}@|from\s*:.{0,120}@)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\b[A-Z]{2,5}-\d{3,8}\b")
KINDS = (
    ("filtrage", ("filtre", "filtrage", "bloque", "site interdit")),
    ("messagerie", ("boite mail", "messagerie", "courriel")),
    ("ent", ("ent ", "espace numerique")),
    ("liaison", ("internet", "fibre", "connexion", "box")),
    ("prise", ("prise reseau", "prise rj45")),
    ("site", ("site de l ecole", "site d ecole")),
    ("logiciel", ("logiciel", "application", "antivirus")),
)


def message_id(ref: str, line: int, domain: str) -> str:
    """The identifier of a message of ours about a ticket: replies bring it back."""
    return f"<ligne-{ref}-{line}@{domain}>"


def thread_id(ref: str, domain: str) -> str:
    """The first message of a ticket’s thread, sent or not."""
    return f"<panne-{ref}@{domain}>"


def refs_of(subject: str, references: tuple[str, ...]) -> list[str]:
    """The numbers of tickets a message may answer, the surest first: our own identifiers, then the subject."""
    found = [match[1].upper() for one in references if (match := _OURS.search(one))]
    found += [match[1].upper() for match in _REF.finditer(subject)]
    return list(dict.fromkeys(found))


def new_text(text: str) -> str:
    """What was just written: everything before what is quoted."""
    kept: list[str] = []
    for line in text.splitlines():
        if _QUOTE.match(line.strip()):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip()


def nature_of(text: str) -> str:
    """What seems broken: the first kind whose words are in the message; a device otherwise."""
    asked = f"{plain(text)} "
    return next((nature for nature, words in KINDS if any(word in asked for word in words)), "appareil")


def numbers_in(text: str) -> list[str]:
    """Inventory numbers written in a message."""
    return list(dict.fromkeys(NUMBER.findall(text.upper())))[:5]
