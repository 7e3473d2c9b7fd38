"""Where the reading of commitments is: the article, who its heading puts it on, what a lead sentence announces."""

import re
from dataclasses import dataclass

from lekol.agreement.rules.reading.binding import Bond
from lekol.agreement.rules.reading.folding import fold
from lekol.agreement.rules.reading.found import Passage

# Articles that say how the agreement lives: only « s’engage » binds there.
LIFE = re.compile(r"duree|entree en vigueur|prise d'effet|resiliation|litige|contentieux|differend|modification|avenant|renouvellement|"
                   r"reconduction|denonciation|election de domicile|dispositions? (?:finales?|diverses)|juridiction|recours|preambule|contexte|definition|"
                   r"\bobjet\b|annexes|terme de|fin de la convention|sanction")  # fmt: skip
OWES = re.compile(
    r"engagements?|obligations?|charges?|responsabilites?|roles?|missions?|competences?|contributions?|apports?|participation|attributions|prestations|interventions?|concours|moyens|devoirs?|^(?:pour |a )?(?:la |le |l'|les )?[\w' -]{0,50}$"
)
COMMITTEE = re.compile(r"comite|commission|copil|cotech|instance|groupe de (?:suivi|travail|pilotage)")
DETAIL = re.compile(r"^(?:a |d'|de )?[a-zœ'-]+(?:er|ir|re|oir)\b")
SCOPE = re.compile(
    r"^(?:pour|dans|en matiere|s'agissant|concernant|au titre|sur le plan|a titre|au niveau|en ce qui concerne|sur|quant)\b"
)
RIGHT = re.compile(
    r"\b(?:peut|peuvent|pourra|pourront|est compose|sont composes|comprend|comprennent|se compose|suivants? sont exclu|ne comprend)\b"
)


PRONOUN = re.compile(r"(?:il|elle|ils|elles|celui-ci|celle-ci|y)\b(?! (?:appartient|incombe|revient|releve))")
ABOUT_COMMITTEE = re.compile(
    r"(?:[\w' ,]{0,40}, )?(?:un|une|le|la|ce|cette|ledit|les) (?:comite|commission|groupe|instance|conseil|copil|cotech)"
)
HANGING = re.compile(r"\b(?:s'engagent?|s'obligent?) (?:a|de)\W*$")
WHOLE = re.compile(
    r"\b(?:selon|dans|sous|suivant|aux|conformement)\s[^:]{0,60}(?:suivante?s?|ci-apres|ci-dessous)\s*:\s*$"
)
ACTION = re.compile(
    r"^(?:a |d'|de |en |ne pas )?(?:n'|s'|se |ne )?[a-zœ'-]+(?:er|ir|re|oir)\b"
    r"|^(?:l[ae]s? |l'|une? )?[a-zœ-]+(?:tion|age|ment|ance|ence|ise|ien|ure|ite|sion|aison|eil|tien)s?\b"
    r"|^(?:l[ae]s? |l'|une? )?(?:mise|prise|suivi|appui|aide|soutien|pret|don|envoi|achat|choix|acces|remise|reprise)s?\b"
)


@dataclass(slots=True)
class Lead:
    """A sentence that announces items, and whom it binds; nobody when it announces something else."""

    words: str
    passage: Passage
    bond: Bond | None
    level: int
    marker: str = ""
    opened: bool = True
    settled: bool = False
    objective: bool = False


@dataclass(slots=True)
class Place:
    """Where the reading is: article, section, who the heading puts it on, whom a pronoun stands for."""

    article: str = ""
    section: str = ""
    title: str = ""
    heading: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    other: bool = False
    last: tuple[str, ...] = ()

    @property
    def about_life(self) -> bool:
        if re.match(
            r"\W*(?:modification|remplacement|ajout|insertion|complement)s? (?:de l'|a l'|d'un |des )articles?",
            fold(self.title),
        ):
            return False  # an amendment: its articles hold the promises themselves
        return (
            LIFE.search(fold(self.title)) is not None and OWES.search(fold(self.title).split(":")[0]) is None
        ) or bool(
            re.match(
                r"\W*(?:contexte|duree|objet|litige|resiliation|preambule|definitions?|modification|avenant)",
                fold(self.title),
            )
        )

    @property
    def about_committee(self) -> bool:
        return COMMITTEE.search(fold(self.title)) is not None


def inline_items(sentence: str) -> list[tuple[str, int]]:
    """« … s’engage à : fournir… ; assurer… »: the pieces of a list written in one sentence, with their offsets."""
    colon = sentence.find(":")
    if colon < 0 or ";" not in sentence[colon:]:
        return []
    pieces, at = [], colon + 1
    for piece in re.split(r"(?<=;)", sentence[colon + 1 :]):
        if piece.strip(" ;."):
            pieces.append((piece, at))
        at += len(piece)
    return pieces if len(pieces) > 1 else []
