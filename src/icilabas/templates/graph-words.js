"use strict";
// What the page itself says, in each of its languages. A word with a number is a function of it.
const WORDS = {
  fr: {
    page: "Réseau", language: "Langue", skip: "Aller au tableau", search: "Chercher", found: "Résultats",
    nothing: "Aucun résultat", legend: "Types affichés (cliquer pour masquer)", showAll: "Tout afficher",
    zoom: "Zoom", zoomIn: "Agrandir", zoomOut: "Réduire", fit: "Tout voir", detail: "Détail", list: "Tableau",
    close: "Fermer", sphere: "Sphère", territory: "Territoire", kind: "Type", name: "Nom", relations: "Relations",
    linked: "relié à", from: "de", alone: "Aucune relation.", top: "Les plus reliés",
    hint: "Choisissez un point de l’image, une recherche ou une ligne du tableau pour voir ses relations et leurs sources.",
    empty: "Ce réseau est vide : il n’y a rien à dessiner.", one: "Ce réseau n’a qu’un seul point.",
    canvas: "Image du réseau. Flèches : se déplacer ; + et − : zoomer. Le tableau plus bas a le même contenu.",
    count: (n, m) => `${n} ${n > 1 ? "points" : "point"}, ${m} ${m > 1 ? "liens" : "lien"}`,
    shown: (n, all) => `${n} sur ${all} ${all > 1 ? "affichés" : "affiché"}`,
    degree: (n) => (n ? `${n} ${n > 1 ? "liens" : "lien"}` : "aucun lien"),
    results: (n) => `${n} ${n > 1 ? "résultats" : "résultat"}`,
  },
  en: {
    page: "Network", language: "Language", skip: "Go to the table", search: "Search", found: "Results",
    nothing: "Nothing found", legend: "Kinds shown (click to hide)", showAll: "Show all",
    zoom: "Zoom", zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "See all", detail: "Detail", list: "Table",
    close: "Close", sphere: "Sphere", territory: "Territory", kind: "Kind", name: "Name", relations: "Relations",
    linked: "linked to", from: "from", alone: "No relations.", top: "Most linked",
    hint: "Choose a node in the picture, a search result or a row of the table to see its relations and their sources.",
    empty: "This network is empty: there is nothing to draw.", one: "This network has one node only.",
    canvas: "Picture of the network. Arrow keys move, + and − zoom. The table below has the same content.",
    count: (n, m) => `${n} ${n === 1 ? "node" : "nodes"}, ${m} ${m === 1 ? "link" : "links"}`,
    shown: (n, all) => `${n} of ${all} shown`,
    degree: (n) => (n ? `${n} ${n === 1 ? "link" : "links"}` : "no links"),
    results: (n) => `${n} ${n === 1 ? "result" : "results"}`,
  },
};
