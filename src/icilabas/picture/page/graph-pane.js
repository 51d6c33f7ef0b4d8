"use strict";
// The pane beside the picture: a node with its relations, a relation with its evidence, a path, or where to begin.
function paneOf(page, { close, path, start: startPath, showEach }) {
  const { $, data, nodes, edges, ends, names, state, t, linkCount, say, make, words, link, outside, button, mark } = page;
  const { kindName, edgesOf, visible, byDegree, relationsOf, relationName, saying, mainSource, sourceText, evidenceText, evidenceLine } = page;

  const head = (...children) => make("div", { class: "head" }, make("span", { class: "kind" }, ...children), button(t(path.ready() ? "path-back" : "close"), { class: "close" }, close));
  const named = (id, more = null) => make("li", {}, mark(nodes[id].kind), make("span", {}, link(id), more));
  /** Say the source once, below all that comes from it. */
  const foot = (sources) => (sources.main === null ? [] : [make("p", { class: "source" }, sourceText(sources))]);

  function start() {
    const top = [...nodes.keys()].filter((n) => visible(n) && edgesOf[n].length).sort(byDegree).slice(0, 10);
    return [make("p", { class: "soft" }, t("hint")), ...(top.length ? [make("h2", {}, t("top")), make("ul", {},
      ...top.map((n) => named(n, make("span", { class: "evidence" }, linkCount(edgesOf[n].length)))))] : [])];
  }

  function ofNode(id) {
    const node = nodes[id];
    const facts = make("dl");
    const fact = (key, value) => facts.append(make("dt", {}, t(key)), value);
    if (node.aliases.length) fact("aliases", make("dd", { dir: "auto" }, node.aliases.join(" ; ")));
    if (node.sphere !== null) fact("sphere", words(names[node.sphere], "dd", { class: "cap" }));
    if (node.home !== null && node.home !== id) fact("territory", make("dd", {}, link(node.home)));
    else if (node.home === null && node.territory !== null) fact("territory", words(names[node.territory], "dd"));
    const ways = nodes.length < 2 ? [] : [make("div", { class: "ways", role: "group", "aria-label": t("path") },
      ...["from", "to"].map((end) => button(t(end === "from" ? "path-here" : "path-there"), { "data-end": end }, () => startPath(end, id))))];
    const groups = relationsOf(id);
    const sources = mainSource(groups.flatMap(({ ties }) => ties.flatMap(({ says }) => says)));
    return [head(mark(node.kind), words(kindName(node.kind), "span", { class: "cap" })),
      words(node.label, "h2", { id: "g-name", tabindex: "-1" }),
      ...(say(node.description) ? [words(node.description, "p")] : []), ...(facts.childElementCount ? [facts] : []),
      ...(node.page ? [make("p", { class: "profile" }, make("a", { href: outside(node.page) }, t("profile")))] : []), ...ways,
      ...groups.flatMap((group) => [make("h3", {}, relationName(group)),
        make("ul", {}, ...group.ties.map(({ other, says }) => named(other, evidenceLine(evidenceText(says, sources)))))]),
      ...(groups.length ? foot(sources) : [make("p", { class: "soft" }, t("alone"))])];
  }

  /** A relation, from whom to whom and who says so; the other relations of the same two below it. */
  function ofEdge(id) {
    const { from, to } = ends[id];
    const others = edgesOf[from].filter((i) => i !== id && (ends[i].from === to || ends[i].to === to));
    const relations = (i) => (edges[i].relations.length ? edges[i].relations : [null]);
    const sources = mainSource([id, ...others].flatMap((i) => edges[i].evidence));
    const proof = (i, relation) => evidenceLine(evidenceText(saying(i, relation), sources)) ?? make("span", { class: "evidence" }, t("unsaid"));
    const name = (relation) => relationName({ relation, out: true });
    const more = others.flatMap((i) => relations(i).map((relation) => make("li", {}, make("span", {},
      relationName({ relation, out: !page.oneWay(i) || ends[i].from === from }), proof(i, relation)))));
    return [head(t("relation")), make("h2", { id: "g-name", tabindex: "-1" },
      ...relations(id).flatMap((relation, i) => [i ? ", " : "", name(relation)])),
    make("ul", { class: "ends" }, named(from), make("li", { class: "way", "aria-hidden": "true" }, page.oneWay(id) ? "↓" : "|"), named(to)),
    make("h3", {}, t("evidence")),
    make("ul", {}, ...relations(id).map((relation, _, all) => make("li", {}, make("span", {}, all.length > 1 ? name(relation) : null, proof(id, relation))))),
    ...(more.length ? [make("h3", {}, t("besides")), make("ul", {}, ...more)] : []), ...foot(sources)];
  }

  return function fill() {
    const { selected, edge } = state;
    $("pane").replaceChildren(...(edge !== null ? ofEdge(edge) : selected !== null ? ofNode(selected) : path.pane(showEach) ?? start()));
    $("pane").scrollTop = 0;
  };
}
