"""What the API answers, field by field. Dates are ISO; a ratio runs from 0 to 1, rounded to four places."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from lekol.maintenance.choices import Impact, Nature, Symptom

TEXT = r"^[^\x00]*$"
SAID = r"^[^\x00]*[^\s\x00][^\x00]*$"
"""A text of one sign at least that is no space; none may hold a NUL."""


def said(words: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Written here and not through the schema, which costs more than the query; a test holds it to the schema."""
    return HttpResponse(json.dumps(words), status=status, content_type="application/json; charset=utf-8")


class Fault(Schema):
    """What went wrong, in French."""

    detail: str = Field(description="Ce qui ne va pas, et que faire.")


class InvalidPart(Schema):
    """One part of a request that is not accepted."""

    type: str = Field(description="Nature de la faute.")
    loc: list[str | int] = Field(description="Où elle est.")
    msg: str = Field(description="Ce qui ne va pas.")


class Invalid(Schema):
    """Parts of the request that are not accepted; or one sentence."""

    detail: list[InvalidPart] | str = Field(description="Chaque partie refusée, ou une phrase.")


class SchoolOut(Schema):
    """A public school."""

    uai: str = Field(description="Code UAI d’aujourd’hui.", examples=["9740012N"])
    name: str = Field(description="Nom.")
    kind: str = Field(description="Type : maternelle, elementaire ou primaire.")
    priority_education: str | None = Field(description="Éducation prioritaire : rep, rep+, ou rien.")
    commune: str = Field(description="Code INSEE de la commune.")
    commune_name: str = Field(description="Nom de la commune.")
    district: str | None = Field(description="Code de la circonscription.")
    academy: str = Field(description="Numéro de l’académie.")
    address: str | None = Field(description="Adresse.")
    postal_code: str | None = Field(description="Code postal.")
    latitude: float | None = Field(description="Latitude, en degrés.")
    longitude: float | None = Field(description="Longitude, en degrés.")
    opened_on: dt.date | None = Field(description="Jour d’ouverture, s’il est connu.")
    closed_on: dt.date | None = Field(description="Jour de fermeture.")
    pupils: int | None = Field(description="Élèves, au dernier effectif connu.")
    classes: int | None = Field(description="Classes, au dernier effectif connu.")


class PartyOut(Schema):
    """A party, or an actor the text cites."""

    key: str = Field(description="Clé citée par les engagements.")
    name: str = Field(description="Nom dans le texte.")
    level: str = Field(description="Niveau d’administration.")
    signing: bool = Field(description="Faux pour un acteur cité sans qu’il signe.")
    group: str | None = Field(description="Groupe dont elle fait partie.")
    roles: list[str] = Field(description="Ce qu’elle est pour la convention, quand le texte le dit.")
    since: dt.date | None = Field(description="Premier jour où elle est partie, si ce n’est pas le premier de tous.")
    until: dt.date | None = Field(description="Dernier jour où elle est partie, si elle s’est retirée seule.")


class AgreementOut(Schema):
    """A convention."""

    slug: str = Field(description="Identifiant.", examples=["saint-denis-2025"])
    title: str = Field(description="Intitulé complet.")
    short_title: str = Field(description="Intitulé court.")
    scope: str = Field(description="Territoire, comme commune:97411.")
    demonstration: bool = Field(description="Vrai pour un texte inventé.")
    signed_on: dt.date | None = Field(description="Jour de signature ; null tant qu’il n’est pas connu.")
    starts_on: dt.date | None = Field(description="Premier jour.")
    ends_on: dt.date | None = Field(description="Dernier jour, inclus ; null sans terme connu.")
    template: bool = Field(description="Vrai pour un modèle, signé exemplaire par exemplaire.")
    terminated_on: dt.date | None = Field(description="Jour de la résiliation, s’il y en a une.")
    parties: list[PartyOut] = Field(description="Parties et acteurs cités.")


