"use strict";
// What every part of the page shares: the data block, the state, words in the reader's language, elements, and
// what is linked to what. Every text reaches the page through textContent or setAttribute.
function readPage() {
  const $ = (id) => document.getElementById(`g-${id}`);
  const data = JSON.parse($("data").textContent);
  const { nodes, edges, kinds, names } = data;
  const ends = data.network.edges; // ends[i] and edges[i] are one edge
  const views = data.views?.length ? data.views : [{ name: "network" }];
  // filtered: says false of a node that a filter leaves out; relations: those that a filter leaves; path: what is bright
  const state = {
    lang: data.lang, selected: null, edge: null, hidden: new Set(data.hidden), view: "network",
    filtered: null, relations: null, path: null,
  };

  // ---- words ----
  const t = (key, values) => textOf(data.words, state.lang, key, values);
  const linkCount = (count) => (count ? t("link-count", { count }) : t("no-links"));
  const wordIn = (text) => (text[state.lang] ? state.lang : Object.keys(text).find((lang) => text[lang]));
  const say = (text) => text[wordIn(text)] ?? "";
  const label = (id) => say(nodes[id].label);
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae")
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  // ---- elements ----
  /** Make an element; attributes never carry code, children are elements or plain text. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null));
    return element;
  }
  /** A text in the reader's language, marked with its own language when that is another. */
  function words(text, tag = "span", attributes = {}) {
    const lang = wordIn(text);
    const marked = lang && lang !== state.lang ? { lang } : {};
    return make(tag, { dir: "auto", ...marked, ...attributes }, say(text));
  }
  const address = (id) => `#${encodeURIComponent(nodes[id].slug)}`;
  const link = (id) => words(nodes[id].label, "a", { href: address(id), "data-node": id });
  /** The address of another page of the site, in the reader's language. */
  const outside = (file) => `${file}${state.lang === data.lang ? "" : `?lang=${state.lang}`}`;
  function button(text, attributes, act) {
    const element = make("button", { type: "button", ...attributes }, text);
    element.addEventListener("click", act);
    return element;
  }

  const MARKS = {
    dot: "M8 1.5a6.5 6.5 0 1 0 .01 0z", square: "M2.5 2.5h11v11h-11z", diamond: "M8 1l7 7-7 7-7-7z",
    triangle: "M8 1.5l7 12.5H1z", triangleDown: "M8 14.5L1 2h14z", hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8z",
    star: "M8 .8l2.1 4.9 5.3.4-4.1 3.4 1.3 5.2L8 11.9l-4.6 2.8 1.3-5.2L.6 6.1l5.3-.4z",
  };
  function mark(kind) {
    const draw = (tag, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    };
    const svg = draw("svg", { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" });
    svg.append(draw("path", { d: MARKS[kinds[kind].shape], fill: kinds[kind].color, stroke: "#26323f", "stroke-width": 1 }));
    return svg;
  }

  // ---- what is linked to what ----
  const kindName = (kind) => names[kinds[kind].name];
  const edgesOf = nodes.map(() => []);
  ends.forEach((end, i) => {
    edgesOf[end.from].push(i);
    if (end.to !== end.from) edgesOf[end.to].push(i);
  });
  const viewOf = (name) => views.find((view) => view.name === name);
  const ownPoints = data.network.nodes.map(({ x, y }) => [x, y]);
  /** A point for each node of the view, null where the view does not have it. */
  const pointsOf = (name) => viewOf(name)?.points ?? ownPoints;
  const placed = (id) => Boolean(pointsOf(state.view)[id]);
  /** The nodes that stand midway between several places, where they are not. */
  const midway = () => (viewOf(state.view)?.between ?? []).filter(visible).length;
  const kept = (id) => state.filtered?.(id) !== false;
  const visible = (id) => !state.hidden.has(nodes[id].kind) && kept(id) && placed(id);
  const shown = () => [...nodes.keys()].filter(visible);
  const relationKept = (i) => state.relations === null || edges[i].relations.some((relation) => state.relations.has(relation));
  const edgeVisible = (i) => visible(ends[i].from) && visible(ends[i].to) && relationKept(i);
  const otherEnd = (i, id) => (ends[i].from === id ? ends[i].to : ends[i].from);
  const neighbours = (id) => new Set(edgesOf[id].filter(relationKept).map((i) => otherEnd(i, id)));
  /** The nodes that a choice leaves bright; null when nothing is chosen. */
  const brightNodes = () => (state.edge !== null ? new Set([ends[state.edge].from, ends[state.edge].to])
    : state.selected !== null ? neighbours(state.selected).add(state.selected) : state.path?.nodes ?? null);
  /** Whether a choice makes the edge bright. */
  const edgeBright = (i) => (state.edge !== null ? i === state.edge
    : state.selected !== null ? ends[i].from === state.selected || ends[i].to === state.selected : state.path?.edges.has(i) ?? false);
  const collators = {}; // by language
  const byLabel = (a, b) => (collators[state.lang] ??= new Intl.Collator(state.lang)).compare(label(a), label(b)) || a - b;
  const byDegree = (a, b) => edgesOf[b].length - edgesOf[a].length || a - b;

  /** Whether a tie has a direction: in a directed network too there are some that have none. */
  const oneWay = (i) => data.directed && !edges[i].undirected;
  /** The relations of a node: one group for each relation and direction, with neighbours and evidence. */
  function relationsOf(id) {
    const groups = new Map();
    for (const i of edgesOf[id]) {
      const out = !oneWay(i) || ends[i].from === id;
      const other = ends[i].from === id ? ends[i].to : ends[i].from;
      for (const relation of edges[i].relations.length ? edges[i].relations : [null]) {
        const key = `${relation} ${out}`;
        if (!groups.has(key)) groups.set(key, { relation, out, ties: [] });
        groups.get(key).ties.push({ other, edge: i, says: saying(i, relation) });
      }
    }
    for (const { ties } of groups.values()) ties.sort((a, b) => byLabel(a.other, b.other));
    return [...groups.values()].sort((a, b) => b.out - a.out);
  }
  const saying = (i, relation) => edges[i].evidence.filter((e) => e.relation === null || e.relation === relation);
  function relationName({ relation, out }) {
    const name = relation === null ? { [state.lang]: t("linked") } : names[relation];
    const element = words(name, "span", { class: "cap" });
    return out ? element : make("span", {}, make("span", { "aria-hidden": "true" }, "← "), element,
      make("span", { class: "unseen" }, ` (${t("from")})`));
  }

  // ---- evidence ----
  /** The source of most of the evidence, which is said once for all, and whether it is the only one. */
  function mainSource(evidence) {
    const counts = new Map();
    for (const { source } of evidence) if (source !== null) counts.set(source, (counts.get(source) ?? 0) + 1);
    const [[main] = [null]] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return { main, only: counts.size < 2 };
  }
  const everySource = mainSource(edges.flatMap((edge) => edge.evidence));
  const sourceText = ({ main, only }) => (main === null ? "" : `${t(only ? "source" : "source-else")}${t("colon")}${say(names[main])}`);
  /** Evidence as text: each passage once, with its pages, and its source where that is not the main one. */
  function evidenceText(evidence, { main }) {
    const pages = new Map();
    for (const { source, passage, page } of evidence) {
      const key = [source === main ? null : source, passage].filter((name) => name !== null).map((name) => say(names[name])).join(", ");
      if (!pages.has(key)) pages.set(key, new Set());
      if (page) pages.get(key).add(page);
    }
    return [...pages].map(([from, set]) => [from, set.size ? onPages([...set]) : ""].filter(Boolean).join(", "))
      .filter(Boolean).join(" ; ");
  }
  const evidenceLine = (text, before = "", after = "") => (text === "" ? null : make("span", { class: "evidence" }, before,
    ...text.split(/(p\. \d+)/).map((part, i) => (i % 2 ? make("span", { class: "whole" }, part) : part)), after));

  return {
    $, data, nodes, edges, kinds, names, ends, state, t, linkCount, say, label, fold, make, words, address, link, outside, button, mark,
    kindName, edgesOf, views, viewOf, pointsOf, placed, kept, midway, visible, shown, relationKept, edgeVisible, edgeBright, otherEnd, neighbours,
    brightNodes, byLabel, byDegree, oneWay, relationsOf, relationName, saying, mainSource, everySource, sourceText, evidenceText, evidenceLine,
  };
}
