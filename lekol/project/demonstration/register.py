"""What surrounds the estate of the demonstration: suppliers, contracts, purchases, duties, counters, stores, loans."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.choices import Role
from lekol.directory.models import Post
from lekol.equipment import actions
from lekol.equipment.choices import Kind, Origin, Status
from lekol.equipment.models import (
    Asset,
    Contract,
    CounterReading,
    Coverage,
    CustomField,
    Purchase,
    Responsibility,
    StockItem,
    Supplier,
)
from lekol.project.demonstration.territory import Territory

SUPPLIERS = (
    ("Océan Informatique", "C-20418", "0262 00 11 22", "assistance@ocean-informatique.example"),
    ("Bourbon Bureautique", "BB-977", "0262 00 33 44", "copieurs@bourbon-bureautique.example"),
    ("Mascareignes Réseaux", "", "0262 00 55 66", "support@mascareignes-reseaux.example"),
)
SIGNED = [[[40, 120], [90, 60], [130, 140], [180, 70], [240, 130]], [[260, 110], [330, 100], [420, 118]]]
PRINTED_MONTHS = 14


def build(territory: Territory) -> None:
    """Rows around the devices already written, as a City that keeps its register well would have them."""
    suppliers = [
        Supplier.objects.create(commune=territory.commune, name=name, customer_number=number, phone=phone, email=mail)
        for name, number, phone, mail in SUPPLIERS
    ]
    _purchases(territory, suppliers[0])
    _contracts(territory, suppliers)
    _counters(territory)
    _stores(territory)
    _fields(territory)
    _lives(territory)
    _loans(territory)


def _purchases(territory: Territory, supplier: Supplier) -> None:
    """One order a school year for the computers; the trolleys’ State share is subsidised."""
    computers = Asset.objects.filter(kind__in=(Kind.DESKTOP, Kind.LAPTOP), origin=Origin.CITY)
    first = territory.day.year - 5
    for year in range(first, territory.day.year + 1):
        helped = year == first
        purchase = Purchase.objects.create(
            commune=territory.commune, supplier=supplier, market=f"{year}-INF-03", lot="2",
            order_number=f"BC-{year}-118",
            ordered_on=dt.date(year, 1, 15), delivered_on=dt.date(year, 3, 2),
            programme="Plan de relance, socle numérique" if helped else "Budget de la Ville",
            subsidised_by="État" if helped else "",
            subsidy_share=70 if helped else 0,
        )  # fmt: skip
        computers.filter(acquired_on__year=year).update(purchase=purchase, cost=640)


def _contracts(territory: Territory, suppliers: list[Supplier]) -> None:
    """The copiers’ upkeep by the page, a warranty that ends soon, one that has just begun."""
    day = territory.day
    copiers = list(Asset.objects.filter(kind=Kind.COPIER))
    upkeep = _contract(
        territory, suppliers[1], "maintenance", "COP-2024", territory.months_ago(10), day + dt.timedelta(days=800),
        pages_mono=60_000, pages_colour=12_000, price_mono="0.00450", price_colour="0.04500", response_days=1,
        on_site=True, contact="Le plateau technique", hours="du lundi au vendredi, 7 h à 17 h", notice_days=90,
        yearly_cost=18_400,
    )  # fmt: skip
    Coverage.objects.bulk_create(Coverage(contract=upkeep, asset=asset) for asset in copiers)
    young = Asset.objects.filter(kind__in=(Kind.DESKTOP, Kind.LAPTOP), warranty_until__gte=day).order_by("pk")
    soon = _contract(
        territory, suppliers[0], "garantie", "G3-2023", territory.months_ago(35), day + dt.timedelta(days=27),
        response_days=2, on_site=True, terms="Pièces, main-d’œuvre et déplacement. Batteries exclues.",
    )  # fmt: skip
    Coverage.objects.bulk_create(Coverage(contract=soon, asset=asset) for asset in young[:120])
    _contract(
        territory, suppliers[2], "assistance", "RES-7", territory.months_ago(2), day + dt.timedelta(days=300),
        notice_days=60, hours="7 h à 19 h, jours ouvrés",
    )  # fmt: skip


def _contract(
    territory: Territory, supplier: Supplier, kind: str, reference: str, since: dt.date, until: dt.date, **words: object
) -> Contract:
    return Contract.objects.create(
        commune=territory.commune, supplier=supplier, kind=kind, reference=reference, valid=DateRange(since, until),
        **words,
    )  # fmt: skip


def _counters(territory: Territory) -> None:
    """A reading a month for the first copiers; one of them prints beyond its contract."""
    rows = []
    for rank, asset in enumerate(Asset.objects.filter(kind=Kind.COPIER).order_by("pk")[:25]):
        pace = 9_000 if rank == 3 else territory.rng.randint(2_000, 5_500)
        for month in range(PRINTED_MONTHS, -1, -1):
            seen = territory.months_ago(month)
            done = (PRINTED_MONTHS - month + 20) * pace
            rows.append(CounterReading(asset=asset, on=seen, mono=done, colour=done // 7, scans=done // 4))
    CounterReading.objects.bulk_create(rows)


def _stores(territory: Territory) -> None:
    """The City’s store and a school’s; two articles are low."""
    articles = (
        ("Toner noir C-EXV49", "toner", "8524B002", 14, 6), ("Toner cyan C-EXV49", "toner", "8525B002", 2, 4),
        ("Lampe ELPLP96", "lampe", "V13H010L96", 5, 3), ("Chargeur USB-C 45 W", "chargeur", "", 1, 10),
        ("Câble HDMI 10 m", "cable", "", 22, 5), ("Batterie ProBook", "piece", "RE03XL", 8, 4),
    )  # fmt: skip
    for name, kind, reference, quantity, threshold in articles:
        item = StockItem.objects.create(
            commune=territory.commune, name=name, kind=kind, reference=reference, threshold=threshold
        )
        actions.move_stock(item=item, change=quantity + 1, reason="Livraison")
        actions.move_stock(item=item, change=-1, reason="Intervention")


def _fields(territory: Territory) -> None:
    """Two fields of the City’s own, filled on some devices."""
    CustomField.objects.bulk_create(
        [
            CustomField(commune=territory.commune, key="antivol", label="Antivol", type="oui_non", rank=1),
            CustomField(
                commune=territory.commune, key="image_systeme", label="Image système", type="choix", rank=2,
                options=["École 2023", "École 2025", "Direction"], kind=Kind.LAPTOP,
            ),
        ]
    )  # fmt: skip
    laptops = Asset.objects.filter(kind=Kind.LAPTOP).order_by("pk").values("pk")
    Asset.objects.filter(pk__in=laptops[:40]).update(extra={"antivol": True, "image_systeme": "École 2025"})


def _lives(territory: Territory) -> None:
    """A theft, a repair that drags on, a device lost, some stored, one scrapped, and gifts with a maintainer.

    Those that left their school are bought for the story: the computers of the 2017 text stay all in use.
    """
    day, ago = territory.day, territory.months_ago
    stolen, lost, old, *spare = (_bought(territory, rank) for rank in range(8))
    proofs = {"plainte": "PV 2026/4471", "plainte_le": ago(1).isoformat()}
    actions.advance(asset=stolen, after="vole", on=ago(1), proofs=proofs)
    actions.advance(asset=lost, after="introuvable", on=ago(1), reason="Absent à la vérification de la salle")
    for asset in spare:
        actions.advance(asset=asset, after="en_reserve", on=day, store="Atelier, armoire 2")
    actions.advance(asset=old, after="reforme", on=day, reason="Hors d’âge")
    proofs = {"effacement": "CERT-2026-088", "dechets": "BSD-20261104"}
    actions.advance(asset=old, after="detruit", on=day, proofs=proofs)
    broken = Asset.objects.filter(kind=Kind.LAPTOP, status=Status.IN_SERVICE, fillings=None).order_by("pk")[0]
    actions.advance(asset=broken, after="en_reparation", on=ago(2), reason="Écran cassé")
    gifts = Asset.objects.filter(origin__in=(Origin.GIFT, Origin.OWN_FUNDS)).order_by("pk")
    Responsibility.objects.bulk_create(
        Responsibility(
            asset=asset, duty="mainteneur", holder="association", name="Coopérative scolaire",
            valid=DateRange(territory.months_ago(12), None),
        )
        for asset in gifts[:7]
    )  # fmt: skip


def _bought(territory: Territory, rank: int) -> Asset:
    """A laptop more, in an élémentaire since its purchase."""
    model = Asset.objects.filter(kind=Kind.LAPTOP).order_by("pk")[0].model
    return actions.register(
        school=territory.elementary[rank], room=None, inventory_number=f"VSD-9{rank:04d}", serial=f"PO9{rank:05d}",
        model=model, origin=Origin.CITY, acquired_on=territory.months_ago(50),
        warranty_until=territory.months_ago(14),
    )  # fmt: skip


def _loans(territory: Territory) -> None:
    """A loan signed, one late, one still to sign."""
    today = territory.day
    heads = Post.objects.filter(role=Role.SCHOOL_HEAD, school__commune=territory.commune).select_related(
        "person", "school"
    )
    for rank, post in enumerate(heads.order_by("pk")[:3]):
        asset = (
            Asset.objects.filter(school=post.school, status=Status.IN_SERVICE, kind=Kind.DESKTOP).order_by("pk").first()
        )
        if asset is None:
            continue
        words = {
            "kind": "pret", "school": post.school, "person": post.person, "name": str(post.person),
            "function": "direction", "purpose": "Préparation des conseils d’école", "on": today - dt.timedelta(days=40),
            "due_on": today + dt.timedelta(days=30 if rank != 1 else -5),
        }  # fmt: skip
        slip = actions.hand_over(commune=territory.commune, assets=[asset], words=words)
        if rank < 2:
            actions.sign(row=slip, name=str(post.person), strokes=SIGNED)
