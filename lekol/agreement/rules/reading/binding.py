"""Who is bound by a sentence, and how surely: subject and verb, passive, charge, joint duty. Tables first, then reading."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lekol.agreement.rules.reading.folding import fold
from lekol.agreement.rules.reading.found import PartyFound
from lekol.agreement.rules.reading.verbs import FORMS, FUTURE, NOT_AGENTS, STRONG, WEAK

LONGEST_SENTENCE = 3_000  # signs: whom a sentence binds is said well before
_ADVERB = r"(?:\s+(?:egalement|aussi|notamment|en outre|conjointement|par ailleurs|donc|alors|solidairement|mutuellement|pleinement|annuellement|gratuitement|a titre gracieux|a titre gratuit|en particulier|chacune?|ensemble|toutes deux|tous deux|pour sa part|pour leur part|de son cote|quant a (?:elle|lui)|en propre|directement|exclusivement|egalement,|ainsi|,[^,]{3,90},))*"

_GROUPS = r"(?:aucune des|chacune? des|chaque|toutes? les|tous les|les deux|les trois|les 2|les 3|les|l'une et l'autre des|l'une ou l'autre des|des deux|les differentes)\s+(?:deux |trois |2 |3 )?(?:parties?|signataires?|partenaires?|cocontractants?|co-contractants?|contractants?|collectivites signataires)\b(?:\s+(?:signataires?|contractantes?|prenantes?|a la (?:presente )?convention|au (?:present )?contrat))?"
_ADJ = r"services? |personnels? |agents? "  # « les services municipaux »
_SERVICES = r"(?:services?|enseignants? referents?|conseillers?|animateurs?|referents?|coordonnateurs?|equipes?|agents?|personnels?|direction|representants?|techniciens?|maire|recteur|president|principal|inspect\w+|directeurs?|moyens|elus?)"
_BEFORE = r"(?<![\w'-])(?:(?:n'|ne |y |en |lui |leur |les |l'|la |le |se |s'){1,2})?"
_VERB = re.compile(rf"{_BEFORE}\b(?:(?P<strong>{STRONG})|(?P<plain>{FORMS}|{FUTURE}))\b")
_FOLLOWED = re.compile(
    r"(?:(?<=\s)|^)(?:n'|ne |y |en |lui |leur |les |l'|la |le |se |s')?(?P<verb>[a-zœ]{3,}(?:e|ent|it|ient|d|t|s))\b(?=\s)"
)
_BESIDE = rf"(?:\s*,[^,]{{3,160}},)?{_ADVERB}\s*(?:n'|ne |y |en |lui |leur |les |l'|la |le |se |s')*"  # between subject and verb
_NO_VERB = (
    r"(?:est|sont|ont|etait|etaient|avait|avaient|peuvent|dont|dans|sans|sous|dans|parts?|pas|plus|tous|toutes|toute|chaque|et|ses|leurs|cette|ces|ent|"
    r"agit|agissent|leurs?|representants?|notamment|egalement|conjointement|representee?s?|denommee?s?|signataires?|apres|avant|pendant|lors|mais|puis|tant|pourront|souhaitent|restent|reste|demeurent|demeure|"
    r"presente|presents|decident|decide|reconnaissent|declarent|conviennent|convient|estiment|sera|soit|vise|visent|entend|entendent|mene|menent|conduisent|comptent|"
    r"peut|doit|doivent|fait l'objet|concernees?|elle|elles|entre|contre|outre|autre|ensuite|reste|comprend|compte|poursuit|poursuivent|constitue|constituent|beneficie|beneficient|concerne|situee?s?)"
)
_IMPERSONAL = re.compile(
    r"\bil (?:lui |leur )?(?:appartient|appartiendra|incombe|incombera|revient|reviendra|releve|relevera|est de la (?:competence|responsabilite))\b"
)
_CHARGE = re.compile(
    r"\b(?:(?:est|sont|sera|seront|reste|restent|resteront|restera|demeure|demeurent|demeureront|etant|soient?|mise?s?|laissee?s?|entierement|integralement|exclusivement|(?:la|le|les|l')\s[^.;:]{3,160}?)\s+)?"
    r"(?:a la (?:seule )?charge(?: (?:exclusive|financiere|entiere|pleine et entiere|unique|respective))?|aux frais|sous la (?:seule |pleine )?(?:responsabilite|maitrise d'ouvrage|conduite)(?: (?:exclusive|pleine))?|du ressort|de la (?:seule )?(?:competence|responsabilite)(?: exclusive)?"
    r"|(?:confiee?s?|devolue?s?|attribuee?s?|interdite?s?|imposee?s?)(?: exclusivement| entierement| integralement)?(?= (?:a|au|aux)\b)|incombe(?:nt|ra|ront)?(?: exclusivement| entierement| integralement)?|releve(?:nt|ra|ront)?(?: exclusivement)? de la (?:competence|responsabilite)|releve(?:nt|ra|ront)?|revien(?:t|nent|dra|dront)|repos(?:e|ent|era|eront) sur les preconisations)"
    r"(?:\s+(?:de|du|des|a|au|aux|d'|exclusive de|entiere de))?\s*"
)
_PASSIVE = re.compile(
    r"\b(?:est|sont|sera|seront|soit|soient|etre|(?:doit|doivent|devra|devront) avoir ete|etant|demeure(?:nt)?|reste(?:nt)?|(?:fait|font|fera|feront) l'objet d'une?)\s+(?:(?!l'|(?:la|le|les|une?)\s)[\w'-]+\s+){0,3}?"
    r"(?P<done>(?!par\b)[a-z]+(?:ee?s?|ie?s?|ite?s?|ise?s?|ue?s?|erte?s?|ainte?s?|einte?s?))\b(?P<between>[^.;:]{0,170}?)\bpar\s+(?:les? |la |l')?"
)
_CONCERT = re.compile(
    r"(?:en|par) (?:concertation|collaboration|partenariat|accord|commun)\b[^.;:]{0,30}\bentre\b|d'un commun accord|conjointement|de concert|elabor\w+ en commun|en commun accord"
)
_AGREED = re.compile(r"\bil (?:est|a ete|sera) (?:expressement |egalement |par ailleurs )?(?:convenu)\b")
_ORGANISED = re.compile(
    r"^(?:l'organisation|la structuration|la repartition|la programmation|la planification|la coordination|la mise en œuvre)\b.{0,80}\bdevr(?:a|ont)\b"
)
_OBJECTIVE = re.compile(
    r"(?:accord\w*|entend\w*|partag\w*|vis\w*|poursui\w*|fix\w*|retien\w*|ont|a) (?:[\w' ]{0,40})?\b(?:objectifs?|finalites?|buts?|enjeux|ambitions?)\b|^(?:les )?objectifs\b|\bvisent? a\b|a pour objet|pour objet de|pour (?:principal |principaux )?(?:objectifs?|buts?|finalites?)|ont pour objectif"
)


# « n’intervient pas », « ne perçoit aucune »: a charge denied, not a duty to abstain.
_DENIED = re.compile(
    r"\W?n(?:e |')(?:intervien|particip|prend|prenn|assur|garanti|financ|support|percoi|vers|repond|contribu|dispos)[a-z]*\s+(?:pas|aucune?|nullement|en rien)\b"
)


@dataclass(frozen=True, slots=True)
class Bond:
    """Who owes, how sure, why; `verb` is where the binding word stands in the sentence."""

    debtors: tuple[str, ...]
    confidence: float
    why: str
    verb: int = 0
    named: bool = True


class Words:
    """The words of the text for each party, ready to be found in a folded sentence."""

    def __init__(self, parties: Sequence[PartyFound], groups: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.parties = {party.key: party for party in parties}
        self.signing = tuple(party.key for party in parties if party.signing)
        pairs = [(alias, party.key) for party in parties for alias in party.aliases]
        self._owner: Mapping[str, str] = dict(reversed(pairs))
        ordered = sorted(self._owner, key=len, reverse=True)
        names = "|".join(rf"{re.escape(alias)}s?" for alias in ordered) or r"(?!)"
        opens = r"(?:^|(?<=[,:(/;\"] )|(?<=[,:(/;\"])|(?<=\bet )|(?<=\bou )|(?<=^- ))"
        self.groups = dict(groups or {})
        named = "|".join(rf"(?:les |des )?{re.escape(name)}" for name in self.groups) or r"(?!)"
        self.name = re.compile(
            rf"(?<![\w-])(?P<group>{_GROUPS}|{named})(?![\w-])|(?<![\w-])(?:(?P<lead>la |le |l'|les |a la |au |aux |du |des |de la |de l'|de |d'|a l'|a |par |chaque |cette |ce |cet |ledit |ladite |la dite |le dit |sa |son |notre |un |une |pour |entre |avec |que |qu'|{_ADJ})|{opens})(?P<name>{names})(?![\w-])"
        )

    def owner(self, name: str) -> tuple[str, ...]:
        """The keys behind a word found."""
        bare = re.sub(r"^(?:les|des) ", "", name)
        if bare in self.groups:
            return self.groups[bare]
        if re.fullmatch(_GROUPS, name):
            return self.signing
        return (self._owner.get(name) or self._owner.get(name.rstrip("s"), ""),)

    def named_last(self, folded: str) -> tuple[str, ...]:
        """The party a sentence names last, when it names one."""
        names = list(self.name.finditer(folded))
        return self.owner(names[-1]["name"] or names[-1]["group"]) if names else ()

    def mentioned(self, folded: str) -> tuple[str, ...]:
        """Every party a sentence names, in the order of the agreement."""
        found = {key for one in self.name.finditer(folded) for key in self.owner(one["name"] or one["group"])}
        return tuple(key for key in self.parties if key in found)


def bond_of(sentence: str, words: Words, before: tuple[str, ...] = ()) -> Bond | None:
    """Who a sentence binds; `before` is the subject a pronoun at its head stands for. None when nobody is bound."""
    folded = fold(sentence[:LONGEST_SENTENCE])
    if _OBJECTIVE.search(folded) and not re.search(r"s'engage|est chargee?|sont charge|s'oblige", folded):
        return None
    for look in (_impersonal, _active, _charged, _passive, _concerted, _we, _agreed):
        if found := look(folded, words, before):
            return found
    return None


def _active(folded: str, words: Words, before: tuple[str, ...]) -> Bond | None:
    """A party is the subject of a verb that binds."""
    for verb in _VERB.finditer(folded):
        subject = _subject(folded[: verb.start()], words, before)
        if not subject.debtors:
            if verb["strong"] is None or verb.start() > 220:
                continue
            return None
        weak = re.match(rf"(?:{WEAK})", folded[verb.start() :].lstrip("n'e ")) and not (
            verb["strong"] or ""
        ).startswith("ne ")
        role = re.match(
            r".{0,60}?\bresponsables? (?:conjointe?s? )?(?:du|de|des) traitements?\b", folded[verb.start() :]
        )
        if role or re.search(
            r"\b(?:n'est|ne sont|ne sera|ne seront|n'a|n'ont)\b", folded[verb.start() - 3 : verb.end()]
        ):
            return None
        if verb["strong"] is None and _DENIED.match(folded, max(0, verb.start() - 1)):
            return None
        since = verb["strong"] is None and re.search(
            r"\bdepuis (?:\d{4}|plusieurs|de nombreu|longtemps|l'annee|le \d)", folded
        )
        if since or weak or _weak_between(folded, subject.end, verb.start()):
            return None
        sure = 0.95 if verb["strong"] else 0.85
        if re.match(r"doi|devr", verb["strong"] or ""):
            sure = 0.85
        why = f"« {folded[verb.start() : verb.end()].strip()} » a pour sujet une partie."
        return Bond(subject.debtors, sure - subject.doubt, why, verb.start())
    return _any_verb(folded, words, before)


def _any_verb(folded: str, words: Words, before: tuple[str, ...]) -> Bond | None:
    """A party, or the pronoun that stands for it, opens the sentence and a verb no table knows follows at once."""
    for found in _FOLLOWED.finditer(folded):
        at = found.start("verb")
        if at > 240:
            return None
        subject = _subject(folded[:at], words, before)
        if not subject.debtors or subject.doubt > 0.1 or not re.fullmatch(_BESIDE, folded[subject.end : at]):
            continue
        if _DENIED.match(folded, max(0, found.start() - 1)):
            return None
        if re.fullmatch(_NO_VERB, found["verb"]) or re.match(rf"(?:{WEAK})", folded[at:]):
            return None
        return Bond(subject.debtors, 0.7 - subject.doubt, f"« {found['verb']} » a pour sujet une partie.", at)
    return None


@dataclass(frozen=True, slots=True)
class _Subject:
    debtors: tuple[str, ...] = ()
    end: int = 0
    doubt: float = 0.0


_PRONOUN = re.compile(
    r"(?:^|[,;:]\s*(?:et\s+)?|\bque\s|\bqu'|^(?:a ce titre|en outre|par ailleurs|a cet effet|dans ce cadre|ainsi|de plus|enfin|pour ce faire|en contrepartie|en cas de [\w' ]{3,40})\W+(?:de plus,? )?)(elles?|ils?|celui-ci|celle-ci|ceux-ci|celles-ci|cette derniere|ce dernier|ces dernieres|ces derniers)\s*$"
)


def _subject(head: str, words: Words, before: tuple[str, ...]) -> _Subject:
    """The party, or parties joined by « et », that stand just before the verb."""
    clause = max(head.rfind(mark) for mark in (";", ": ", " que ", " qui ", " dont ", " afin ", " pour que ")) + 1
    tail = head[clause:] if clause else head
    names = [one for one in words.name.finditer(tail) if _stands(tail, one)]
    if not names:
        if _PRONOUN.search(head.rstrip()) and (owner := _opening_subject(head, words) or before):
            return _Subject(owner, len(head), 0.1)
        if re.search(
            r"(?:^|, )(?:chacune?(?: d'(?:elles|eux|entre (?:elles|eux)))?|tou(?:te)?s (?:deux|trois|les (?:deux|trois)))\s*$",
            head.rstrip(),
        ):
            return _Subject(words.signing, len(head), 0.1)
        return _Subject()
    last = names[-1]
    gap = tail[last.end() :]
    if not _carries(gap):
        return _Subject()
    debtors = [*words.owner(last["name"] or last["group"])]
    for one, after in zip(reversed(names[:-1]), reversed(names[1:]), strict=False):
        link = tail[one.end() : after.start()]
        if not re.fullmatch(
            r"[^.;:]{0,60}?(?:,|\bet\b|\bainsi que\b|\bou\b|\bavec\b)\s*(?:d'une part|d'autre part)?\s*,?\s*(?:les services (?:de|d')?)?\s*",
            link,
        ) or re.search(r"\bavec\b|\bpar\b", link):
            break
        debtors += words.owner(one["name"] or one["group"])
    ordered = tuple(key for key in words.parties if key in debtors)
    indirect = (last["lead"] or "").strip() in {"de la", "du", "des", "de l'", "de", "d'"}
    return _Subject(ordered, clause + last.end(), 0.1 if indirect else 0.0)


def _opening_subject(head: str, words: Words) -> tuple[str, ...]:
    """« La Commune agit…; à ce titre, elle… »: the party that opens the sentence is the one its pronouns stand for."""
    opens = words.name.match(head)
    return (
        words.owner(opens["name"] or opens["group"])
        if opens and (opens["lead"] or "").strip() in {"la", "le", "l'", "les"}
        else ()
    )


def _stands(tail: str, one: re.Match[str]) -> bool:
    """It may be a subject: not after a preposition, unless it names the people of a party (« les services de la Ville »)."""
    lead = (one["lead"] or "").strip()
    if lead in {"par", "au", "aux", "a la", "a l'", "a"}:
        return False
    if lead in {"de la", "du", "des", "de l'", "de", "d'"}:
        return (
            re.match(
                rf"\W*(?:[\w' ]{{1,40}}, )?(?:la |le |l'|les |un |une |chaque )?{_SERVICES}(?:\s+[\w'-]+){{0,6}}\s*$",
                tail[: one.start()],
            )
            is not None
        )
    before = tail[: one.start()].rstrip()
    return re.search(
        r"\b(?:avec|par|pour|dans|entre|sur|sous|chez|vers|sans|de|envers|aupres de|contre|parmi|a)$", before
    ) is None or (before == "pour")


def _carries(gap: str) -> bool:
    """What may stand between a subject and its verb."""
    gap = re.sub(r",[^,]{0,160},", " ", gap).strip(" ,")
    gap = re.sub(r"\([^)]*\)", " ", gap).strip()
    if len(gap) > 90 or re.search(r"\b(?:peut|peuvent|est|sont|a|ont|qui|dont|que|et|pour|afin)\b", gap):
        return (
            bool(re.fullmatch(r"(?:(?:pour|de|en|au|dans|a|sur)\s[^,;:.]{2,60})?", gap))
            and len(gap) < 70
            and not re.search(r"\b(?:peut|peuvent|est|sont|ont|qui|dont|que)\b", gap)
        )
    return True


def _weak_between(folded: str, start: int, verb: int) -> bool:
    return re.search(rf"\b(?:{WEAK})\b", folded[start:verb]) is not None


def _impersonal(folded: str, words: Words, before: tuple[str, ...]) -> Bond | None:
    """« Il appartient à la Ville de », « Il relève de la compétence de l’État de »."""
    found = _IMPERSONAL.search(folded)
    if found is None:
        return None
    if before and re.search(r"\b(?:lui|leur)\b", found[0]):
        return Bond(before, 0.75, "la charge est donnée à la partie nommée juste avant.", found.start())
    names = list(words.name.finditer(folded, found.end(), found.end() + 120))
    if not names:
        return None
    return Bond(_joined(names, folded, words), 0.9, "la charge est donnée à une partie.", found.start())


def _charged(folded: str, words: Words, before: tuple[str, ...]) -> Bond | None:
    """« … est à la charge de la commune », « … incombe au département »."""
    if re.search(r"\btribuna|juridiction", folded):
        return None
    for found in _CHARGE.finditer(folded):
        names = list(words.name.finditer(folded, max(0, found.end() - 8), found.end() + 90))
        if (
            names
            and names[0].start() - found.end() < 25
            and not re.search(r"\b(?:peut|pourra)\b", folded[found.start() : found.end()])
        ):
            shared = _shared(folded, names, words)
            return Bond(shared, 0.88, "la charge est donnée à une partie.", found.start())
    return None


def _shared(folded: str, names: Sequence[re.Match[str]], words: Words) -> tuple[str, ...]:
    """« 400 000 € à la charge de la Ville et 80 000 € à la charge du Rectorat »: each has its part."""
    owing = set(_joined(names, folded, words))
    for found in re.finditer(r"\bet [^.;]{3,60}\ba la charge\b", folded[names[0].end() :]):
        others = list(words.name.finditer(folded, names[0].end() + found.end()))[:1]
        owing |= {key for one in others for key in words.owner(one["name"] or one["group"])}
    return tuple(key for key in words.parties if key in owing)


def _passive(folded: str, words: Words, before: tuple[str, ...]) -> Bond | None:
    """« … est assurée par le Rectorat »."""
    for found in _PASSIVE.finditer(folded):
        if re.search(r"\b(?:peut|peuvent|pourra|pourront|puisse)\s+$", folded[: found.start()]):
            continue  # a right, not a duty
        if re.match(r"(?:la |sa )?(?:co-?)?presidence\b", folded):
            continue  # a seat
        if re.match(NOT_AGENTS, found["done"]) and not re.match(r"ser(?:a|ont) designe", found[0]):
            continue
        if before and re.match(
            r"(?:elles?|lui|eux|celle-ci|celui-ci|ceux-ci|celles-ci|(?:ses|leurs) (?:propres )?(?:soins|services))\b",
            folded[found.end() :],
        ):
            return Bond(before, 0.75, f"« {found['done']} par » : le pronom renvoie à la partie nommée juste avant.")
        names = list(words.name.finditer(folded, found.end() - 4, found.end() + 110))
        services = re.match(rf"(?:les? |la |l')?{_SERVICES}\b[^,;.]{{0,40}}", folded[found.end() :])
        if names and (
            names[0].start() <= found.end() or (services and names[0].start() < found.end() + services.end())
        ):
            return Bond(_joined(names, folded, words), 0.88, f"« {found['done']} par » une partie.", found.start())
    return None


def _joined(names: Sequence[re.Match[str]], folded: str, words: Words) -> tuple[str, ...]:
    """The first party named, and those joined to it by « et »."""
    debtors = [*words.owner(names[0]["name"] or names[0]["group"])]
    for one, after in pairwise(names):
        if not re.fullmatch(
            r"\s*[^,.;:]{0,40}?(?:,|\bet\b|\bou\b|\bainsi que\b|\bconjointement\b)\s*(?:par )?\s*",
            folded[one.end() : after.start()],
        ):
            break
        debtors += words.owner(after["name"] or after["group"])
    return tuple(key for key in words.parties if key in debtors)


def _concerted(folded: str, words: Words, before: tuple[str, ...]) -> Bond | None:
    """« … se fait en concertation entre les services de la Ville et du Rectorat »."""
    found = _CONCERT.search(folded)
    if (
        found is None
        or re.search(r"\bcomite\b", folded[: found.start()][-200:])
        or re.search(r"\b(?:peu(?:t|vent)|pourr)", folded)
    ):
        return None
    named = words.mentioned(folded)
    if len(named) < 2 and not re.search(r"parties|signataires|partenaires|commun accord", folded):
        return None
    return Bond(named if len(named) > 1 else words.signing, 0.75, "à faire ensemble.", found.start())


def _we(folded: str, words: Words, before: tuple[str, ...]) -> Bond | None:
    """« Nous publions un bilan »: all those who sign."""
    if re.match(
        r"(?:[\w' ]{2,40}, )?nous (?:nous |ne |en |y |n')*(?!souhait|constat|reconnai|pouvons|partageon|avons|sommes|pens)[a-z]+ons\b",
        folded,
    ):
        return Bond(words.signing, 0.75, "« nous » : toutes les parties.", 0)
    return None


def _agreed(folded: str, words: Words, before: tuple[str, ...]) -> Bond | None:
    """« Il est convenu de l’importance de mettre à disposition… » binds all; an organised duty without agent too."""
    if _AGREED.search(folded) and not re.search(r"ce qui suit|:\s*$", folded):
        named = words.mentioned(folded)
        return Bond(
            named if named and len(named) < len(words.signing) and re.search(r"convenu que", folded) else words.signing,
            0.6,
            "convenu entre les parties.",
            0,
        )
    if _ORGANISED.search(folded):
        return Bond(words.signing, 0.5, "un devoir dit sans nommer qui : compris comme commun.", 0, named=False)
    return None


_PEOPLE = re.compile(
    rf"(?:les? |la |l'|une? |chaque |ses |leurs )(?:[a-z]+ )?{_SERVICES}\b(?P<gap>[^.;:]{{0,60}}?)(?P<verb>\s(?:{STRONG}|{FORMS}|{FUTURE}))\b"
)


def people_bound(folded: str) -> bool:
    """« Les directeurs tiennent à jour l’inventaire »: the people of a party, who do what binds it."""
    found = _PEOPLE.match(folded)
    return (
        found is not None
        and _carries(found["gap"])
        and not re.match(rf"(?:{WEAK})", folded[found.start("verb") :].lstrip())
    )


def is_objective(sentence: str) -> bool:
    """A lead that opens aims or objectives, not duties."""
    return _OBJECTIVE.search(fold(sentence)) is not None
