"""Amounts of an agreement: who pays whom, how much for a period, revised by an index, never beyond its cap.

Figures are `Decimal`, rounded to the smallest coin of the currency; nothing is computed from what is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

BASES = (
    "forfait", "par_eleve", "par_classe", "par_ecole", "par_etablissement", "par_poste", "par_agent", "par_heure",
    "par_habitant", "cout_reel",
)  # fmt: skip
PERIODS = ("une_fois", "mois", "trimestre", "an", "annee_scolaire", "exercice")
TAXES = ("ht", "ttc", "sans_objet")
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
    VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"""  # ISO 4217
CURRENCIES = frozenset(_CODES.split())
WITHOUT_COINS = frozenset({"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF",
                           "XOF", "XPF"})  # fmt: skip
UNITS = {
    "forfait": "", "par_eleve": "par élève", "par_classe": "par classe", "par_ecole": "par école",
    "par_etablissement": "par établissement", "par_poste": "par poste", "par_agent": "par agent",
    "par_heure": "par heure", "par_habitant": "par habitant", "cout_reel": "du coût réel",
}  # fmt: skip
RHYTHMS = {
    "une_fois": "une fois", "mois": "par mois", "trimestre": "par trimestre", "an": "par an",
    "annee_scolaire": "par année scolaire", "exercice": "par exercice",
}  # fmt: skip


def decimal(value: Any) -> Decimal:
    """A number of a pack as it was written: 12.5 is exactly twelve and a half."""
    return Decimal(str(value))


def rounded(value: Decimal, currency: str = "EUR") -> Decimal:
    """To the smallest coin of the currency."""
    coin = Decimal(1) if currency in WITHOUT_COINS else Decimal("0.01")
    return value.quantize(coin, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Index:
    """A revision: the share of the amount that follows an index from its first value."""

    name: str
    base: Decimal
    share: Decimal = Decimal(1)

    def revise(self, amount: Decimal, value: Decimal) -> Decimal:
        """The amount at a value of the index."""
        return amount * (1 - self.share + self.share * value / self.base)


@dataclass(frozen=True, slots=True)
class Money:
    """The arithmetic of one row of [[amounts]]."""

    amount: Decimal | None = None
    share: Decimal | None = None
    currency: str = "EUR"
    basis: str = "forfait"
    cap: Decimal | None = None
    floor: Decimal | None = None
    index: Index | None = None

    def for_period(self, count: Decimal | None = None, index: Decimal | None = None) -> Decimal | None:
        """What is due for one period; None while the count, or the real cost, is not known."""
        raw = self._raw(count)
        if raw is None:
            return None
        revised = self.index.revise(raw, index) if self.index and index is not None else raw
        return rounded(self._bounded(revised), self.currency)

    def _raw(self, count: Decimal | None) -> Decimal | None:
        if self.basis == "forfait" or self.amount == 0:
            return self.amount
        if count is None:
            return None
        return count * (self.amount if self.amount is not None else self.share or Decimal(0))

    def _bounded(self, value: Decimal) -> Decimal:
        value = value if self.floor is None else max(value, self.floor)
        return value if self.cap is None else min(value, self.cap)


def money_from(row: Mapping[str, Any]) -> Money:
    """From a row of the pack, whether numbers are numbers or what the base keeps."""
    kept = {name: decimal(row[name]) for name in ("amount", "share", "cap", "floor") if row.get(name) is not None}
    found = row.get("index")
    index = Index(found["name"], decimal(found["base"]), decimal(found.get("share", 1))) if found else None
    kept |= {"amount": Decimal(0)} if row.get("free") else {}
    return Money(**kept, currency=row.get("currency", "EUR"), basis=row.get("basis", "forfait"), index=index)


def figure(value: Any, currency: str = "EUR") -> str:
    """« 1 850,50 € », « 250 000 XPF »: as French writes it, with the digits it was given."""
    number = decimal(value).normalize()
    digits = f"{number:,f}" if number == number.to_integral_value() else f"{number:,.{_places(number)}f}"
    french = digits.replace(",", "\u202f").replace(".", ",")
    return f"{french}\u00a0{'€' if currency == 'EUR' else currency}"


def percent(share: Any) -> str:
    """« 62 % », « 33,3 % »."""
    return f"{(decimal(share) * 100).normalize():f}\u00a0%".replace(".", ",")


def _places(number: Decimal) -> int:
    """Two decimals at least, four at most."""
    exponent = number.as_tuple().exponent
    return max(2, -exponent if isinstance(exponent, int) else 2)


def said(row: Mapping[str, Any]) -> str:
    """« 2,35 € par élève, par année scolaire, 1 500 € au plus, toutes taxes comprises »."""
    if row.get("free"):
        return "gratuit"
    currency = row.get("currency", "EUR")
    words = [_rate(row, currency), RHYTHMS[row.get("per", "une_fois")]]
    words += [f"{figure(row['floor'], currency)} au moins"] if "floor" in row else []
    words += [f"{figure(row['cap'], currency)} au plus"] if "cap" in row else []
    words += [_TAX[row["tax"]]] if row.get("tax") in _TAX else []
    return ", ".join(words)


def _rate(row: Mapping[str, Any], currency: str) -> str:
    basis = UNITS[row.get("basis", "forfait")]
    if "share" in row:
        return f"{percent(row['share'])} {basis}"
    return f"{figure(row['amount'], currency)} {basis}".strip()


def indexed(index: Mapping[str, Any]) -> str:
    """« 40 % suivent l’indice … (104,39 au départ), révisé chaque exercice »."""
    share = decimal(index.get("share", 1))
    part = "le montant suit" if share == 1 else f"{percent(share)} du montant suivent"
    base = f"{decimal(index['base'])}".replace(".", ",")
    return f"{part} l’indice « {index['name']} », {base} au départ, révisé {RHYTHMS[index['revised']]}"


_TAX = {"ht": "hors taxes", "ttc": "toutes taxes comprises"}
