"use strict";
// The page's own script: reads the data block, draws with vis-network, and keeps picture, pane, legend,
// search and table in step. WORDS are in graph-words.js, nameLayer in graph-names.js. Every text reaches the page through textContent or setAttribute.
(() => {
  const $ = (id) => document.getElementById(`g-${id}`);
  const data = JSON.parse($("data").textContent);
  const { nodes, edges, kinds, names } = data;
  const ends = data.network.edges; // ends[i] and edges[i] are one edge
  const state = { lang: data.lang, selected: null, hidden: new Set() };

  // ---- words ----
  const t = (key) => WORDS[state.lang][key];
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
  const button = (text, attributes = {}) => make("button", { type: "button", ...attributes }, text);

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

  // ---- relations ----
  const kindName = (kind) => names[kinds[kind].name];
  const edgesOf = nodes.map(() => []);
  ends.forEach((end, i) => {
    edgesOf[end.from].push(i);
    if (end.to !== end.from) edgesOf[end.to].push(i);
  });
  const visible = (id) => !state.hidden.has(nodes[id].kind);
  const neighbours = (id) => new Set(edgesOf[id].map((i) => (ends[i].from === id ? ends[i].to : ends[i].from)));
  const brightNodes = () => (state.selected === null ? null : neighbours(state.selected).add(state.selected));
  const collators = { fr: new Intl.Collator("fr"), en: new Intl.Collator("en") };
  const byLabel = (a, b) => collators[state.lang].compare(label(a), label(b)) || a - b;
  const byDegree = (a, b) => edgesOf[b].length - edgesOf[a].length || a - b;
  const manySources = new Set(edges.flatMap((edge) => edge.evidence.map((e) => e.source))).size > 1;

  /** The relations of a node: one group for each relation and direction, with neighbours and evidence. */
  function relationsOf(id) {
    const groups = new Map();
    for (const i of edgesOf[id]) {
      const out = !data.directed || ends[i].from === id;
      const other = ends[i].from === id ? ends[i].to : ends[i].from;
      for (const relation of edges[i].relations.length ? edges[i].relations : [null]) {
        const key = `${relation} ${out}`;
        if (!groups.has(key)) groups.set(key, { relation, out, ties: [] });
        const says = edges[i].evidence.filter((e) => e.relation === null || e.relation === relation);
        groups.get(key).ties.push({ other, says });
      }
    }
    for (const { ties } of groups.values()) ties.sort((a, b) => byLabel(a.other, b.other));
    return [...groups.values()].sort((a, b) => b.out - a.out);
  }
  function relationName({ relation, out }) {
    const name = relation === null ? { [state.lang]: t("linked") } : names[relation];
    const element = words(name, "span", { class: "cap" });
    return out ? element : make("span", {}, make("span", { "aria-hidden": "true" }, "← "), element,
      make("span", { class: "unseen" }, ` (${t("from")})`));
  }
  /** Evidence as text: each passage once, with its pages. */
  function evidenceText(evidence) {
    const pages = new Map();
    for (const { source, passage, page } of evidence) {
      const from = [manySources ? source : null, passage ?? (manySources ? null : source)];
      const key = from.filter((name) => name !== null).map((name) => say(names[name])).join(", ");
      if (!pages.has(key)) pages.set(key, new Set());
      if (page) pages.get(key).add(page);
    }
    return [...pages].map(([from, set]) => [from, set.size ? `p. ${[...set].join(", ")}` : ""].filter(Boolean).join(", "))
      .filter(Boolean).join(" ; ");
  }

  const evidence = (text, before = "", after = "") => (text === "" ? null : make("span", { class: "evidence" }, before,
    ...text.split(/(p\. \d+)/).map((part, i) => (i % 2 ? make("span", { class: "whole" }, part) : part)), after));

  // ---- picture ----
  const LINE = { color: "#8b96a3", hover: "#26323f", highlight: "#26323f", opacity: 0.75 };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = matchMedia("(max-width: 860px)"); // as in graph.css
  let started = false;
  let network = null;
  let drawnNodes = null;
  let drawnEdges = null;
  const painted = { nodes: new Map(), edges: new Map() };
  let fitScale = 1;
  let layer = null; // the names, see graph-names.js

  /** Edges between the same two nodes are bent apart; a single one is straight. */
  function bent() {
    const seen = new Map();
    const pair = (e) => `${Math.min(e.from, e.to)} ${Math.max(e.from, e.to)}`;
    for (const e of ends) seen.set(pair(e), (seen.get(pair(e)) ?? 0) + 1);
    const turn = new Map();
    return ends.map((e) => {
      const all = seen.get(pair(e));
      const i = turn.get(pair(e)) ?? 0;
      turn.set(pair(e), i + 1);
      if (e.from === e.to) return { ...e, selfReference: { size: 14 + 8 * i } };
      if (all === 1) return e;
      const bend = (i - (all - 1) / 2) * (e.from < e.to ? 1 : -1);
      return { ...e, smooth: { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) * 0.18 } };
    });
  }

  function drawPicture() {
    // Names are drawn by graph-names.js, so vis-network does not get the labels.
    const first = changed(painted.nodes, nodes.map((_, id) => nodeLook(id, null)));
    drawnNodes = new vis.DataSet(data.network.nodes.map(({ label: _, ...rest }, id) => ({ ...rest, ...first[id] })));
    const lines = changed(painted.edges, ends.map((_, id) => edgeLook(id, null)));
    drawnEdges = new vis.DataSet(bent().map((e, id) => ({ ...e, ...lines[id] })));
    const options = { ...data.network.options };
    options.interaction = { ...options.interaction, keyboard: { enabled: true, bindToWindow: false } };
    network = new vis.Network($("network"), { nodes: drawnNodes, edges: drawnEdges }, options);
    layer = nameLayer({
      network, label, element: $("network"), size: (id) => data.network.nodes[id].size, fitScale: () => fitScale,
      focus: () => state.selected, ids: () => [...(brightNodes() ?? nodes.keys())].filter(visible).sort(byDegree),
    });
    network.on("click", ({ nodes: hit }) => go(hit.length ? hit[0] : null));
    network.on("dragging", ({ nodes: moved }) => moved.length && layer.forget());
    network.on("dragEnd", layer.forget);
    network.on("hoverNode", () => ($("network").style.cursor = "pointer"));
    network.on("blurNode", () => ($("network").style.cursor = ""));
    startTips();
    network.on("afterDrawing", layer.draw);
    network.on("resize", ({ width, oldWidth }) => width !== oldWidth && fit(false));
    fit(false);
  }
  function fit(moving = true, only = null) {
    const shown = only ?? [...nodes.keys()].filter(visible);
    if (!network || !shown.length) return;
    network.fit({ nodes: shown, maxZoomLevel: 1.25, minZoomLevel: 0.02, animation: moving && !still ? { duration: 350 } : false });
    if (!only && !moving) fitScale = network.getScale();
    layer.forget();
  }
  function zoom(factor) {
    network.moveTo({ scale: Math.min(8, Math.max(0.02, network.getScale() * factor)), animation: !still && { duration: 200 } });
  }

  const nodeLook = (id, bright) => ({ id, hidden: !visible(id), opacity: !bright || bright.has(id) ? 1 : 0.16 });
  function edgeLook(id, bright) {
    const { from, to } = ends[id];
    const touched = from === state.selected || to === state.selected;
    const color = { ...LINE, color: touched ? "#26323f" : LINE.color, opacity: !bright || touched ? LINE.opacity : 0.1 };
    return { id, hidden: !visible(from) || !visible(to), color };
  }
  /** The looks that are not as they were before; the others cost vis-network time. */
  function changed(before, looks) {
    return looks.filter((look) => {
      const key = JSON.stringify(look);
      const other = before.get(look.id) !== key;
      before.set(look.id, key);
      return other;
    });
  }
  /** Bring what is hidden, bright or dim in the picture in step with the state. */
  function paint() {
    if (!network) return;
    const bright = brightNodes();
    const newNodes = changed(painted.nodes, nodes.map((_, id) => nodeLook(id, bright)));
    const newEdges = changed(painted.edges, ends.map((_, id) => edgeLook(id, bright)));
    if (newNodes.length) drawnNodes.update(newNodes);
    if (newEdges.length) drawnEdges.update(newEdges);
    layer.forget();
    if (!started && state.selected === null) return; // vis-network is about to draw; these two draw at once
    if (state.selected === null) network.unselectAll();
    else network.selectNodes([state.selected], false);
  }

  /** A tip beside the pointer, as plain text: vis-network's own would have to be set for each node beforehand. */
  function tip(event, ...rows) {
    const { left, top, width, height } = $("network").getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    $("tip").textContent = rows.filter(Boolean).join("\n");
    $("tip").hidden = !$("tip").textContent;
    $("tip").style.left = `${Math.max(4, Math.min(x + 14, width - $("tip").offsetWidth - 4))}px`;
    $("tip").style.top = `${y + $("tip").offsetHeight + 24 < height ? y + 18 : Math.max(4, y - $("tip").offsetHeight - 10)}px`;
  }
  function startTips() {
    network.on("hoverNode", ({ node, event }) => tip(event, label(node), say(kindName(nodes[node].kind)), t("degree")(edgesOf[node].length)));
    network.on("hoverEdge", ({ edge, event }) => {
      const { relations, evidence: says } = edges[edge];
      const way = `${label(ends[edge].from)} ${data.directed ? "→" : "–"} ${label(ends[edge].to)}`;
      tip(event, relations.map((name) => say(names[name])).join(", ") || t("linked"), way, evidenceText(says));
    });
    for (const event of ["blurNode", "blurEdge", "dragStart", "zoom", "click"]) network.on(event, () => ($("tip").hidden = true));
  }

  // ---- pane ----
  const tie = ({ other, says }) =>
    make("li", {}, mark(nodes[other].kind), make("span", {}, link(other), evidence(evidenceText(says))));
  function fillPane() {
    const id = state.selected;
    const pane = $("pane");
    if (id === null) {
      const top = [...nodes.keys()].filter((n) => visible(n) && edgesOf[n].length).sort(byDegree).slice(0, 10);
      const row = (n) => make("li", {}, mark(nodes[n].kind), make("span", {}, link(n),
        make("span", { class: "evidence" }, t("degree")(edgesOf[n].length))));
      pane.replaceChildren(make("p", { class: "soft" }, t("hint")),
        ...(top.length ? [make("h2", {}, t("top")), make("ul", {}, ...top.map(row))] : []));
    } else {
      const node = nodes[id];
      const facts = make("dl");
      if (node.sphere !== null) facts.append(make("dt", {}, t("sphere")), words(names[node.sphere], "dd", { class: "cap" }));
      if (node.home !== null) facts.append(make("dt", {}, t("territory")), make("dd", {}, link(node.home)));
      else if (node.territory !== null) facts.append(make("dt", {}, t("territory")), words(names[node.territory], "dd"));
      const close = button(t("close"), { class: "close" });
      close.addEventListener("click", () => go(null));
      const head = make("div", { class: "head" },
        make("span", { class: "kind" }, mark(node.kind), words(kindName(node.kind), "span", { class: "cap" })), close);
      pane.replaceChildren(head, words(node.label, "h2", { id: "g-name", tabindex: "-1" }),
        ...(say(node.description) ? [words(node.description, "p")] : []), ...(facts.childElementCount ? [facts] : []),
        ...relationsOf(id).flatMap((group) => [make("h3", {}, relationName(group)),
          make("ul", {}, ...group.ties.map(tie))]),
        ...(edgesOf[id].length ? [] : [make("p", { class: "soft" }, t("alone"))]));
    }
    pane.scrollTop = 0;
  }

  // ---- legend ----
  function fillLegend() {
    const toggle = (kind) => {
      if (!state.hidden.delete(kind)) state.hidden.add(kind);
      filtered();
    };
    const chips = kinds.map((_, kind) => {
      const count = nodes.filter((node) => node.kind === kind).length;
      const chip = make("button", { type: "button", class: "chip", "aria-pressed": "true", "data-kind": kind }, mark(kind),
        words(kindName(kind), "span", { class: "cap" }), make("span", { class: "count" }, String(count)));
      chip.addEventListener("click", () => toggle(kind));
      return chip;
    });
    const all = button(t("showAll"), { class: "chip", id: "g-all" });
    all.addEventListener("click", () => {
      state.hidden.clear();
      filtered();
      $("legend").querySelector("button")?.focus();
    });
    $("legend").replaceChildren(...chips, all);
  }
  function filtered() {
    for (const chip of $("legend").querySelectorAll("[data-kind]"))
      chip.setAttribute("aria-pressed", String(!state.hidden.has(Number(chip.dataset.kind))));
    $("all").hidden = !state.hidden.size;
    if (state.selected !== null && !visible(state.selected)) go(null);
    paint();
    filterTable();
    if (state.selected === null) fillPane();
  }

  // ---- search ----
  const index = nodes.map((node) => [...Object.values(node.label), node.slug].map(fold));
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
    openSearch(fold(query) !== "");
    if (fold(query)) $("status").textContent = options.length ? t("results")(options.length) : t("nothing");
  }
  function openSearch(open) {
    $("found").hidden = !open;
    $("search").setAttribute("aria-expanded", String(open));
    options.forEach((_, i) => $(`found-${i}`)?.setAttribute("aria-selected", String(i === active)));
    if (open && active >= 0) $("search").setAttribute("aria-activedescendant", `g-found-${active}`);
    else $("search").removeAttribute("aria-activedescendant");
  }
  function choose(i) {
    const id = options[i];
    $("search").value = "";
    openSearch(false);
    go(id, true);
  }
  function startSearch() {
    $("search").addEventListener("input", suggest);
    $("search").addEventListener("focus", suggest);
    $("search").addEventListener("blur", () => openSearch(false));
    $("search").addEventListener("keydown", (event) => {
      const open = !$("found").hidden && options.length;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") openSearch(false);
      else if (event.key === "Enter" && open) choose(active);
      else if (step && open) {
        active = (active + step + options.length) % options.length;
        openSearch(true);
        $(`found-${active}`).scrollIntoView({ block: "nearest" });
      } else return;
      event.preventDefault();
    });
  }

  // ---- table: the same content as text ----
  function fillTable() {
    const has = (key) => nodes.some((node) => node[key] !== null);
    const columns = ["name", "kind", ...["sphere", "territory"].filter(has), "relations"];
    const cells = {
      name: (id) => link(id),
      kind: (id) => words(kindName(nodes[id].kind), "span", { class: "cap" }),
      sphere: (id) => (nodes[id].sphere === null ? "" : words(names[nodes[id].sphere], "span", { class: "cap" })),
      territory: (id) => (nodes[id].territory === null ? "" : nodes[id].home === null ? words(names[nodes[id].territory]) : link(nodes[id].home)),
      relations: (id) => make("ul", {}, ...relationsOf(id).flatMap((group) => group.ties.map(({ other, says }) =>
        make("li", { "data-other": other }, relationName(group), " ", link(other), evidence(evidenceText(says), " (", ")"))))),
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
    filterTable();
  }
  function filterTable() {
    for (const row of $("table").querySelectorAll("[data-row]")) {
      const id = Number(row.dataset.row);
      row.hidden = !visible(id);
      if (id === state.selected) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    for (const item of $("table").querySelectorAll("[data-other]")) item.hidden = !visible(Number(item.dataset.other));
    $("list-count").textContent = t("shown")([...nodes.keys()].filter(visible).length, nodes.length);
  }

  // ---- going to a node: the address holds its name, so that "back" and shared links work ----
  function asked() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return location.hash.slice(1); // a stray % in the address
    }
  }
  function go(id, reading = false) {
    const hash = id === null ? "" : address(id);
    if (asked() !== (id === null ? "" : nodes[id].slug)) {
      try {
        history.pushState(null, "", hash || location.pathname + location.search);
      } catch {
        location.hash = hash; // in a notebook's frame
      }
    }
    show(id, reading);
  }
  function setTitle() {
    const name = state.selected === null ? "" : label(state.selected);
    document.title = [name, say(data.title) || t("page")].filter(Boolean).join(" · ");
  }
  function show(id, reading = false) {
    if (id !== null && state.hidden.delete(nodes[id].kind)) filtered();
    state.selected = id;
    paint();
    fillPane();
    filterTable();
    setTitle();
    if (id === null) return;
    $("status").textContent = `${label(id)}, ${say(kindName(nodes[id].kind))}, ${t("degree")(edgesOf[id].length)}`;
    if (reading) {
      fit(started, [...neighbours(id).add(id)].filter(visible));
      if (started) $("name").focus({ preventScroll: true });
    }
    if (started && (reading || narrow.matches)) $("stage").scrollIntoView({ block: narrow.matches ? "start" : "nearest" });
  }
  function route() {
    const id = nodes.findIndex((node) => node.slug === asked());
    show(id < 0 ? null : id, id >= 0);
  }

  // ---- language and start ----
  function speak(lang) {
    state.lang = lang;
    document.documentElement.lang = lang;
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
    for (const element of document.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.dataset.tLabel));
    for (const b of document.querySelectorAll("[data-lang]")) b.setAttribute("aria-pressed", String(b.dataset.lang === lang));
    $("title").textContent = say(data.title) || t("page");
    $("counts").textContent = t("count")(nodes.length, ends.length);
    $("note").textContent = nodes.length ? t("one") : t("empty");
    $("network").firstElementChild?.setAttribute("aria-label", t("canvas"));
    fillLegend();
    fillTable();
    filtered();
    if (state.selected !== null) fillPane();
    setTitle();
  }
  function start() {
    $("main").hidden = false;
    $("note").hidden = nodes.length > 1;
    for (const part of ["stage", "list"]) $(part).hidden = !nodes.length;
    document.querySelector(".tools").hidden = !nodes.length;
    const lang = new URLSearchParams(location.search).get("lang");
    state.lang = Object.hasOwn(WORDS, lang) ? lang : data.lang;
    if (nodes.length) drawPicture();
    $("network").firstElementChild?.setAttribute("role", "application");
    speak(state.lang);
    startSearch();
    for (const b of document.querySelectorAll("[data-lang]")) b.addEventListener("click", () => speak(b.dataset.lang));
    $("in").addEventListener("click", () => zoom(1.35));
    $("out").addEventListener("click", () => zoom(1 / 1.35));
    $("fit").addEventListener("click", () => fit());
    $("skip").addEventListener("click", () => $("list-title").focus());
    document.addEventListener("click", (event) => {
      const target = event.target.closest("a[data-node]");
      if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(Number(target.dataset.node), true);
    });
    window.addEventListener("popstate", route);
    window.addEventListener("hashchange", route);
    if (location.hash) route();
    started = true;
    document.documentElement.dataset.ready = "true";
  }
  start();
})();