class AmountOut(Schema):
    """Who pays how much to whom."""

    key: str = Field(description="Clé du montant.")
    title: str = Field(description="Ce que l’on paie.")
    payer: str = Field(description="Clé de qui paie.")
    payee: str = Field(description="Clé de qui reçoit.")
    amount: float | None = Field(
        description="Montant, ou montant d’une unité ; null pour une part, ou si c’est gratuit."
    )
    share: float | None = Field(description="Part d’un coût réel, de 0 à 1.")
    currency: str = Field(description="Monnaie, comme EUR.")
    basis: str = Field(description="Ce que le montant multiplie.")
    per: str = Field(description="Rythme.")
    cap: float | None = Field(description="Plafond, par période.")
    floor: float | None = Field(description="Plancher, par période.")
    clause: str | None = Field(description="Clause qui le dit.")


class HorizonOut(Schema):
    """A duration other than the term."""

    key: str = Field(description="Clé.")
    starts_on: dt.date | None = Field(description="Premier jour, s’il est connu.")
    ends_on: dt.date | None = Field(description="Dernier jour, s’il est connu.")


class InstanceOut(Schema):
    """One instance of a template."""

    key: str = Field(description="Clé.")
    name: str = Field(description="Qui signe.")
    code: str | None = Field(description="Code public.")
    starts_on: dt.date | None = Field(description="Premier jour ; null tant qu’il n’est pas signé.")
    ends_on: dt.date | None = Field(description="Dernier jour.")
    options: list[str] = Field(description="Clauses facultatives retenues.")
    missing: list[str] = Field(description="Champs du modèle encore vides.")


class AgreementDetail(AgreementOut):
    """A convention with its amounts, its durations and its instances."""

    parent: str | None = Field(description="Convention mère.")
    predecessor: str | None = Field(description="Convention à laquelle elle succède.")
    amounts: list[AmountOut] = Field(description="Montants, dans l’ordre du texte.")
    horizons: list[HorizonOut] = Field(description="Durées autres que le terme.")
    instances: list[InstanceOut] = Field(description="Exemplaires d’un modèle.")


class CommitmentOut(Schema):
    """One promise and where it stands. `due`, `met` and `ratio` are null when nothing is known, never invented."""

    clause: str = Field(description="Numéro de clause.", examples=["3.1"])
    article: str = Field(description="Article.")
    title: str = Field(description="Intitulé court.")
    wording: str = Field(description="Ce qui est promis.")
    condition: str | None = Field(description="Condition.")
    debtors: list[str] = Field(description="Clés des parties qui doivent.")
    due: int | None = Field(description="Dû.")
    met: int | None = Field(description="Fait.")
    ratio: float | None = Field(description="Part faite, de 0 à 1.")
    unit: str | None = Field(description="Ce qui est compté.")
    target: float | None = Field(description="Part à atteindre, de 0 à 1.")
    target_on: dt.date | None = Field(description="Échéance.")
    state: str = Field(description="État : tenu, bonne_voie, risque, non_tenu, sans_mesure ou declare.")
    reason: str = Field(description="Pourquoi cet état, en une phrase.")
    measures: list[str] = Field(description="Mesures qui le comptent.")
    declared: bool = Field(description="Vrai s’il est déclaré à la main.")
    contested: bool = Field(description="Vrai si une autre partie conteste la déclaration.")


class PointOut(Schema):
    """A figure on a day."""

    on: dt.date = Field(description="Jour.")
    due: int = Field(description="Dû.")
    met: int = Field(description="Fait.")
    ratio: float | None = Field(description="Part faite, de 0 à 1 ; null si rien n’est dû.")


class CommitmentDetail(CommitmentOut):
    """One promise with its year, month by month."""

    history: list[PointOut] = Field(description="Douze mois, du plus ancien au plus récent.")


