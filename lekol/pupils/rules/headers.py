"""What a column holds, by its header first and by its cells when the header says nothing.

The State’s extractions (BE1D, ONDE in its layouts, AAF), canonical files, and what City software exports.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from lekol.pupils.rules import days, places

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
_ROLE = re.compile(r"(resp\w*|parent|rl|tuteur|mere|pere|representant\w*)")


def normal(header: str) -> str:
    """How headers are compared: no case, accent, mark or space."""
    text = unicodedata.normalize("NFKD", header.replace("\ufeff", "")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "", text)


def recognise(headers: Sequence[str]) -> dict[str, int]:
    """Field → rank of its column. Each column serves once; the first alias of a field wins over the next."""
    forms = [normal(header) for header in headers]
    found: dict[str, int] = {}
    for field, aliases in ALIASES.items():
        rank = next((forms.index(form) for form in aliases if form in forms), None)
        if rank is not None and rank not in found.values():
            found[field] = rank
    for rank, form in enumerate(forms):
        field = _guess(form)
        if field and field not in found and rank not in found.values():
            found[field] = rank
    return found


def _guess(form: str) -> str:
    """The field of a header nobody listed, by the words in it."""
    if _ROLE.search(form):
        side = "2" if "2" in form or ("pere" in form and "mere" not in form) else "1"
        part = "first" if "prenom" in form else "phone" if re.search("tel|port|mobile", form) else ""
        part = part or ("name" if "nom" in form else "")
        return f"g{side}_{part}" if part else ""
    for word, field in _HINTS:
        if re.search(word, form):
            return field
    return ""


_HINTS = (
    (r"dat\w*nais|nele|birth", "born"), (r"(lieu|commune|ville)\w*nais", "birthplace"), (r"dusage|usage", "usage"),
    (r"(deuxieme|autre|second)\w*prenom", "second"), (r"prenom|first|given", "first"), (r"ecole|uai|etab", "school"),
    (r"tel|portable|mobile|phone", "g1_phone"), (r"adr", "address"), (r"postal", "postcode"), (r"sexe|genre", "sex"),
    (r"^nom(?!bre)|surname|famille$|lastname", "name"), (r"^ine|national", "ine"), (r"niveau|classe", "grade"),
)  # fmt: skip


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
    return found


_CELLS = (
    ("ine", lambda cell: bool(places.ine(cell))),
    ("school", lambda cell: bool(re.fullmatch(r"\d{7}[A-Za-z]", cell.strip()))),
    ("born", lambda cell: len(cell.strip()) >= 6 and days.read(cell) > 19_000_000),
    ("sex", lambda cell: cell.strip().upper() in {"F", "M", "H", "G", "FILLE", "GARCON", "GARÇON"}),
    ("g1_phone", lambda cell: len(cell.strip()) >= 9 and bool(places.phone(cell))),
)
