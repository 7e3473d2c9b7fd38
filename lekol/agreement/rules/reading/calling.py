"""What the text then calls each party: groups, shared words, roles given on the way."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lekol.agreement.rules.reading.blocks import Block
from lekol.agreement.rules.reading.folding import fold
from lekol.agreement.rules.reading.found import PartyFound

_TOGETHER = re.compile(
    r"([^.;:\"]{5,200}?)\s(?:etant |sont )?(?:ci-apres )?(?:denomme|designe|appele)e?s? (?:ci-apres )?(?:ensemble|conjointement|collectivement)"
    r"[^\"]{0,20}\"\s*(?:les? )?([^\"]{3,40}?)\s*\""
)


def groups(blocks: Sequence[Block], parties: Sequence[PartyFound]) -> dict[str, tuple[str, ...]]:
    """« l’Académie et la DRAAF, ci-après désignées ensemble « les autorités académiques » »: the word and its parties."""
    found: dict[str, tuple[str, ...]] = {}
    for block in blocks:
        for said in _TOGETHER.finditer(fold(block.words[:4000])):
            keys = tuple(
                party.key
                for party in parties
                if any(re.search(rf"\b{re.escape(one)}\b", said[1]) for one in party.aliases)
            )
            if len(keys) > 1:
                found[said[2]] = keys
    return found | _alike(parties)


def _alike(parties: Sequence[PartyFound]) -> dict[str, tuple[str, ...]]:
    """« chaque commune membre », « les deux communes », when several parties are communes."""
    found: dict[str, tuple[str, ...]] = {}
    for word in ("commune", "ville", "collectivite", "college", "ecole", "etablissement", "association"):
        keys = tuple(party.key for party in parties if re.search(rf"\b{word}\b", fold(party.name)))
        if len(keys) > 1:
            names = (f"chaque {word} membre", f"chaque {word}", f"deux {word}s", f"{word}s membres", f"{word}s")
            found |= dict.fromkeys(names, keys)
    return found


_ROLE = re.compile(
    r"\b(?:est|sera|a ete) (?:designee?|nommee?|instituee?)?\s*(?:comme |en qualite de |le |la )?"
    r"(coordonnat(?:eur|rice)|coordinat(?:eur|rice)|mandataire|chef de file|porteur(?: du projet)?|gestionnaire|maitre d'ouvrage|pilote)\b"
)


def with_roles(blocks: Sequence[Block], parties: Sequence[PartyFound]) -> tuple[PartyFound, ...]:
    """« Bellac est désignée coordonnateur »: the coordinator is Bellac from then on."""
    roles: dict[str, str] = {}
    for block in blocks:
        folded = fold(block.words)
        for role in _ROLE.finditer(folded):
            before = folded[: role.start()].rstrip()
            owner = next((party.key for party in parties for alias in party.aliases if before.endswith(alias)), "")
            if owner:
                roles.setdefault(role[1], owner)
    return tuple(
        replace(party, aliases=(*party.aliases, *(role for role, key in roles.items() if key == party.key)))
        for party in parties
    )


def common_words(parties: Sequence[PartyFound]) -> tuple[PartyFound, ...]:
    """Each word for one party only: « la collectivité » is nobody’s when two could be meant."""
    counted: dict[str, int] = {}
    for party in parties:
        for alias in party.aliases:
            counted[alias] = counted.get(alias, 0) + 1

    def own(party: PartyFound, alias: str) -> bool:
        if counted[alias] == 1 or alias == fold(party.short_name):
            return True
        return alias in fold(party.name) and not any(alias in fold(one.name) for one in parties if one is not party)

    return tuple(
        replace(party, aliases=tuple(alias for alias in party.aliases if own(party, alias) and len(alias) > 1))
        for party in parties
    )
