"""Invented records: an ordinary one, a short one, and one in which everything is too long."""

from datetime import date

from bot.recognition.record import Record

USUAL = Record(
    name="Élodie Lefèvre-Nuñez",
    role="mentor",
    programme="Reverse Mentoring Digital",
    organisation="PWN Paris",
    first=date(2016, 2, 9),
    last=date(2016, 6, 7),
    sessions=6,
    minutes=720,
    others=2,
    themes=("LinkedIn", "Twitter", "Facebook"),
    coordinators=("Claire Roux",),
    on=date(2016, 6, 30),
    locale="fr",
)
BARE = Record(
    name="Nguyễn Thị Ánh Tuyết",
    role="mentee",
    programme="Reverse Mentoring",
    organisation="",
    first=date(2026, 3, 1),
    last=date(2026, 3, 1),
    sessions=1,
    minutes=45,
    others=1,
    themes=(),
    coordinators=(),
    on=date(2026, 6, 1),
    locale="en",
)
LONG = Record(
    name="Marie-Antoinette Blanche-Églantine de la Tour d’Auvergne-Lauraguais-Vasconcellos",
    role="both",
    programme="Programme européen de mentorat inversé et de transmission intergénérationnelle des "
    "savoirs numériques, édition 2025–2026, direction des ressources humaines et de la "
    "transformation",
    organisation="Organisation internationale pour la coopération et le développement économiques "
    "du bassin méditerranéen",
    first=date(2025, 12, 1),
    last=date(2026, 6, 1),
    sessions=12,
    minutes=1110,
    others=5,
    themes=(
        "Réseau social d’entreprise",
        "Intelligence artificielle au quotidien",
        "Réunions à distance",
        "Sécurité et vie privée",
        "Documents collaboratifs",
        "Bien-être numérique",
    ),
    coordinators=(
        "Jean-Christophe de Montmorency-Beaumont",
        "Maximilienne Vandenbroucke",
        "Siobhán Ó Súilleabháin-Featherstonehaugh",
        "Anne Trop",
    ),
    on=date(2026, 6, 30),
    locale="fr",
)
ALL = (USUAL, BARE, LONG)
