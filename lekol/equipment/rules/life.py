"""The life of a device: which state may follow which, what it asks as proof, what it does to its place.

One table, read by the page, the bulk edit and the tests. A state is the value of `choices.Status`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lekol.pact.clauses import Clause


class Place(StrEnum):
    """What a step does to the place of a device in a school."""

    STAYS = "reste"
    LEAVES = "quitte"
    ENTERS = "entre"


class Ask(StrEnum):
    """What a proof is."""

    TEXT = "texte"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Proof:
    """Something a step asks to be written down. `memories`: only of devices that keep data."""

    key: str
    label: str
    help: str = ""
    ask: Ask = Ask.TEXT
    required: bool = True
    memories: bool = False


COMPLAINT = Proof("plainte", "Numéro du dépôt de plainte", "Celui du procès-verbal remis par la police.")
COMPLAINT_ON = Proof("plainte_le", "Plainte déposée le", ask=Ask.DATE)
INSURER = Proof("assureur", "Déclaration à l’assureur", "Référence, si elle est faite.", required=False)
DECISION = Proof("decision", "Décision", "Délibération, arrêté ou note qui sort le matériel du parc.")
DELIVERY = Proof("livraison", "Bon de livraison", required=False)
REPAIRER = Proof("reparateur", "Confié à", "Fournisseur, atelier de la Ville…", required=False)
RECIPIENT = Proof("beneficiaire", "Donné à", "Association de parents, de tutorat, personnel (CG3P, L3212-2).")
ERASURE = Proof(
    "effacement", "Preuve d’effacement des données", "Numéro du certificat, ou méthode et date.", memories=True
)
WASTE = Proof("dechets", "Bordereau de suivi des déchets", "Numéro remis par l’éco-organisme.")


@dataclass(frozen=True, slots=True)
class Step:
    """From one of these states to another. `days`: how long it may be taken back."""

    before: frozenset[str]
    after: str
    verb: str
    done: str
    place: Place
    proofs: tuple[Proof, ...] = ()
    reason: bool = False
    danger: bool = False
    days: int = 30
    clause: Clause | None = None


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


CITY = Clause("4", 1)
TABLE: tuple[Step, ...] = (
    Step(_from("commande"), "recu", "Réceptionner", "Matériel reçu.", Place.STAYS, (DELIVERY,)),
    Step(
        _from("recu", "en_reserve", "introuvable"), "en_service", "Mettre en service", "Matériel en service.",
        Place.ENTERS, clause=CITY,
    ),
    Step(_from("en_reparation"), "en_service", "Remettre en service", "Matériel en service.", Place.STAYS, clause=CITY),
    Step(
        _from("en_service", "en_reserve"), "en_reparation", "Envoyer en réparation", "Matériel en réparation.",
        Place.STAYS, (REPAIRER,), reason=True, clause=CITY,
    ),
    Step(
        _from("recu", "en_service", "en_reparation"), "en_reserve", "Mettre en réserve", "Matériel en réserve.",
        Place.LEAVES,
    ),
    Step(
        _from("vole", "introuvable"), "en_reserve", "Le déclarer retrouvé", "Matériel retrouvé, remis en réserve.",
        Place.LEAVES, reason=True,
    ),
    Step(
        _from("recu", "en_service", "en_reparation", "en_reserve", "introuvable"), "vole", "Déclarer un vol",
        "Vol déclaré : la fiche est verrouillée jusqu’à ce que le matériel soit retrouvé ou sorti du parc.",
        Place.LEAVES, (COMPLAINT, COMPLAINT_ON, INSURER), danger=True, clause=Clause("3", 2),
    ),
    Step(
        _from("en_service", "en_reparation", "en_reserve"), "introuvable", "Le déclarer introuvable",
        "Matériel déclaré introuvable.", Place.LEAVES, reason=True, danger=True,
    ),
    Step(
        _from("recu", "en_service", "en_reparation", "en_reserve"), "reforme", "Réformer", "Matériel réformé.",
        Place.LEAVES, reason=True, danger=True,
    ),
    Step(
        _from("vole", "introuvable"), "reforme", "Sortir du parc", "Matériel sorti du parc.", Place.LEAVES,
        (DECISION,), danger=True,
    ),
    Step(
        _from("commande"), "reforme", "Annuler la commande", "Commande annulée.", Place.LEAVES, reason=True, danger=True
    ),
    Step(
        _from("reforme"), "en_reserve", "Réintégrer au parc", "Matériel réintégré, en réserve.", Place.LEAVES,
        reason=True,
    ),
    Step(
        _from("reforme"), "donne", "Donner", "Matériel donné.", Place.LEAVES, (RECIPIENT, DECISION, ERASURE),
        danger=True, days=1,
    ),
    Step(
        _from("reforme"), "detruit", "Faire détruire", "Matériel détruit.", Place.LEAVES, (ERASURE, WASTE),
        danger=True, days=1,
    ),
)  # fmt: skip

PROOFS: Mapping[str, Proof] = {proof.key: proof for row in TABLE for proof in row.proofs}
"""Every proof by its key."""

LOCKED: Mapping[str, str] = {
    "vole": "Ce matériel est déclaré volé : déclarez-le retrouvé, ou sorti du parc, avant de le modifier.",
    "reforme": "Ce matériel est sorti du parc : réintégrez-le avant de le modifier.",
    "donne": "Ce matériel a été donné : sa fiche ne change plus.",
    "detruit": "Ce matériel a été détruit : sa fiche ne change plus.",
}
"""States in which nothing else of the device changes, and the sentence that says what to do."""

FINAL = frozenset({"reforme", "donne", "detruit"})
PLACED = frozenset({"en_service", "en_reparation"})


class Refused(ValueError):
    """The sentence says what to do; `key` names the proof it is about, or nothing."""

    def __init__(self, sentence: str, key: str = "") -> None:
        super().__init__(sentence)
        self.key = key


def steps(before: str) -> list[Step]:
    """What may be done to a device in that state, gentle steps first."""
    return sorted((step for step in TABLE if before in step.before), key=lambda step: step.danger)


def step(before: str, after: str) -> Step:
    """The step between two states; Refused when the table has none."""
    found = next((row for row in TABLE if before in row.before and row.after == after), None)
    if found is None:
        raise Refused("Un matériel dans cet état ne peut pas y passer directement.")
    return found


def proofs_of(found: Step, memories: bool) -> list[Proof]:
    """The proofs a step asks of this device."""
    return [proof for proof in found.proofs if memories or not proof.memories]


def check(found: Step, *, memories: bool, reason: str, given: Mapping[str, str], on: dt.date, today: dt.date) -> None:
    """Raise Refused with the first thing that lacks or cannot be."""
    if on > today:
        raise Refused("Cette date est à venir : on n’inscrit que ce qui a eu lieu.", "on")
    if found.reason and not reason.strip():
        raise Refused("Dites pourquoi, en une phrase.", "reason")
    for proof in proofs_of(found, memories):
        value = given.get(proof.key, "").strip()
        if proof.required and not value:
            raise Refused(f"Il manque « {proof.label} ».", proof.key)
        if value and proof.ask is Ask.DATE and dt.date.fromisoformat(value) > today:
            raise Refused("Cette date est à venir.", proof.key)


def may_undo(found: Step, on: dt.date, today: dt.date) -> bool:
    """A step may be taken back for some days: a month, a day when the device is gone for good."""
    return (today - on).days <= found.days


def lock(status: str) -> str:
    """Why nothing else of the device may change, or nothing."""
    return LOCKED.get(status, "")
