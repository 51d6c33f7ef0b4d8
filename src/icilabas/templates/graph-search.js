"use strict";
// The search: names in both languages, other names and addresses, without regard to accents and case.
function searchOf(page, go) {
  const { $, nodes, t, fold, make, words, mark, kindName, byDegree } = page;
  const index = nodes.map((node) => [...Object.values(node.label), ...node.aliases, node.slug].map(fold));
  let options = [];
  let active = -1;

  function matches(query) {
    const wanted = fold(query);
    if (!wanted) return [];
    const rank = (id) => Math.min(...index[id].map((text) =>
      text === wanted ? 0 : text.startsWith(wanted) ? 1 : ` ${text}`.includes(` ${wanted}`) ? 2
        : wanted.split(" ").every((part) => text.includes(part)) ? 3 : 9));
    return [...nodes.keys()].map((id) => [rank(id), id]).filter(([r]) => r < 9)
      .sort((a, b) => a[0] - b[0] || byDegree(a[1], b[1])).slice(0, 10).map(([, id]) => id);
  }
  function suggest() {
    const query = $("search").value;
    options = matches(query);
    active = options.length ? 0 : -1;
    const rows = options.map((id, i) => {
      const row = make("li", { role: "option", id: `g-found-${i}` }, mark(nodes[id].kind), words(nodes[id].label),
        words(kindName(nodes[id].kind), "small"));
      row.addEventListener("pointerdown", (event) => event.preventDefault());
      row.addEventListener("click", () => choose(i));
      return row;
    });
    if (!rows.length) rows.push(make("li", { class: "soft", role: "option", "aria-disabled": "true" }, t("nothing")));
    $("found").replaceChildren(...rows);
    open(fold(query) !== "");
    if (fold(query)) $("status").textContent = options.length ? t("results")(options.length) : t("nothing");
  }
  function open(wide) {
    $("found").hidden = !wide;
    $("search").setAttribute("aria-expanded", String(wide));
    options.forEach((_, i) => $(`found-${i}`)?.setAttribute("aria-selected", String(i === active)));
    if (wide && active >= 0) $("search").setAttribute("aria-activedescendant", `g-found-${active}`);
    else $("search").removeAttribute("aria-activedescendant");
  }
  function choose(i) {
    const id = options[i];
    $("search").value = "";
    open(false);
    go(id, true);
  }

  $("search").addEventListener("input", suggest);
  $("search").addEventListener("focus", suggest);
  $("search").addEventListener("blur", () => open(false));
  $("search").addEventListener("keydown", (event) => {
    const wide = !$("found").hidden && options.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && wide) choose(active);
    else if (step && wide) {
      active = (active + step + options.length) % options.length;
      open(true);
      $(`found-${active}`).scrollIntoView({ block: "nearest" });
    } else return;
    event.preventDefault();
  });
}
