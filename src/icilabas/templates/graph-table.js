"use strict";
// The table: the same content as text.
function tableOf(page) {
  const { $, nodes, names, state, t, make, words, link, kindName, visible, shown, byLabel, relationsOf, relationName } = page;
  const { everySource, sourceText, evidenceText, evidenceLine } = page;

  function fill() {
    const has = (key) => nodes.some((node) => node[key] !== null);
    const columns = ["name", "kind", ...["sphere", "territory"].filter(has), "relations"];
    const cells = {
      name: (id) => link(id),
      kind: (id) => words(kindName(nodes[id].kind), "span", { class: "cap" }),
      sphere: (id) => (nodes[id].sphere === null ? "" : words(names[nodes[id].sphere], "span", { class: "cap" })),
      territory: (id) => (nodes[id].territory === null ? "" : nodes[id].home === null ? words(names[nodes[id].territory]) : link(nodes[id].home)),
      relations: (id) => make("ul", {}, ...relationsOf(id).flatMap((group) => group.ties.map(({ other, says }) =>
        make("li", { "data-other": other }, relationName(group), " ", link(other), evidenceLine(evidenceText(says, everySource), " (", ")"))))),
    };
    const row = (id) => make("tr", { role: "row", "data-row": id }, ...columns.map((key) => (key === "name"
      ? make("th", { scope: "row", role: "rowheader" }, cells[key](id))
      : make("td", { role: "cell", "data-name": t(key) }, cells[key](id)))));
    const order = [...nodes.keys()].sort((a, b) => nodes[a].kind - nodes[b].kind || byLabel(a, b));
    const head = columns.map((key) => make("th", { scope: "col", role: "columnheader" }, t(key)));
    $("table").setAttribute("role", "table");
    $("table").setAttribute("aria-labelledby", "g-list-title");
    $("table").replaceChildren(make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head)),
      make("tbody", { role: "rowgroup" }, ...order.map(row)));
    update();
  }
  function update() {
    for (const row of $("table").querySelectorAll("[data-row]")) {
      const id = Number(row.dataset.row);
      row.hidden = !visible(id);
      if (id === state.selected) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    for (const item of $("table").querySelectorAll("[data-other]")) item.hidden = !visible(Number(item.dataset.other));
    $("list-count").textContent = t("shown")(shown().length, nodes.length);
    $("list-source").textContent = sourceText(everySource);
  }
  return { fill, update };
}
