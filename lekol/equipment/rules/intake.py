"""How the words of a commune’s spreadsheet are understood: kinds of devices, origins, names of schools and rooms.

Pure tables: the first row whose words stand in the text decides. Kinds and origins are the values of `choices`.
"""

import calendar
import datetime as dt
import re
from functools import lru_cache

from lekol.pact.names import plain

KINDS: tuple[tuple[str, str], ...] = (
    (r"\b(chariot|armoire|valise) (de )?(charge|recharge|chargement|mobile)\b|\bcharging cart\b", "chariot"),
    (r"\b(mallette|classe mobile|valise|chariot|trolley|mobile class)\b", "mallette"),
    (r"\b(station d accueil|dock|docking station|replicateur)\b", "station"),
    (r"\b(vpi|videoprojecteur interactif|tbi|tni|eni|tableau|whiteboard|board|promethean|clevertouch)\b", "tableau"),
    (r"\becran (interactif|tactile|numerique)\b|\binteractive (display|panel)\b", "ecran_tactile"),
    (r"\b(visualiseur|camera de documents|document camera)\b", "visualiseur"),
    (r"\b(video ?projecteurs?|vp|projector|retroprojecteur|projecteur)\b", "videoprojecteur"),
    (r"\b(client leger|thin client|zero client|terminal leger)\b", "client_leger"),
    (r"\b(tablettes?|tablets?|ipad|galaxy tab|tab a\d+|surface go)\b", "tablette"),
    (r"\b(smartphone|telephone portable|telephone mobile|gsm|mobile phone|iphone)\b", "smartphone"),
    (
        r"\b(portables?|laptops?|notebook|ultrabook|chromebook|macbook|probook|elitebook|latitude|thinkpad|vostro"
        r"|travelmate|ultraportable)\b",
        "portable",
    ),
    (r"\b(scanner|numeriseur)\b", "numeriseur"),
    (r"\b(copieurs?|photocopieurs?|multifonctions?|mfp|4 en 1|copier)\b", "copieur"),
    (r"\b(imprimantes?|printers?|traceur)\b", "imprimante"),
    (r"\b(bornes? (wi fi|wifi)|borne|point d acces|access point|wifi|wi fi|ap)\b", "borne"),
    (r"\b(switch(s|es)?|commutateurs?|switchs?)\b", "commutateur"),
    (r"\b(pare feu|firewall|fortigate|stormshield)\b", "parefeu"),
    (r"\b(routeurs?|routers?|box|livebox)\b", "routeur"),
    (r"\b(nas|baie de stockage|stockage|disque dur externe)\b", "stockage"),
    (r"\b(onduleurs?|ups)\b", "onduleur"),
    (r"\b(serveurs?|servers?)\b", "serveur"),
    (r"\b(robots?|bee bot|blue bot|thymio|ozobot|mbot)\b", "robot"),
    (r"\b(enceintes?|casques?|haut parleurs?|speakers?|headset)\b", "enceinte"),
    (r"\b(webcam|camera|appareil photo|camescope)\b", "camera"),
    (r"\b(telephones?|voip|poste telephonique|phone|ip phone)\b", "telephone"),
    (r"\b(ecrans?|moniteurs?|monitors?|displays?)\b", "ecran"),
    (
        r"\b(uc|unites? centrales?|pc|fixes?|ordinateurs?|desktops?|tours?|postes?|stations? de travail|workstation"
        r"|all in one|tout en un|computers?|minitour|mini tower|tower|sff|prodesk|optiplex|thinkcentre|veriton|imac"
        r"|mac mini|aio)\b",
        "fixe",
    ),
)
"""From the most precise words to the vaguest: « poste téléphonique » is met before « poste »."""

ORIGINS: tuple[tuple[str, str], ...] = (
    (r"\b(dons?|donation|gift|legue)\b", "don"),
    (r"\b(fonds propres|cooperative|occe|ecole|sou des ecoles|parents|ape|association)\b", "fonds_propres"),
    (r"\b(etat|rectorat|academie|education nationale|ministere|menj|tne|dotation nationale|snee|dane)\b", "etat"),
    (r"\b(ville|commune|mairie|municipal\w*|collectivite|dsi|achat|acquisition|purchase|marche)\b", "ville"),
)

STATUSES: tuple[tuple[str, str], ...] = (
    (r"\b(vole|voles|volee|stolen|vol)\b", "vole"),
    (r"\b(perdu|perdue|introuvable|manquant|lost|missing|disparu)\b", "introuvable"),
    (r"\b(detruit|dechet|deee|rebut|scrapped|destroyed|disposed)\b", "detruit"),
    (r"\b(donne|cede|given|donated)\b", "donne"),
    (r"\b(reforme|reformee|archive|archived|retired|hs|hors service|sorti|declasse|broken beyond repair)\b", "reforme"),
    (r"\b(reparation|panne|sav|maintenance|repair|broken|out for repair|defectueux)\b", "en_reparation"),
    (
        r"\b(stock|reserve|magasin|stored|storage|ready to deploy|disponible|pret a deployer|non affecte)\b",
        "en_reserve",
    ),
    (r"\b(commande|ordered|on order|pending)\b", "commande"),
    (r"\b(recu|receptionne|received|livre)\b", "recu"),
    (
        r"\b(service|production|deploye|deployed|actif|active|in use|utilise|ok|bon|bon etat|tres bon|neuf|moyen|use"
        r"|fonctionnel|affecte|installe)\b",
        "en_service",
    ),
)

