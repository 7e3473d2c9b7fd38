"""Invented names, drawn from plants, birds and landscapes of the island; no living person is meant."""

ELEMENTARY = (
    "Les Badamiers,Les Lataniers,Les Filaos,Les Songes,Les Camélias,Les Fougères,Les Topazes,Les Ylangs,"
    "Les Sources,Les Lilas,Les Bois-Noirs,Les Tamarins,Les Vétivers,Les Cardinaux,Les Jacarandas,Les Merles,"
    "Les Cannes,Les Vavangues,Les Bougainvilliers,Les Alizés,Les Anthuriums,Les Flamboyants,Les Frangipaniers,"
    "Les Letchis,Les Papangues,Les Hibiscus,Les Géraniums,Les Combavas,Les Goyaviers,Les Tec-tecs,Les Palmistes,"
    "Les Vergers,Les Orchidées,Les Capucines,Les Arums,Les Coquillages,Les Cascades,Les Agaves,Les Vacoas,"
    "Les Pailles-en-queue,Les Bambous,Les Benjoins,Les Pétrels,Les Jamrosats"
).split(",")

NURSERY = (
    "Les Caméléons,Les Bichiques,Les Zoizos,Les Ti-Margots,Les Bécunes,Les Canaris,Les Papillons,Les Tisserins,"
    "Les Zandettes,Les Carambolles,Les Mangoustans,Les Bibasses,Les Corossols,Les Pitayas,Les Grenadilles,Les Évis"
).split(",")

STREETS = (
    "rue des Filaos,rue de la Source,chemin des Tamarins,allée des Topazes,rue du Bel-Air,rue des Limites,"
    "chemin du Ruisseau,rue de la Digue,boulevard de la Plage,rue des Moulins,chemin de l’Îlet,rue du Barachois"
).split(",")

FIRST = (
    "Sophie,Yann,Nadine,Didier,Marie-Laure,Jean-Yves,Anaïs,Fabrice,Corinne,Thierry,Nathalie,Loïc,Mélanie,Olivier,"
    "Sabrina,Cédric,Isabelle,Rudy,Valérie,Éric,Laurence,Johan,Graziella,Pascal,Émilie,Teddy,Sylvie,Mickaël,Aurélie,"
    "Bruno,Ludivine,Patrice,Élodie,Frédéric,Murielle,Jimmy,Véronique,Samuel,Katia,Gilles,Noémie,Hugues,Prisca,Alain"
).split(",")

LAST = (
    "Técher,Damour,Grondin,Robert,Payet,Hoareau,Boyer,Lauret,Fontaine,Rivière,Dijoux,Maillot,Bègue,Turpin,Picard,"
    "Lebon,Nativel,Gonthier,Cadet,Séry,Virapin,Mardé,Lallemand,Ramassamy,Clain,Smith,Ethève,Folio,Sautron,Vitry,"
    "Barret,Morel,Fruteau,Ah-Kim,Law-Fat,Tévané,Moutou,Narassin,Poudroux,Souprayen,Zitte,Lagarrigue,Perrault,Omar"
).split(",")

BUILDINGS = ("Bâtiment A", "Bâtiment B", "Bâtiment C")

DISTRICTS = ("Saint-Denis 2", "Saint-Denis 3", "Saint-Denis 5", "Sainte-Marie")

# A schematic shore and limits (longitude, latitude), drawn by hand for the demonstration only.
OUTLINE = (
    (55.388, -20.893), (55.412, -20.880), (55.437, -20.868), (55.455, -20.866), (55.474, -20.874), (55.497, -20.881),
    (55.517, -20.887), (55.531, -20.896), (55.527, -20.922), (55.514, -20.946), (55.493, -20.968), (55.462, -20.986),
    (55.436, -20.972), (55.419, -20.944), (55.400, -20.919),
)  # fmt: skip
