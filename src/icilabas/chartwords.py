"""The words of the charts, in French and in English; ``{name}`` stands for what the data say."""

from icilabas.messages import Bilingual
from icilabas.sides import BOTH, NEITHER

TIES = Bilingual("Liens à l'intérieur et entre les deux côtés", "Ties within and between the two sides")
WITHIN = Bilingual("À l'intérieur : {place}", "Within: {place}")
BETWEEN = Bilingual("Entre les deux côtés", "Between the two sides")
TOUCHING = Bilingual("Avec un acteur présent des deux côtés", "With an actor present on both sides")
TIES_NOTE = Bilingual(
    "Paires d'acteurs d'un même partenariat. Calculé sur : {what}. n = {n} acteurs d'un seul côté.",
    "Pairs of actors in one partnership. Computed on: {what}. n = {n} actors of one side only.",
)
PATHS = Bilingual("Par qui passent les chemins entre les deux côtés", "Through whom the paths between the sides go")
PATHS_NOTE = Bilingual(
    "Part des plus courts chemins qui passe par chaque acteur. Calculé sur : {what}. n = {n} paires d'acteurs, un de "
    "chaque côté, dont {joined} jointes.",
    "Share of the shortest paths that goes through each actor. Computed on: {what}. n = {n} pairs of actors, one on "
    "each side, of which {joined} joined.",
)
ROLES = Bilingual("Les rôles d'intermédiaire", "The brokerage roles")
ROLES_NOTE = Bilingual(
    "Nombre de paires d'acteurs, sans lien direct, que chacun met en rapport (Gould et Fernandez). Coordonnateur : les "
    "trois du même côté. Itinérant : les deux autres d'un même côté, pas le sien. Représentant et portier : du sien à "
    "l'autre, de l'autre au sien. Liaison : trois groupes différents. Calculé sur : {what}. "
    "n = {n} acteurs qui en tiennent.",
    "How many pairs of actors without a direct tie each one connects (Gould and Fernandez). A coordinator and the two "
    "others are on one side. Itinerant: the two others on one side, not its own. Representative and gatekeeper: from "
    "its own side to the other, from the other to its own. Liaison: three different groups. Computed on: {what}. "
    "n = {n} actors that hold any.",
)
RANKS = Bilingual("À quel point ces rangs tiennent", "How firm these ranks are")
RANKS_NOTE = Bilingual(
    "Rang parmi les acteurs selon la part des plus courts chemins (marque foncée), et ses rangs quand on laisse de "
    "côté un passage du rapport, l'un après l'autre : une barre longue tient à un seul passage. Calculé sur : {what}. "
    "n = {n} passages.",
    "Rank among the actors by share of the shortest paths (dark mark), and the ranks taken when one passage of the "
    "report is left out, each in turn: a long bar hangs on a single passage. Computed on: {what}. n = {n} passages.",
)
RANK, RANK_SPAN = (
    Bilingual("rang {rank}", "rank {rank}"),
    Bilingual("rang {rank} (de {best} à {worst})", "rank {rank} ({best} to {worst})"),
)
CHALLENGES = Bilingual("Les enjeux, d'un côté et des deux", "Challenges of one side and of both")
CHALLENGES_NOTE = Bilingual(
    "À gauche {a}, à droite {b} : la longueur est le nombre de pages qui disent que l'enjeu y est rencontré ; un cadre "
    "vide : seule la lecture des éditeurs le dit. Calculé sur : les énoncés « enjeu rencontré dans un territoire » des "
    "passages. n = {n} enjeux.",
    "{a} on the left, {b} on the right: the length is the number of pages that say the challenge is faced there; an "
    "empty frame: only the editors' reading says so. Computed on: the passages' statements “challenge faced in a "
    "territory”. n = {n} challenges.",
)
SHARED, ONLY = Bilingual("En commun", "Shared"), Bilingual("{place} seulement", "{place} only")
WIDER = Bilingual("{place}, et un territoire plus large que {other}", "{place}, and a territory wider than {other}")
WHERE = {BOTH: Bilingual("des deux côtés", "on both sides"), NEITHER: Bilingual("d'aucun côté", "on neither side")}
FIRST = Bilingual(" Seuls les {shown} premiers sont montrés.", " Only the first {shown} are shown.")
COLON = Bilingual(" : ", ": ")
