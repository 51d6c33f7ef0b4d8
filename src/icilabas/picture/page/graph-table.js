"use strict";
// The table: the same content as text, in step with the picture; the first rows, and more when asked for.

/** The rows' order: what is shown by name, by kind or by its number of links shown; equals in the order of the alphabet. */
function orderOf({ nodes, state, label, shown, edgesOf, edgeVisible }) {
  const alphabets = {}; // language: each node's place in the alphabet

  function alphabet() {
    if (!alphabets[state.lang]) {
      const [collator, labels] = [new Intl.Collator(state.lang), nodes.map((_, id) => label(id))];
      alphabets[state.lang] = [];
      [...nodes.keys()].sort((a, b) => collator.compare(labels[a], labels[b]) || a - b).forEach((id, place) => (alphabets[state.lang][id] = place));
    }
    return alphabets[state.lang];
  }
  return function ordered(key, down) {
    const place = alphabet();
    const links = key === "relations" ? nodes.map((_, id) => edgesOf[id].filter(edgeVisible).length) : [];
    const by = { name: () => 0, kind: (a, b) => nodes[a].kind - nodes[b].kind, relations: (a, b) => links[a] - links[b] }[key];
    return shown().sort((a, b) => (down ? 1 : -1) * (by(a, b) || (key === "name" ? place[a] - place[b] : 0)) || place[a] - place[b]);
  };
}

function tableOf(page) {
  const { $, nodes, names, state, t, make, words, link, kindName, visible, shown, edgeVisible, relationsOf, relationName } = page;
  const { everySource, sourceText, evidenceText, evidenceLine } = page;
  const [ROWS, TIES, PRINTED] = [200, 40, 1000]; // rows at first, relations in a row, rows on paper
  const order = orderOf(page);
  let [limit, key, down] = [ROWS, "kind", true];

  /** What is shown, in the table's order. */
  const ordered = () => order(key, down);
  function sort(by) {
    [key, down] = by === key ? [key, !down] : [by, by !== "relations"]; // most links first
    limit = ROWS;
    fill();
    $("table").querySelector(`[data-sort="${by}"]`).focus();
  }
  function heading(column) {
    if (!["name", "kind", "relations"].includes(column)) return make("th", { scope: "col", role: "columnheader" }, t(column));
    const button = page.button(t(column), { class: "sort", "data-sort": column, title: t(`sort-${column}`) }, () => sort(column));
    return make("th", { scope: "col", role: "columnheader", "aria-sort": column !== key ? "none" : down ? "ascending" : "descending" }, button);
  }

  function relations(id) {
    const kept = ({ other, edge }, relation) => visible(other) && edgeVisible(edge) && (state.relations?.has(relation) ?? true);
    const ties = relationsOf(id).flatMap((group) => group.ties.filter((tie) => kept(tie, group.relation)).map((tie) => ({ ...tie, group })));
    const more = ties.length - TIES;
    return make("ul", {}, ...ties.slice(0, TIES).map(({ other, says, group }) => make("li", {}, relationName(group), " ", link(other),
      evidenceLine(evidenceText(says, everySource), " (", ")"))),
    more > 0 ? make("li", { class: "soft" }, t("more-ties", { count: more })) : null);
  }
  function fill() {
    const has = (column) => nodes.some((node) => node[column] !== null);
    const columns = ["name", "kind", ...["sphere", "territory"].filter(has), "relations"];
    const cells = {
      name: (id) => link(id),
      kind: (id) => words(kindName(nodes[id].kind), "span", { class: "cap" }),
      sphere: (id) => (nodes[id].sphere === null ? "" : words(names[nodes[id].sphere], "span", { class: "cap" })),
      territory: (id) => (nodes[id].territory === null ? "" : nodes[id].home === null ? words(names[nodes[id].territory]) : link(nodes[id].home)),
      relations,
    };
    const row = (id) => make("tr", { role: "row", "data-row": id }, ...columns.map((column) => (column === "name"
      ? make("th", { scope: "row", role: "rowheader" }, cells[column](id))
      : make("td", { role: "cell", "data-name": t(column) }, cells[column](id)))));
    const ids = ordered();
    $("table").setAttribute("role", "table");
    $("table").setAttribute("aria-labelledby", "g-list-title");
    $("table").setAttribute("aria-rowcount", String(ids.length + 1));
    $("table").replaceChildren(make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...columns.map(heading))),
      make("tbody", { role: "rowgroup" }, ...ids.slice(0, limit).map(row)));
    $("list-count").textContent = [t("shown", { shown: ids.length, count: nodes.length }), ids.length > limit ? t("first-rows", { count: limit }) : ""].filter(Boolean).join(" ; ");
    $("list-source").textContent = sourceText(everySource);
    $("more").hidden = ids.length <= limit;
    $("more").textContent = t("more", { count: Math.min(ROWS, ids.length - limit) });
    mark();
  }
  /** Mark the row of the chosen node. */
  function mark() {
    for (const row of $("table").querySelectorAll("[data-row]")) {
      if (Number(row.dataset.row) === state.selected) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }
  $("more").addEventListener("click", () => {
    limit += ROWS;
    fill();
    $("table").querySelectorAll("tbody th a")[limit - ROWS]?.focus();
  });
  window.addEventListener("beforeprint", () => {
    if (shown().length <= limit) return;
    limit = Math.max(limit, PRINTED);
    fill();
  });
  return { fill, mark, ordered };
}
