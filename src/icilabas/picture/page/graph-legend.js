"use strict";
// The legend: a button for each kind, in families.
function legendOf(page, filtered, notice) {
  const { $, data, nodes, kinds, state, make, words, button, mark, kindName, kept, placed } = page;
  const first = new Set(data.hidden);
  const isFirst = () => state.hidden.size === first.size && [...first].every((kind) => state.hidden.has(kind));

  function set(hidden) {
    state.hidden = new Set(hidden);
    filtered();
  }
  /** Hide these kinds if all are shown; else show them. */
  function toggle(members) {
    const on = members.every((kind) => !state.hidden.has(kind));
    const rest = [...state.hidden].filter((kind) => !members.includes(kind));
    set(on ? [...rest, ...members] : rest);
  }
  function family({ name, kinds: members }) {
    const chips = members.map((kind) => button(mark(kind), { class: "chip", "data-kind": kind }, () => toggle([kind])));
    chips.forEach((chip, i) => chip.append(words(kindName(members[i]), "span", { class: "cap" }), make("span", { class: "count" })));
    const title = button("", { class: "family", "data-family": members.join(" ") }, () => toggle(members));
    title.append(words(name));
    return make("div", { class: "kin", role: "group", "aria-label": page.say(name) }, data.families.length > 1 ? title : null, ...chips);
  }
  function fill() {
    $("legend").replaceChildren(...data.families.map(family));
    update();
  }
  const back = (hidden) => () => {
    set(hidden);
    $("legend").querySelector("button")?.focus();
  };
  function update() {
    const counts = kinds.map(() => 0);
    const here = new Set(nodes.flatMap(({ kind }, id) => (placed(id) ? [kind] : []))); // the kinds that the view has
    nodes.forEach(({ kind }, id) => (counts[kind] += kept(id) && placed(id)));
    for (const chip of $("legend").querySelectorAll("[data-kind]")) {
      chip.setAttribute("aria-pressed", String(!state.hidden.has(Number(chip.dataset.kind))));
      chip.querySelector(".count").textContent = String(counts[Number(chip.dataset.kind)]);
      chip.hidden = !here.has(Number(chip.dataset.kind));
    }
    for (const title of $("legend").querySelectorAll("[data-family]")) {
      const on = title.dataset.family.split(" ").filter((kind) => !state.hidden.has(Number(kind))).length;
      title.setAttribute("aria-pressed", on === 0 ? "false" : on === title.dataset.family.split(" ").length ? "true" : "mixed");
    }
    for (const kin of $("legend").children) kin.hidden = !kin.querySelector("[data-kind]:not([hidden])");
    $("all").hidden = !state.hidden.size;
    $("first").hidden = !first.size || isFirst() || state.view !== "network";
    notice();
  }
  $("all").addEventListener("click", back([]));
  $("first").addEventListener("click", back(first));
  return { fill, update, set };
}