class SchoolFigureOut(Schema):
    """What one school owes and has."""

    uai: str = Field(description="Code UAI.")
    name: str = Field(description="Nom.")
    due: int = Field(description="Dû.")
    met: int = Field(description="Fait.")
    missing: int = Field(description="Ce qui manque.")


class MeasureOut(Schema):
    """An announced measure and its figure in a perimeter."""

    key: str = Field(description="Nom.", examples=["network.schools_online"])
    label: str = Field(description="Intitulé.")
    unit: str = Field(description="Ce qui est compté, au singulier.")
    how: str = Field(description="Comment elle compte.")
    due: int | None = Field(description="Dû ; null si elle n’a pas été relevée.")
    met: int | None = Field(description="Fait.")
    ratio: float | None = Field(description="Part faite, de 0 à 1.")


class MeasureDetail(MeasureOut):
    """A measure with its year, month by month."""

    history: list[PointOut] = Field(description="Douze mois, du plus ancien au plus récent.")


class Schools(Schema):
    """A page of schools."""

    items: list[SchoolOut] = Field(description="Les lignes.")
    next: str | None = Field(description="Marque de la page suivante, à donner dans `after` ; null sur la dernière.")


class DeviceOut(Schema):
    """A device of the estate."""

    number: str = Field(description="Numéro d’inventaire.", examples=["VSD-00412"])
    serial: str | None = Field(description="Numéro de série.")
    name: str | None = Field(description="Nom du poste.")
    kind: str = Field(description="Type, comme fixe, portable, tablette, copieur.")
    make: str = Field(description="Marque.")
    model: str = Field(description="Modèle.")
    status: str = Field(description="État : en_service, en_reparation, en_reserve, vole, reforme…")
    origin: str = Field(description="Origine : ville, etat, fonds_propres ou don.")
    commune: str = Field(description="Code INSEE de la commune qui le tient.")
    school: str | None = Field(description="Code UAI de l’école où il est aujourd’hui.")
    room: str | None = Field(description="Salle.")
    acquired_on: dt.date | None = Field(description="Jour d’acquisition, s’il est connu.")
    warranty_until: dt.date | None = Field(description="Dernier jour de garantie, s’il est connu.")
    networked_on: dt.date | None = Field(description="En réseau depuis ce jour.")
    retired_on: dt.date | None = Field(description="Sorti du parc ce jour.")


class Devices(Schema):
    """A page of devices."""

    items: list[DeviceOut] = Field(description="Les lignes.")
    next: str | None = Field(description="Marque de la page suivante, à donner dans `after` ; null sur la dernière.")


class TicketIn(Schema):
    """A fault, as it is told."""

    key: uuid.UUID = Field(description="Clé d’envoi, tirée au sort par votre logiciel : la même ne fait qu’une panne.")
    school: str = Field(pattern="^[0-9]{7}[A-Z]$", description="Code UAI de l’école.", examples=["9740012N"])
    nature: Nature = Field(description="Ce qui est en panne.")
    summary: str = Field(pattern=SAID, max_length=200, description="La panne, en une phrase.")
    symptom: Symptom = Field(Symptom.OTHER, description="Ce qui se passe.")
    impact: Impact = Field(Impact.POST, description="Qui est arrêté.")
    detail: str = Field("", pattern=TEXT, max_length=4_000, description="Précisions.")
    device: str = Field("", pattern=TEXT, max_length=40, description="Numéro d’inventaire du matériel en panne.")
    room: str = Field("", pattern=TEXT, max_length=60, description="Nom de la salle.")
    expert: bool = Field(False, description="Vrai si la panne demande le niveau expert.")
    reporter: str = Field("", pattern=TEXT, max_length=80, description="Qui l’a dite, si ce n’est pas vous.")
    at: dt.datetime | None = Field(
        None, description="Quand elle a été vue, depuis sept jours au plus ; maintenant sinon."
    )


