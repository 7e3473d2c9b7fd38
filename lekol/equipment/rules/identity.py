"""Which identifiers are worth believing: what makers leave unfilled, what is shared, what a dock lends, is none."""

import re
from functools import lru_cache

from lekol.equipment.rules.keys import compact

_JUNK = re.compile(
    r"""^(?:
      to\W?be\W?filled.* | .*o\.?e\.?m\.?$ | default\W?string.* | system\W?serial.* | serial\W?number.* |
      not\W?(?:specified|available|applicable|defined|present|set|known|provided).* |
      none | null | n/?a | unknown.* | inconnu.* | invalid.* | empty | void | vide | chassis.* | base\W?board.* |
      .*asset.*(?:tag|number).* | 0?123456789.* | 1234567 | 123456 | 12345 | .*x{4,}.* | sample.* | test | abcdefg.* |
      (.)\1+ | [0\W_]+ |
      vmware-?.* | virtual.* | parallels-?.* | qemu.* | bochs.* | kvm.* | evaluation.* | ssn.* | sernum.* |
      undefined | unspecified | error.* | fill\W?by.* | o\.e\.m\..* | bsn12345678901234567
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_JUNK_UUIDS = frozenset(
    {
        "03000200040005000006000700080009",  # boards sold unfilled
        "0000000000000000000000000000000", "ffffffffffffffffffffffffffffffff",
        "00020003000400050006000700080009", "12345678123412341234123456789012",
        "01234567890123456789012345678901", "fefefefefefefefefefefefefefefefe",
        "12345678123456789012123456789012", "11111111222233334444555555555555",
    }
)  # fmt: skip
_LENT_MAKERS = frozenset(
    {
        "00e04c",  # Realtek adapters on docks and USB
        "0050b6",  # j5create and « Good Way » docks
        "3c18a0",  # Luxshare docks
        "00249b",  # Action Star docks
        "a0cec8",  # CE Link docks
        "005056", "000c29", "000569", "001c14",  # VMware
        "080027", "0a0027",  # VirtualBox
        "00155d",  # Hyper-V
        "525400",  # QEMU
        "001c42",  # Parallels
        "020054", "024200",  # tunnels and containers
    }
)  # fmt: skip
_MAC = re.compile(r"[0-9a-f]{12}")
SHORTEST_SERIAL = 4


@lru_cache(maxsize=4096)
def serial_of(text: str) -> str:
    """A serial number one may rely on, in the compact form of `keys`; empty for what makers leave unfilled."""
    word = compact(text)
    return "" if len(word) < SHORTEST_SERIAL or _JUNK.match(text.strip()) or _JUNK.match(word) else word


@lru_cache(maxsize=4096)
def uuid_of(text: str) -> str:
    """A hardware UUID one may rely on, as 32 figures, or a maker’s own form; empty for the known shared ones."""
    word = re.sub(r"[^0-9a-z]", "", text.lower())
    if len(word) < 12 or word in _JUNK_UUIDS or len(set(word)) < 4 or _JUNK.match(text.strip()):
        return ""
    return word


@lru_cache(maxsize=8192)
def mac_of(text: str) -> str:
    """A network address as 12 figures; empty for one that cannot be read."""
    word = re.sub(r"[^0-9a-z]", "", text.lower())
    return word if _MAC.fullmatch(word) else ""


def is_own_mac(mac: str) -> bool:
    """Does the address belong to the device itself: neither void, nor for many, nor made up, nor lent by a dock?"""
    made_up = int(mac[1], 16) & 3  # locally administered or for a group
    return not made_up and mac[:6] not in _LENT_MAKERS and len(set(mac)) > 2


_AGENT_FORM = re.compile(r".+-\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2}$")


@lru_cache(maxsize=4096)
def device_of(text: str) -> str:
    """A device id as agents make it, « name-date-hour »; a word like « foo » names nobody."""
    word = text.strip()
    return word if _AGENT_FORM.match(word) else ""


@lru_cache(maxsize=4096)
def agent_of(text: str) -> str:
    """The id an agent gave itself, a UUID; empty when it has not that form."""
    word = re.sub(r"[^0-9a-f]", "", text.lower())
    return word if len(word) == 32 and len(set(word)) > 3 else ""


def fallback_of(name: str, model: str) -> str:
    """Name and model, for a device that has nothing better; empty when one of them lacks."""
    return f"{name}|{model}".casefold()[:200] if name and model else ""


_NAMES = {
    "hewlett packard": "HP", "hp inc": "HP", "hp": "HP", "dell": "Dell", "dell computer": "Dell", "lenovo": "Lenovo",
    "acer": "Acer", "asustek computer": "ASUS", "asus": "ASUS", "toshiba": "Toshiba", "apple": "Apple",
    "apple computer": "Apple", "microsoft": "Microsoft", "samsung": "Samsung", "samsung electronics": "Samsung",
    "fujitsu": "Fujitsu", "cisco systems": "Cisco", "micro star international": "MSI", "canon": "Canon",
    "gigabyte technology": "Gigabyte",
}  # fmt: skip
_COMPANY = re.compile(r"\b(?:inc|corp|corporation|co|ltd|limited|gmbh|sa|company)\b\.?", re.IGNORECASE)


@lru_cache(maxsize=512)
def maker_of(text: str) -> str:
    """A maker under one name, whatever its boards write: « Dell Inc. » and « DELL » are Dell."""
    if not text or _JUNK.match(text):
        return ""
    bare = " ".join(re.sub(r"[^\w]+", " ", _COMPANY.sub(" ", text)).split())
    return _NAMES.get(bare.casefold(), text)


@lru_cache(maxsize=1024)
def model_of(make: str, model: str) -> str:
    """A model without its maker’s name before it, nor what makers leave unfilled."""
    word = model.strip()
    if not word or _JUNK.match(word):
        return ""
    starts = make and word.casefold().startswith(f"{make.casefold()} ")
    return word[len(make) :].strip() if starts else word
