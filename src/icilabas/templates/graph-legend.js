"use strict";
// The legend: a button for each kind, in families; and what the picture says when much or all of it is hidden.
function legendOf(page, filtered) {
  const { $, data, nodes, kinds, ends, state, t, make, words, button, mark, kindName, edgesOf, visible, shown, neighbours } = page;
  const first = new Set(data.hidden);
  const counts = kinds.map((_, kind) => nodes.filter((node) => node.kind === kind).length);
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
    chips.forEach((chip, i) => chip.append(words(kindName(members[i]), "span", { class: "cap" }), make("span", { class: "count" }, String(counts[members[i]]))));
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

  /** What the picture has to say: nothing shown, nothing linked, neighbours that are hidden. */
  function notice() {
    if (!nodes.length) return [];
    const ids = shown();
    if (!ids.length) return [t("blank"), [t("showAll"), back([])]];
    const near = state.selected === null ? [] : [...neighbours(state.selected)];
    const away = near.filter((id) => !visible(id));
    const reveal = () => set([...state.hidden].filter((kind) => !away.some((id) => nodes[id].kind === kind)));
    if (away.length) return [t("away")(away.length, near.length), [t("reveal"), reveal]];
    if (state.selected !== null) return [edgesOf[state.selected].length ? "" : t("alone")];
    if (ids.length > 1 && !ends.some(({ from, to }) => visible(from) && visible(to)))
      return [t("unlinked"), ...(state.hidden.size ? [[t("showAll"), back([])]] : [])];
    return [state.hidden.size ? t("shown")(ids.length, nodes.length) : ""];
  }
  function update() {
    for (const chip of $("legend").querySelectorAll("[data-kind]"))
      chip.setAttribute("aria-pressed", String(!state.hidden.has(Number(chip.dataset.kind))));
    for (const title of $("legend").querySelectorAll("[data-family]")) {
      const on = title.dataset.family.split(" ").filter((kind) => !state.hidden.has(Number(kind))).length;
      title.setAttribute("aria-pressed", on === 0 ? "false" : on === title.dataset.family.split(" ").length ? "true" : "mixed");
    }
    $("all").hidden = !state.hidden.size;
    $("first").hidden = !first.size || isFirst();
    const [text = "", act = null] = notice();
    $("notice").classList.toggle("blank", !shown().length);
    $("notice").replaceChildren(make("span", {}, text), ...(act ? [button(act[0], {}, act[1])] : []));
  }
  $("all").addEventListener("click", back([]));
  $("first").addEventListener("click", back(first));
  return { fill, update };
}