class Said(Schema):
    """A message to add to a timeline."""

    text: str = Field(pattern=SAID, max_length=8_000, description="Le message, lu par tous ceux qui suivent la panne.")
    key: uuid.UUID | None = Field(None, description="Clé d’envoi : la même ne fait qu’un message.")


class TicketOut(Schema):
    """A fault, and who must act."""

    number: str = Field(description="Numéro.", examples=["K7M2PQR"])
    school: str = Field(description="Code UAI de l’école.")
    device: str | None = Field(description="Numéro d’inventaire du matériel.")
    room: str | None = Field(description="Salle.")
    nature: str = Field(description="Ce qui est en panne.")
    symptom: str = Field(description="Ce qui se passe.")
    impact: str = Field(description="Qui est arrêté : ecole, classe ou poste.")
    summary: str = Field(description="La panne, en une phrase.")
    detail: str = Field(description="Précisions.")
    status: str = Field(description="État : nouveau, pris, attente, resolu ou clos.")
    desk: str = Field(description="Qui doit agir : ville, rectorat, fournisseur ou ecole.")
    bound: bool = Field(description="Faux quand aucune administration n’est tenue d’intervenir.")
    clause: str = Field(description="Clause qui le dit.")
    reason: str = Field(description="Pourquoi.")
    convention: str = Field(description="Convention appliquée le jour du signalement.")
    opened_at: dt.datetime = Field(description="Signalée le.")
    respond_by: dt.datetime | None = Field(description="À prendre en charge avant.")
    due_at: dt.datetime | None = Field(description="À résoudre avant.")
    taken_at: dt.datetime | None = Field(description="Prise en charge le.")
    solved_at: dt.datetime | None = Field(description="Résolue le.")
    closed_at: dt.datetime | None = Field(description="Close le.")


class LineOut(Schema):
    """A line of a timeline."""

    at: dt.datetime = Field(description="Quand.")
    kind: str = Field(description="Nature : signale, message, pris, question, transfert, resolu, clos…")
    side: str | None = Field(description="Partie qui seule la lit ; null pour tous.")
    author: str = Field(description="Auteur.")
    text: str = Field(description="Texte.")


class TicketWhole(TicketOut):
    """A fault and its timeline."""

    lines: list[LineOut] = Field(description="Le suivi, du plus ancien au plus récent.")


class Tickets(Schema):
    """A page of faults, newest first."""

    items: list[TicketOut] = Field(description="Les lignes.")
    next: str | None = Field(description="Marque de la page suivante, à donner dans `after` ; null sur la dernière.")


class Agreements(Schema):
    """A page of agreements."""

    items: list[AgreementOut] = Field(description="Les lignes.")
    next: str | None = Field(description="Marque de la page suivante ; null sur la dernière.")


class Commitments(Schema):
    """Every commitment of an agreement, from a perimeter, on a day."""

    scope: str = Field(description="Périmètre des chiffres.")
    on: dt.date = Field(description="Jour demandé.")
    measured_on: dt.date | None = Field(description="Dernier relevé à ce jour.")
    items: list[CommitmentOut] = Field(description="Dans l’ordre du texte.")


class SchoolFigures(Schema):
    """A page of schools, those that lack most first."""

    items: list[SchoolFigureOut] = Field(description="Les lignes.")
    next: str | None = Field(description="Marque de la page suivante ; null sur la dernière.")


class Measures(Schema):
    """Every measure, in a perimeter, on a day."""

    scope: str = Field(description="Périmètre des chiffres.")
    on: dt.date = Field(description="Jour demandé.")
    items: list[MeasureOut] = Field(description="Par nom.")


FINDING: dict[int, Any] = {401: Fault, 403: Fault, 404: Fault, 422: Invalid, 429: Fault}
SENDING: dict[int, Any] = {**FINDING, 400: Fault}
"""The same for what is sent: a body that is no JSON is refused before it is read."""
"""What any operation may answer beside its result."""
