"use strict";
// The path: the shortest chains between two nodes over what is shown, whichever way the relations point.
function chainsOf({ nodes, edgesOf, otherEnd, byDegree }) {
  const MOST = 5; // chains that are shown; all are counted

  /** The shortest chains from one node to another over the open edges: up to MOST of them as lists of nodes, and how many there are. */
  return function chains(from, to, open) {
    const nearby = (id) => [...new Set(edgesOf[id].filter(open).map((i) => otherEnd(i, id)))];
    const [depth, ways, next] = [new Map([[to, 0]]), new Map([[to, 1]]), new Map()]; // from `to` outwards
    for (let ring = [to], far = 1; ring.length && !depth.has(from); far++) {
      const further = [];
      for (const near of ring) for (const id of nearby(near)) {
        if ((depth.get(id) ?? far) < far) continue;
        if (!depth.has(id)) further.push(id);
        depth.set(id, far);
        ways.set(id, (ways.get(id) ?? 0) + ways.get(near));
        next.set(id, [...(next.get(id) ?? []), near]);
      }
      ring = further;
    }
    const found = [];
    (function walk(chain) {
      const end = chain.at(-1);
      if (end === to) found.push(chain);
      // What has few links says more than what is linked to nearly all.
      else for (const id of [...(next.get(end) ?? [])].sort((a, b) => -byDegree(a, b))) if (found.length < MOST) walk([...chain, id]);
    })([from]);
    return { chains: depth.has(from) ? found : [], count: ways.get(from) ?? 0 };
  };
}

function pathOf(page, changed) {
  const { $, nodes, ends, state, t, label, make, button, mark, link, edges, edgesOf, edgeVisible, relationName, saying, data } = page;
  const { mainSource, sourceText, evidenceText, evidenceLine, otherEnd, visible } = page;
  const chains = chainsOf(page);
  const fields = { from: null, to: null };
  const ask = { from: null, to: null }; // the two nodes

  const between = (a, b) => edgesOf[a].filter((i) => otherEnd(i, a) === b && edgeVisible(i));
  const ready = () => ask.from !== null && ask.to !== null;
  /** Find the chains anew, over what is shown now. */
  function update() {
    state.path = null;
    if (!ready() || ask.from === ask.to) return;
    const found = visible(ask.from) && visible(ask.to) ? chains(ask.from, ask.to, edgeVisible) : { chains: [], count: 0 };
    const ties = found.chains.flatMap((chain) => chain.slice(1).flatMap((id, i) => between(chain[i], id)));
    state.path = { ...found, nodes: new Set([ask.from, ask.to, ...found.chains.flat()]), edges: new Set(ties) };
  }
  function set(end, id) {
    ask[end] = id;
    fields[end].value(id);
    update();
    changed();
    $("status").textContent = verdict();
  }
  function clear() {
    for (const end of ["from", "to"]) {
      ask[end] = null;
      fields[end].value(null);
    }
    update();
    changed();
    $($("path").hidden ? "open-path" : "path-from").focus();
  }
  /** Read both from elsewhere, such as the address. */
  function read({ from, to }) {
    Object.assign(ask, { from, to });
    for (const end of ["from", "to"]) fields[end].value(ask[end]);
    update();
  }

  // ---- what the pane says ----
  function verdict() {
    if (!ready()) return t("path-hint");
    if (ask.from === ask.to) return t("path-same");
    if (!state.path.count) return t("path-none");
    const [count, some] = [state.path.count, state.path.chains.length];
    const links = t("link-count", { count: state.path.chains[0].length - 1 });
    return t(count > some ? "path-found-some" : "path-found", { chains: t("chain-count", { count }), links, some });
  }
  const relationsOf = (i) => edges[i].relations.filter((relation) => state.relations?.has(relation) ?? true);
  function steps(chain, sources) {
    return chain.slice(1).flatMap((id, i) => {
      const ties = between(chain[i], id).flatMap((edge) => {
        const down = ends[edge].from === chain[i];
        const relations = relationsOf(edge);
        return (relations.length ? relations : [null]).map((relation) => make("div", { class: "step" },
          make("span", { class: "way", "aria-hidden": "true" }, !page.oneWay(edge) ? "|" : down ? "↓" : "↑"),
          make("span", {}, relationName({ relation, out: true }),
            page.oneWay(edge) ? make("span", { class: "unseen" }, ` (${t("way", { a: label(ends[edge].from), b: label(ends[edge].to) })})`) : null,
            evidenceLine(evidenceText(saying(edge, relation), sources)) ?? make("span", { class: "evidence" }, t("unsaid")))));
      });
      return [make("li", { class: "ties" }, make("div", {}, ...ties)), stop(id)];
    });
  }
  const stop = (id) => make("li", {}, mark(nodes[id].kind), make("span", {}, link(id)));
  /** The chains for the pane; null while there is nothing to say. */
  function pane(showAll) {
    if (!ready()) return null;
    const found = state.path?.chains ?? [];
    const sources = mainSource([...(state.path?.edges ?? [])].flatMap((i) => edges[i].evidence));
    const hidden = ask.from !== ask.to && !found.length && chains(ask.from, ask.to, () => true).count > 0;
    return [make("div", { class: "head" }, make("span", { class: "kind" }, t("path")), button(t("path-clear"), { class: "close" }, clear)),
      make("h2", { id: "g-chains", tabindex: "-1" }, `${label(ask.from)} – ${label(ask.to)}`),
      make("p", { class: "soft" }, verdict()),
      ...(hidden ? [make("p", {}, t("path-hidden"), " ", button(t("show-each"), {}, showAll))] : []),
      ...found.flatMap((chain, i) => [make("h3", {}, t("chain", { number: i + 1, links: t("link-count", { count: chain.length - 1 }) })),
        make("ol", { class: "chain" }, stop(chain[0]), ...steps(chain, sources))]),
      ...(sources.main === null ? [] : [make("p", { class: "source" }, sourceText(sources))])];
  }

  for (const end of ["from", "to"]) fields[end] = finderOf(page, { input: $(`path-${end}`), list: $(`path-${end}-found`), keep: true }, (id) => set(end, id));
  const fill = () => ["from", "to"].forEach((end) => fields[end].value(ask[end]));
  return { ask, set, read, update, pane, fill, ready };
}