_SCHOOL = (
    r"ecoles?|ec|groupe scolaire|gs|eepu|empu|eppu|ee|em|ep|eeau|e e pu|e m pu|e e|e m|e p|primary school|school|site"
)
_NATURE = r"elementaires?|maternelles?|primaires?|publiques?|elem|mat|prim|d application|elementaire d application"
_PREFIX = re.compile(rf"^(?:(?:{_SCHOOL}|{_NATURE})\b[ ]*)+")
_UAI = re.compile(r"\b(\d{7}[A-Z])\b")
_IS_SCHOOL = re.compile(r"^(ecoles?|groupe scolaire|eepu|empu|eppu|ee|em|gs|site|lieu|etablissement)\b")
_ROOM = re.compile(r"^(salle de classe|salle|classe de|classe|local|bureau de la|bureau du|bureau)\s+(?=\S)")
_COUNTED = re.compile(
    r"\s*[(\[:–—-]\s*(?:total\s*:?\s*)?\d+\s*"
    r"(?:postes?|ordinateurs?|appareils?|materiels?|pc|unites?|equipements?|machines?)?\s*[)\]]?\s*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def kind_of(*texts: str) -> str:
    """The kind that texts tell, the first ones first; nothing when none does."""
    for text in texts:
        bare = plain(text)
        for words, kind in KINDS:
            if bare and re.search(words, bare):
                return kind
    return ""


@lru_cache(maxsize=4096)
def origin_of(text: str) -> str:
    """Who acquired the device, as the text tells; nothing when it does not."""
    bare = plain(text)
    return next((origin for words, origin in ORIGINS if re.search(words, bare)), "")


@lru_cache(maxsize=4096)
def status_of(text: str) -> str:
    """Where a device is in its life, as the text tells; nothing when it does not."""
    bare = plain(text)
    return next((status for words, status in STATUSES if re.search(words, bare)), "")


@lru_cache(maxsize=4096)
def school_key(text: str) -> str:
    """« École élémentaire publique Les Badamiers (12 postes) » is « badamiers »: what names of schools compare."""
    bare = plain(_COUNTED.sub("", text))
    bare = _PREFIX.sub("", bare)
    return re.sub(r"^(les?|la|l|de la|du|des|de)\b ?", "", bare).strip() or plain(text)


def nature_of(text: str) -> str:
    """Élémentaire, maternelle or primaire when the name tells it: two schools often share one name."""
    bare = plain(text)
    if re.search(r"\b(maternelle|mat|empu|e m pu|em|e m)\b", bare):
        return "maternelle"
    if re.search(r"\b(elementaire|elem|eepu|e e pu|ee|e e)\b", bare):
        return "elementaire"
    return "primaire" if re.search(r"\b(primaire|prim|eppu)\b", bare) else ""


def uai_in(text: str) -> str:
    """The code of a school inside a text, or nothing."""
    found = _UAI.search(text.upper())
    return found[1] if found else ""


def names_a_school(text: str) -> bool:
    """Does a lone text look like the name of a school rather than a note?"""
    return bool(uai_in(text)) or (bool(_IS_SCHOOL.match(plain(text))) and len(text) <= 120)


@lru_cache(maxsize=4096)
def room_key(text: str) -> str:
    """« Salle 12 », « salle n° 12 », « 12 » are one room."""
    bare = re.sub(r"\b(n|no|num|numero)\b ?(?=\d)", "", plain(text))
    return _ROOM.sub("", bare) or bare


def split_place(text: str) -> tuple[str, str]:
    """« Ville > École Les Badamiers > Salle 12 » is a school and a room; a plain name, a school alone."""
    steps = [step.strip() for step in re.split(r"\s*(?:>|»|/|\\|::)\s*", text) if step.strip()]
    if len(steps) < 2:
        return text.strip(), ""
    rank = next((rank for rank, step in enumerate(steps) if names_a_school(step)), None)
    if rank is None:
        return (steps[-2], steps[-1]) if len(steps) > 2 else (steps[0], steps[1])
    return steps[rank], " ".join(steps[rank + 1 :])


def one_of(text: str) -> str:
    """The first value of a cell that holds several, as GLPI writes them: lines, or <br>."""
    first = re.split(r"<br\s*/?>|\$\$##\$\$|\n", text, flags=re.IGNORECASE)[0]
    return re.sub(r"<[^>]{0,80}>", "", first).strip()


def months_after(day: dt.date, months: int) -> dt.date:
    """The day some months later, or the last one of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
