"""What a generated territory looks like: rounded figures of the public primary schools of France."""

ACADEMIES = (
    ("01", "Paris"), ("02", "Aix-Marseille"), ("03", "Besançon"), ("04", "Bordeaux"), ("06", "Clermont-Ferrand"),
    ("07", "Dijon"), ("08", "Grenoble"), ("09", "Lille"), ("10", "Lyon"), ("11", "Montpellier"),
    ("12", "Nancy-Metz"), ("13", "Poitiers"), ("14", "Rennes"), ("15", "Strasbourg"), ("16", "Toulouse"),
    ("17", "Nantes"), ("18", "Orléans-Tours"), ("19", "Reims"), ("20", "Amiens"), ("22", "Limoges"),
    ("23", "Nice"), ("24", "Créteil"), ("25", "Versailles"), ("27", "Corse"), ("31", "Martinique"),
    ("32", "Guadeloupe"), ("33", "Guyane"), ("43", "Mayotte"), ("70", "Normandie"),
)  # fmt: skip
REUNION = (  # communes beside Saint-Denis: INSEE, name, public schools
    ("97401", "Les Avirons", 9), ("97402", "Bras-Panon", 10), ("97403", "Entre-Deux", 6), ("97404", "L’Étang-Salé", 11),
    ("97405", "Petite-Île", 9), ("97406", "La Plaine-des-Palmistes", 5), ("97407", "Le Port", 29),
    ("97408", "La Possession", 20), ("97409", "Saint-André", 40), ("97410", "Saint-Benoît", 30),
    ("97412", "Saint-Joseph", 30), ("97413", "Saint-Leu", 29), ("97414", "Saint-Louis", 38),
    ("97415", "Saint-Paul", 70), ("97416", "Saint-Pierre", 54), ("97417", "Saint-Philippe", 6),
    ("97418", "Sainte-Marie", 22), ("97419", "Sainte-Rose", 6), ("97420", "Sainte-Suzanne", 17),
    ("97421", "Salazie", 11), ("97422", "Le Tampon", 45), ("97423", "Les Trois-Bassins", 7), ("97424", "Cilaos", 8),
)  # fmt: skip
SCHOOLS, PUPILS, DEVICES = 48_000, 6_500_000, 3_000_000
CITY_SCHOOLS = (620, 420, 190, 150, 130, 120, 110, 100, 90, 90, 80, 80, 70, 70, 60, 60, 50, 50, 45, 45)
SCHOOLS_PER_COMMUNE = ((0.86, 1, 1), (0.93, 2, 2), (0.97, 3, 4), (0.99, 5, 7), (1.0, 8, 30))  # share, from, to
PUPILS_PER_SCHOOL = (  # share of the schools, pupils at most (public schools of six départements, 2022 and 2024)
    (0.0, 8), (0.01, 11), (0.05, 19), (0.10, 27), (0.25, 53), (0.50, 92), (0.75, 145), (0.90, 212), (0.95, 255),
    (0.99, 354), (1.0, 520),
)  # fmt: skip
MEAN_PUPILS = 108  # of the table above; the draw is stretched to reach PUPILS
PUPILS_PER_CLASS = 21.7
DISTRICT_SCHOOLS = 40  # 48 000 schools, 1 200 circonscriptions
AGREEMENTS = {"reunion": 8, "france": 300}
