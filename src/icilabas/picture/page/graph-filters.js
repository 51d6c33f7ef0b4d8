"use strict";
// The filters: relation, sphere, territory, session, theme, each a list of boxes to tick. Kinds are the legend's.
const FACETS = ["relation", "sphere", "territory", "session", "theme"];

/** What can be chosen, and what stays of what is chosen; knows nothing of boxes. */
function siftOf({ nodes, edges, ends, edgesOf, otherEnd }) {
  const given = {
    sphere: (id) => (nodes[id].sphere === null ? [] : [nodes[id].sphere]),
    territory: (id) => nodes[id].facets?.territory ?? (nodes[id].territory === null ? [] : [nodes[id].territory]),
    session: (id) => nodes[id].facets?.session ?? [],
    theme: (id) => nodes[id].facets?.theme ?? [],
  };

  /** Each facet's values with the number of nodes, or edges, that have them; facets without a choice are left out. */
  function valuesOf(facet) {
    const counts = new Map();
    const lists = facet === "relation" ? edges.map(({ relations }) => new Set(relations)) : [...nodes.keys()].map(given[facet]);
    for (const values of lists) for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  }
  const offered = new Map(FACETS.map((facet) => [facet, valuesOf(facet)]).filter(([, counts]) => counts.size > 1));

  /**
   * The nodes that stay of those `chosen`, a set of values by facet. A node stays if it has one of the chosen values of
   * each facet; a node of a kind that never has such a value stays if it is linked to one of those. With relations
   * chosen, only what they link stays.
   */
  function staying(chosen) {
    const wanted = [...chosen].filter(([facet, values]) => facet !== "relation" && values.size);
    const relations = chosen.get("relation");
    const open = edges.map((edge) => !relations.size || edge.relations.some((relation) => relations.has(relation)));
    let stay = new Set(nodes.keys());
    if (wanted.length) {
      const knows = wanted.map(([facet]) => new Set([...nodes.keys()].filter((id) => given[facet](id).length).map((id) => nodes[id].kind)));
      const says = (id) => wanted.map(([facet, values], i) => (knows[i].has(nodes[id].kind) ? given[facet](id).some((value) => values.has(value)) : null));
      const told = [...nodes.keys()].map(says);
      stay = new Set([...nodes.keys()].filter((id) => told[id].includes(true) && !told[id].includes(false)));
      const linked = (id) => edgesOf[id].some((i) => open[i] && stay.has(otherEnd(i, id)));
      stay = new Set([...nodes.keys()].filter((id) => stay.has(id) || (told[id].every((one) => one === null) && linked(id))));
    }
    if (!relations.size) return stay;
    const ties = ends.filter(({ from, to }, i) => open[i] && stay.has(from) && stay.has(to));
    return new Set(ties.flatMap(({ from, to }) => [from, to]));
  }
  return { offered, staying };
}

function filtersOf(page, changed) {
  const { $, names, state, t, say, fold, make, words } = page;
  const MANY = 9; // above so many boxes, a field to look for one
  const { offered, staying } = siftOf(page);
  const chosen = new Map(FACETS.map((facet) => [facet, new Set()]));
  const active = () => [...chosen.values()].reduce((sum, values) => sum + values.size, 0);

  function apply() {
    const stay = active() ? staying(chosen) : null;
    state.filtered = stay && ((id) => stay.has(id));
    state.relations = chosen.get("relation").size ? chosen.get("relation") : null;
  }
  function clear() {
    for (const values of chosen.values()) values.clear();
    apply();
    update();
  }

  // ---- the panel ----
  function box(facet, value, count) {
    const input = make("input", { type: "checkbox", "data-value": value });
    input.addEventListener("change", () => {
      chosen.get(facet)[input.checked ? "add" : "delete"](value);
      apply();
      update();
      changed();
    });
    return make("label", { class: "tick" }, input, words(names[value], "span", { class: "cap" }), make("span", { class: "count" }, String(count)));
  }
  function group([facet, counts]) {
    const collator = new Intl.Collator(state.lang);
    const values = [...counts].sort((a, b) => collator.compare(say(names[a[0]]), say(names[b[0]])) || a[0] - b[0]);
    const ticks = values.map(([value, count]) => box(facet, value, count));
    const wanted = make("input", { type: "search", "aria-label": `${t("search-in")}${t("colon")}${t(facet)}`, placeholder: t("search-in"), autocomplete: "off" });
    wanted.addEventListener("input", () => ticks.forEach((tick, i) => {
      tick.hidden = !fold(say(names[values[i][0]])).includes(fold(wanted.value));
    }));
    const list = make("div", { class: "ticks", role: "group", "aria-label": t(facet) }, ...ticks);
    const summary = make("summary", {}, make("span", {}, t(facet)), make("span", { class: "count" }));
    const details = make("details", { "data-facet": facet }, summary, counts.size > MANY ? wanted : null, list);
    details.open = chosen.get(facet).size > 0;
    return details;
  }
  function fill() {
    $("filter-lists").replaceChildren(...[...offered].map(group));
    update();
  }
  function update() {
    $("filter-count").textContent = active() ? String(active()) : "";
    $("filter-count").hidden = !active();
    $("filter-clear").disabled = !active();
    for (const details of $("filter-lists").children) {
      const values = chosen.get(details.dataset.facet);
      details.querySelector("summary .count").textContent = values.size ? String(values.size) : "";
      for (const input of details.querySelectorAll("[data-value]")) input.checked = values.has(Number(input.dataset.value));
    }
  }
  $("filter-clear").addEventListener("click", () => {
    clear();
    changed();
    $("filter-title").focus();
  });
  return { fill, clear, active, any: offered.size > 0 };
}
