"""What a column holds, by its header first and by its cells when the header says nothing.

The State’s extractions (BE1D, ONDE in its layouts, AAF), canonical files, and what City software exports.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from lekol.pupils.rules import days, names, places

ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "idstate", "idcity", "identifiant", "refcommune", "idcommune", "idenfant", "ideleve", "codeenfant",
           "numeroenfant", "matricule", "reference", "ref", "numero", "cle", "entpersonjointure", "identifianteleve",
           "identifiantenfant", "numerodossier", "recid"),
    "ine": ("ine", "identifiantnational", "numeroine", "entelevine", "enteleveine", "idnational", "nine"),
    "name": ("nom", "nomeleve", "nomfamille", "nomdefamille", "nomdefamilleeleve", "nomfamilleeleve", "nomenfant",
             "nomdelenfant", "nomdenaissance", "nompatronymique", "entpersonnompatro", "surname", "lastname",
             "familyname", "nomdefamilleenfant", "nomnaissance", "patronyme"),
    "usage": ("nomusage", "nomdusage", "nomdusageeleve", "nomusageeleve", "sn", "entpersonnom", "nomdusageenfant",
              "nommarital"),
    "first": ("prenom", "prenomeleve", "prenomenfant", "prenomdelenfant", "prenom1", "prenoms", "givenname",
              "entpersonprenom", "firstname", "premierprenom"),
    "second": ("prenom2", "deuxiemeprenom", "autresprenoms", "entpersonautresprenoms", "middlename", "autreprenom",
               "secondprenom"),
    "third": ("prenom3", "troisiemeprenom"),
    "sex": ("sexe", "civilite", "civiliteeleve", "genre", "personaltitle", "entpersoncivilite", "sex", "sexeenfant"),
    "born": ("datenaissance", "datedenaissance", "neele", "nele", "ddn", "datenaiss", "entpersondatenaissance",
             "datenaissanceeleve", "datedenaissanceeleve", "datenaissanceenfant", "naissance", "dateofbirth",
             "birthdate", "dob"),
    "birthplace": ("lieunaissance", "lieudenaissance", "communenaissance", "communedenaissance", "villenaissance",
                   "villedenaissance"),
    "address": ("adresse", "adresse1", "rue", "adressepostale", "entpersonadresse", "adresseeleve", "adressefoyer",
                "voie", "adressedomicile", "address1", "street"),
    "postcode": ("cp", "cp1", "codepostal", "entpersoncodepostal", "postcode"),
    "town": ("commune", "commune1", "ville", "entpersonville", "localite", "town", "suburb"),
    "g1_name": ("resp1nom", "nomresp1", "nomresponsable1", "nomresponsable", "responsable1nom", "nommere", "nomparent1",
                "nomrl1", "nomtuteur", "parent1nom", "meretnom", "representantlegal1nom", "responsablenom"),
    "g1_first": ("resp1prenom", "prenomresp1", "prenomresponsable1", "prenomresponsable", "responsable1prenom",
                 "prenommere", "prenomparent1", "prenomrl1", "parent1prenom", "responsableprenom"),
    "g1_phone": ("tel1", "telephone1", "tel", "telephone", "portable", "resp1tel", "telresp1", "resp1portable",
                 "telephoneportable", "mobile", "homephone", "telephonedomicile", "telmere", "parent1tel",
                 "telephoneresponsable1", "phonenumber"),
    "g2_name": ("resp2nom", "nomresp2", "nomresponsable2", "responsable2nom", "nompere", "nomparent2", "nomrl2",
                "parent2nom"),
    "g2_first": ("resp2prenom", "prenomresp2", "prenomresponsable2", "responsable2prenom", "prenompere",
                 "prenomparent2", "prenomrl2", "parent2prenom"),
    "g2_phone": ("tel2", "telephone2", "resp2tel", "telresp2", "resp2portable", "telpere", "parent2tel",
                 "telephonetravail", "telephonenumber", "telephoneresponsable2"),
    "school": ("uai", "uaiecole", "ecole", "rne", "codeecole", "numeroecole", "etablissement", "libelleecole",
               "uaietablissement", "nomecole", "entpersonstructrattach", "ecolefrequentee"),
    "grade": ("niveau", "niveauscolaire", "classe", "libelleclasse", "entelevniveau", "enteleveniveau"),
    "class": ("libelleclasse", "classe", "classeeleve", "nomclasse", "entpersonclasses"),
    "family": ("idfamille", "famille", "numerofamille", "codefamille", "idfoyer", "foyer", "numfamille"),
}  # fmt: skip
FIELDS = tuple(ALIASES)


def normal(header: str) -> str:
    """How headers are compared: no case, accent, mark or space."""
    return re.sub(r"[^a-z0-9]+", "", _plain(header.replace("\ufeff", "")).lower())


def _plain(header: str) -> str:
    """Without accents, lost ones given back first."""
    return unicodedata.normalize("NFKD", names.mended(header).replace("’", "'")).encode("ascii", "ignore").decode()


def recognise(headers: Sequence[str]) -> dict[str, int]:
    """Field → rank of its column. Each column serves once; the first alias of a field wins over the next."""
    headers = headers[:_WIDEST]
    forms = [normal(header) for header in headers]
    found: dict[str, int] = {}
    for field, aliases in ALIASES.items():
        rank = next((forms.index(form) for form in aliases if form in forms), None)
        if rank is not None and rank not in found.values():
            found[field] = rank
    for field, rank in _repeated(forms, found):
        if field not in found and rank not in found.values():
            found[field] = rank
    for rank, header in enumerate(headers):
        field = _guess(header)
        if field and field not in found and rank not in found.values():
            found[field] = rank
    return found


_WIDEST = 500  # columns looked at


def _repeated(forms: Sequence[str], found: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """« Nom ; Prénom ; … Nom ; Prénom ; Tél. ; Nom ; Prénom ; Tél. »: names that come again are those of guardians."""
    again = {part: _again(forms, found.get(part)) for part in ("name", "first", "g1_phone")}
    for place in ("g1", "g2"):
        if again["name"] and again["first"]:
            yield f"{place}_name", again["name"].pop(0)
            yield f"{place}_first", again["first"].pop(0)
    if again["g1_phone"]:
        yield "g2_phone", again["g1_phone"][0]


def _again(forms: Sequence[str], first: int | None) -> list[int]:
    """Ranks of the columns that bear the same header after the first one."""
    return [rank for rank, form in enumerate(forms) if first is not None and rank > first and form == forms[first]]


def _guess(header: str) -> str:
    """The field of a header nobody listed, by the words in it, French or English, whole or abridged."""
    said = " ".join(_words(header))
    if _GUARDIAN.search(said):
        return _of_guardian(said)
    return next((field for pattern, field in _HINTS if pattern.search(said)), "")


def _words(header: str) -> list[str]:
    """« NomRespLégal1 » → nom resp legal 1."""
    return _WORD.findall(_HUMP.sub(" ", _plain(header)).lower())


_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+|\d+")
_GUARDIAN = re.compile(
    r"\b(resp\w*|parent\w*|rl|rep|tut\w*|mere|pere|representant\w*|mother|father|guardian|maman|papa)\b"
)
_SECOND_SIDE = re.compile(r"\b(2|second|deuxieme|pere|father|papa)\b")
_FIRST_SIDE = re.compile(r"\b(1|mere|mother|maman)\b")
_PARTS = tuple(
    (re.compile(pattern), part)
    for pattern, part in (
        (r"\b(tel\w*|port\w*|mob\w*|gsm|phone|contact)\b", "phone"),
        (r"\b(pre\w*|first|given|forename)\b", "first"),
        (r"\b(adr\w*|address|domicile|rue)\b", "address"),
        (r"\b(mail\w*|courriel\w*|civ\w*|qualite|lien|cp|code|ville|commune|prof\w*|pcs|sit\w*|date|autorite)\b", ""),
        (r"\b(nom\w*|name|surname|last|family)\b", "name"),
        (r"\d$|legal$|pere$|mere$|mother$|father$", "name"),
    )
)


def _of_guardian(said: str) -> str:
    """The field of what is said of a guardian; nothing for what no comparison reads."""
    side = "2" if _SECOND_SIDE.search(said) and not _FIRST_SIDE.search(said) else "1"
    part = next((part for pattern, part in _PARTS if pattern.search(said)), "")
    return part if part == "address" else part and f"g{side}_{part}"


_CHILD = r"(enf\w*|elev\w*|student|pupil|child)"
_HINTS = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"\b(medecin|docteur|assur\w*|utilis\w*|user|urgence|cantine|complement|nationalite|nb|nombre|secu\w*)\b", ""),
        (r"\b(dep|dept|departement|pays|country|region|age)\b", ""),
        (r"\b(enseignant\w*|instit\w*|direct\w*|professeur\w*|teacher)\b|\bnom\b.*\b(rue|bus|circuit)\b", ""),
        (r"\b(ddn|dob)\b|\bd\w* .*\b(nais\w*|birth|ne)\b|\bne( e)?( s)? le\b|\bnee le\b", "born"),
        (r"\bbirth ?da\w+|\bnais\w* date", "born"),
        (r"\bldn\b|\b(lieu|commune|ville|place|city|town)\b.*\b(nais\w*|birth|ne)\b|birth ?place", "birthplace"),
        (r"\b(nais\w*|born)$", "born"),
        (r"\b(3|troisieme|3e|third)\b.*\bpre|\bpre\w* (3|troisieme)\b", "third"),
        (r"\b(2|2e|deuxieme|second|autres?|middle)\b.*\b(pre\w*|name)\b|\bpre\w* (2|autres?)\b", "second"),
        (r"\bnom\w* .*\bpre(nom\w*|n)?\b|^pre(nom\w*|n)? nom", "name"),  # both in one cell
        (r"\b(pre(?! inscr)|pren\w*|first|given|forename)\b", "first"),
        (r"\b(usage|us|marital|epouse|preferred|usuel)\b", "usage"),
        (r"\b(tel\w*|portable|mobile|phone|gsm)\b.*\b2\b", "g2_phone"),
        (r"\b(tel\w*|portable|mobile|phone|gsm)\b", "g1_phone"),
        (r"\b(cp|postal|zip|postcode)\b", "postcode"),
        (r"\b(ecole|uai|rne|etab\w*|school)\b", "school"),
        (r"\b(adr\w*|address|domicile|voie|street)\b", "address"),
        (r"\b(ville|commune|city|town|localite)\b", "town"),
        (r"\b(sexe|sex|sx|genre|gender|civ\w*)\b|^m?(me)? ?m(me|r)$", "sex"),
        (r"\b(id\w*|ref|code|num\w*|no?) (de )?(la |le )?(famille|foyer)\b|\b(family|household) id\b", "family"),
        (r"\bine\b|\bnational\b", "ine"),
        (rf"\b(id\w*|ref\w*|code|num\w*|no?|matricule)\b.*\b{_CHILD}\b|\b{_CHILD} (id|number|ref)", "id"),
        (r"^(n|no|num)$|^(id|ref) ?\d*$|^(n|no|num\w*) dossier", "id"),
        (r"\b(niv\w*|niveau|grade|year group|classe?|section|cours|cl)\b", "grade"),
        (rf"^noms?\b|\b(surname|last ?name|family name)\b|\bnom\b.*\b{_CHILD}\b|^(name|eleve|enfant)$", "name"),
    )
)


def by_cells(columns: Sequence[Sequence[str]], taken: Mapping[str, int]) -> dict[str, int]:
    """Field → rank for columns whose header says nothing and whose cells speak: dates, sexes, schools, numbers."""
    found: dict[str, int] = {}
    for rank, cells in enumerate(columns):
        seen = [cell for cell in cells if cell.strip()]
        if rank in taken.values() or len(seen) < 3:
            continue
        for field, test in _CELLS:
            if field not in taken and field not in found and sum(map(test, seen)) >= 0.8 * len(seen):
                found[field] = rank
                break
    if not _NAMING & (taken.keys() | found.keys()):
        free = [rank for rank in range(len(columns)) if rank not in (*taken.values(), *found.values())]
        named = [rank for rank in free if _of_names(columns[rank])]
        found |= dict(zip(("name", "first"), named, strict=False))
    return found


_NAMING = {"name", "usage", "first"}


def _of_names(cells: Sequence[str]) -> bool:
    """Do these cells look like names: words, of which many differ?"""
    seen = [cell for cell in cells if cell.strip()]
    words = [cell for cell in seen if len(names.spaced(cell)) > 1 and not _FIGURE.search(cell)]
    return len(seen) > max(2, len(cells) / 2) and len(words) >= 0.9 * len(seen) and len(set(words)) >= 0.15 * len(seen)


def is_of_data(row: Sequence[str]) -> bool:
    """Is this line a child already, and not headers: a day, a number of school or of pupil, no known header?"""
    tests = [test for field, test in _CELLS if field in ("ine", "school", "born")]
    return not recognise(row) and any(test(cell) for cell in row[:_WIDEST] for test in tests)


_FIGURE = re.compile(r"\d")
_CELLS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("ine", lambda cell: bool(places.ine(cell))),
    ("school", lambda cell: bool(re.fullmatch(r"\d{7}[A-Za-z]", cell.strip()))),
    ("born", lambda cell: len(cell.strip()) >= 6 and days.read(cell) > 19_000_000),
    ("sex", lambda cell: cell.strip().upper() in {"F", "M", "H", "G", "FILLE", "GARCON", "GARÇON"}),
    ("g1_phone", lambda cell: len(cell.strip()) >= 9 and bool(places.phone(cell))),
)
