"use strict";
// Search fields with suggestions: names in both languages, other names and addresses, without regard to accents and case.
function finderOf(page, { input, list, keep = false }, choose) {
  const { $, nodes, t, fold, make, words, mark, kindName, label, visible, state, searched, kept } = page;
  let options = [];
  let active = -1;
  let held = null; // the node whose name stands in a field that keeps it

  function suggest() {
    const query = input.value;
    options = held !== null && query === label(held) ? [] : searched(query);
    active = options.length ? 0 : -1;
    const rows = options.map((id, i) => {
      const away = visible(id) ? "" : ` · ${t(state.hidden.has(nodes[id].kind) ? "is-hidden" : kept(id) ? "is-elsewhere" : "is-filtered")}`;
      const row = make("li", { role: "option", id: `${list.id}-${i}` }, mark(nodes[id].kind), words(nodes[id].label),
        make("small", {}, words(kindName(nodes[id].kind)), away));
      row.addEventListener("pointerdown", (event) => event.preventDefault());
      row.addEventListener("click", () => take(i));
      return row;
    });
    if (!rows.length) rows.push(make("li", { class: "soft", role: "option", "aria-disabled": "true" }, t("nothing")));
    list.replaceChildren(...rows);
    const wanted = fold(query) !== "" && (held === null || query !== label(held));
    open(wanted);
    if (wanted) $("status").textContent = options.length ? t("results", { count: options.length }) : t("nothing");
  }
  function open(wide) {
    list.hidden = !wide;
    input.setAttribute("aria-expanded", String(wide));
    options.forEach((_, i) => list.children[i]?.setAttribute("aria-selected", String(i === active)));
    if (wide && active >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }
  function value(id) {
    held = keep ? id : null;
    input.value = held === null ? "" : label(held);
  }
  function take(i) {
    const id = options[i];
    value(id);
    open(false);
    choose(id);
  }

  input.addEventListener("input", () => {
    suggest();
    if (!input.value && held !== null) {
      held = null;
      choose(null);
    }
  });
  input.addEventListener("focus", suggest);
  input.addEventListener("blur", () => {
    open(false);
    if (keep) value(held);
  });
  input.addEventListener("keydown", (event) => {
    const wide = !list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && wide) open(false);
    else if (event.key === "Enter" && wide && options.length) take(active);
    else if (step && wide && options.length) {
      active = (active + step + options.length) % options.length;
      open(true);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { value };
}

/** The ten best nodes for what was typed. */
function searchIn({ nodes, fold, byDegree }) {
  let index = null; // made when first asked for
  return function searched(query) {
    const wanted = fold(query);
    if (!wanted) return [];
    index ??= nodes.map((node) => [...Object.values(node.label), ...node.aliases, node.slug].map(fold));
    const rank = (id) => Math.min(...index[id].map((text) =>
      text === wanted ? 0 : text.startsWith(wanted) ? 1 : ` ${text}`.includes(` ${wanted}`) ? 2
        : wanted.split(" ").every((part) => text.includes(part)) ? 3 : 9));
    return [...nodes.keys()].map((id) => [rank(id), id]).filter(([r]) => r < 9)
      .sort((a, b) => a[0] - b[0] || byDegree(a[1], b[1])).slice(0, 10).map(([, id]) => id);
  };
}
