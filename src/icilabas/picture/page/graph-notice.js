"use strict";
// What the picture has to say of itself: nothing shown, nothing linked, neighbours that are hidden, what a view leaves out.
function noticeOf(page, { setHidden, clearFilters, turn, left, draw }) {
  const { $, nodes, state, t, make, button, edgesOf, ends, placed, kept, shown, neighbours, edgeVisible } = page;
  const isHidden = (id) => state.hidden.has(nodes[id].kind);

  /** A text, and what one can do about it: pairs of a word and an act. */
  function empty() {
    const every = [...nodes.keys()];
    const back = () => {
      setHidden([]);
      $("legend").querySelector("button")?.focus();
    };
    if (!every.some(kept)) return [t("no-match"), [t("filter-clear"), clearFilters]];
    if (state.filtered !== null) return [t("no-match-shown"), [t("filter-clear"), clearFilters], ...(state.hidden.size ? [[t("show-all"), back]] : [])];
    if (every.every(isHidden)) return [t("blank"), [t("show-all"), back]];
    if (every.every((id) => isHidden(id) || !placed(id))) return [t("no-place"), [t("view-network"), () => turn("network")]];
    return [t("blank"), [t("show-all"), back]];
  }
  function ofSelected() {
    const near = [...neighbours(state.selected)];
    const away = near.filter((id) => isHidden(id) || !kept(id));
    const reveal = () => {
      if (away.some((id) => !kept(id))) clearFilters();
      setHidden([...state.hidden].filter((kind) => !away.some((id) => nodes[id].kind === kind)));
    };
    if (away.length) return [t("away", { count: away.length, all: near.length }), [t("reveal"), reveal]];
    const off = near.filter((id) => !placed(id)).length;
    return [edgesOf[state.selected].length ? (off ? t("off", { count: off, all: near.length }) : "") : t("alone")];
  }
  function notice() {
    if (!nodes.length) return [];
    const ids = shown();
    if (!ids.length) return empty();
    if (state.selected !== null) return ofSelected();
    const out = [...nodes.keys()].filter((id) => !isHidden(id) && kept(id) && !placed(id)).length;
    const midway = page.midway();
    const tail = [out ? t(`leaves-${state.view}`, { count: out }) : "", midway ? t("midway", { count: midway }) : "", left() ? t("left", { count: left() }) : ""];
    const unlinked = ids.length > 1 && !ends.some((_, i) => edgeVisible(i));
    const act = state.hidden.size ? [[t("show-all"), () => setHidden([])]] : [];
    if (unlinked) return [[t("unlinked"), ...tail].filter(Boolean).join(" "), ...act];
    const some = state.hidden.size || state.filtered !== null || out;
    return [[some ? t("shown", { shown: ids.length, count: nodes.length }) : "", ...tail].filter(Boolean).join(". ").replace(/\.\. /g, ". "), ...(left() ? [[t("draw"), draw]] : [])];
  }
  return function update() {
    const [text = "", ...acts] = notice();
    $("notice").classList.toggle("blank", !shown().length);
    $("notice").replaceChildren(make("span", {}, text), ...acts.map(([name, act]) => button(name, {}, act)));
  };
}
