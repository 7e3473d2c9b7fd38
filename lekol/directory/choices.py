"""The vocabulary of the directory: leaves, imported by everything, importing nothing."""

from django.db import models


class SchoolKind(models.TextChoices):
    """National natures 101, 103, 151… boiled down to what the convention cares about (DOMAIN §1.3)."""

    NURSERY = "maternelle", "école maternelle"
    ELEMENTARY = "elementaire", "école élémentaire"
    PRIMARY = "primaire", "école primaire"


class PriorityEducation(models.TextChoices):
    NONE = "", "hors éducation prioritaire"
    REP = "REP", "REP"
    REP_PLUS = "REP+", "REP+"


class RoomUse(models.TextChoices):
    CLASSROOM = "classe", "salle de classe"
    HEAD_OFFICE = "direction", "direction"
    SECRETARIAT = "secretariat", "secrétariat"
    COMPUTER_ROOM = "informatique", "salle informatique"
    LIBRARY = "bcd", "bibliothèque"
    STAFF_ROOM = "maitres", "salle des maîtres"
    CANTEEN = "refectoire", "réfectoire"
    ACTIVITY = "activites", "salle d’activités"
    STORE = "reserve", "réserve"
    TECHNICAL = "technique", "local technique"


class Grade(models.TextChoices):
    """The levels of a primary school, as the State’s files write them (DOMAIN §1.3)."""

    TPS = "TPS", "toute petite section"
    PS = "PS", "petite section"
    MS = "MS", "moyenne section"
    GS = "GS", "grande section"
    CP = "CP", "CP"
    CE1 = "CE1", "CE1"
    CE2 = "CE2", "CE2"
    CM1 = "CM1", "CM1"
    CM2 = "CM2", "CM2"
    ULIS = "ULIS", "ULIS"


class Side(models.TextChoices):
    """Whose agent a person is: what the two parties of the text call « services »."""

    CITY = "ville", "Ville"
    STATE = "etat", "Académie"


class Role(models.TextChoices):
    """Every function the text names, and those its daily work needs."""

    MAYOR = "maire", "maire"
    ELECTED_EDUCATION = "elu_education", "élu délégué au Projet Éducatif Global"
    ELECTED_IT = "elu_informatique", "élu délégué à l’informatique"
    EDUCATION_HEAD = "direction_peg", "direction du Projet Éducatif Global"
    CITY_IT_HEAD = "dsi_ville", "direction du service informatique de la Ville"
    PROJECT_LEAD = "projet_ville", "chef de projet numérique de la Ville"
    TECHNICIAN = "technicien", "technicien informatique de la Ville"
    CITY_DPO = "dpo_ville", "délégué à la protection des données de la Ville"
    RECTOR = "recteur", "recteur"
    ACADEMIC_DIRECTOR = "ia_daasen", "IA-DAASEN"
    DIGITAL_DELEGATE = "dan", "délégué académique au numérique"
    INSPECTOR_ICT = "ien_tice", "IEN chargé du numérique"
    ACADEMY_IT_HEAD = "dsi_academie", "direction des services informatiques de l’académie"
    DIGITAL_ADVISER = "conseiller_numerique", "conseiller numérique du premier degré"
    FILTER_EXPERT = "expert_filtrage", "expert du filtrage"
    ACADEMY_DPO = "dpo_academie", "délégué à la protection des données de l’académie"
    INSPECTOR = "ien", "inspecteur de circonscription"
    DIGITAL_MENTOR = "erun", "enseignant référent aux usages du numérique"
    SCHOOL_HEAD = "directeur", "directeur d’école"
    TEACHER = "enseignant", "enseignant"
