"use strict";
// The page: joins picture, pane, legend, search, filters, path and table (the other graph-*.js) and keeps them in
// step with the state.
(() => {
  const page = readPage();
  page.searched = searchIn(page);
  const { $, data, nodes, ends, state, t, linkCount, say, label, kindName, edgesOf, views, placed, visible, edgeVisible } = page;
  const narrow = matchMedia("(max-width: 860px)"); // as in graph.css
  let started = false;
  let picture = null;
  const place = addressOf(page);
  const filters = filtersOf(page, () => filtered());
  const path = pathOf(page, chosenPath);
  const switcher = viewsOf(page, turn);
  const table = tableOf(page);
  const fillPane = paneOf(page, { close: () => go(null), path, start: startPath, showEach });
  const clearFilters = () => {
    filters.clear();
    filtered();
  };
  const notice = noticeOf(page, { setHidden: (hidden) => legend.set(hidden), clearFilters, turn, left: () => picture?.left() ?? 0, draw: drawMore });
  const legend = legendOf(page, () => filtered(), notice);
  const panels = panelsOf(page);

  /** After a change of what is hidden. */
  function filtered(settle = true) {
    path.update();
    if (state.selected !== null && !visible(state.selected)) go(null);
    if (state.edge !== null && !edgeVisible(state.edge)) show(null);
    picture?.paint();
    legend.update();
    if (started) table.fill();
    if (state.selected === null && state.edge === null) fillPane();
    if (started && settle) picture?.settle();
  }
  /** Show all kinds, without filters. */
  function showEach() {
    filters.clear();
    if (path.ready() && !(placed(path.ask.from) && placed(path.ask.to))) turn("network");
    legend.set([]);
  }
  /** Show the node, whatever hides it: its kind, a filter, or a view that has no place for it. */
  function reveal(id) {
    if (visible(id)) return;
    state.hidden.delete(nodes[id].kind);
    if (!visible(id)) filters.clear();
    if (!visible(id)) turn("network");
    filtered(false);
  }

  // ---- views ----
  function turn(name) {
    picture?.view(name); // it may show other kinds
    state.view = name;
    place.write({ view: name, ...path.ask });
    switcher.update();
    filtered(false);
  }

  /** Take more nodes of a very large graph into the picture. */
  function drawMore() {
    picture.more?.();
    legend.update();
  }

  // ---- paths ----
  function chosenPath() {
    place.write({ view: state.view, ...path.ask });
    if (state.selected !== null || state.edge !== null) go(null);
    else show(null);
    if (path.ready() && started) {
      picture?.refit(true);
      if (narrow.matches) $("pane").scrollIntoView({ block: "start" });
    }
  }
  /** From the pane of a node: it is one end, the other is asked for. */
  function startPath(end, id) {
    panels.open("path");
    path.set(end, id);
    if (path.ready()) $("chains")?.focus();
    else $(end === "from" ? "path-to" : "path-from").focus();
  }

  // ---- going to a node ----
  function go(id, reading = false, edge = null) {
    place.push(id);
    show(id, reading, edge);
  }
  function setTitle() {
    const name = state.selected === null ? "" : label(state.selected);
    document.title = [name, say(data.title) || t("page")].filter(Boolean).join(" · ");
  }
  function show(id, reading = false, edge = null) {
    [state.selected, state.edge] = [id, edge];
    if (id !== null) reveal(id);
    picture?.paint();
    legend.update();
    fillPane();
    table.mark();
    setTitle();
    if (id === null && edge === null) return;
    $("status").textContent = id === null ? $("name").textContent
      : `${label(id)}, ${say(kindName(nodes[id].kind))}, ${linkCount(edgesOf[id].length)}`;
    if (reading) {
      picture?.refit(started);
      if (started) $("name").focus({ preventScroll: true });
    }
    if (started && (reading || narrow.matches)) $("stage").scrollIntoView({ block: narrow.matches ? "start" : "nearest" });
  }
  /** Show what the address asks for. */
  function route() {
    const { id, view, from, to } = place.read();
    if (view !== state.view) turn(view);
    if (from !== path.ask.from || to !== path.ask.to) path.read({ from, to });
    show(id, id !== null);
  }

  // ---- language and start ----
  function speak(lang) {
    state.lang = lang;
    document.documentElement.lang = lang;
    document.documentElement.dir = data.words[lang].direction;
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
    for (const element of document.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.dataset.tLabel));
    for (const element of document.querySelectorAll("[data-t-placeholder]")) element.placeholder = t(element.dataset.tPlaceholder);
    for (const b of document.querySelectorAll("[data-lang]")) b.setAttribute("aria-pressed", String(b.dataset.lang === lang));
    for (const a of document.querySelectorAll("[data-home]")) a.setAttribute("href", page.outside(a.dataset.home));
    for (const a of document.querySelectorAll("[data-words]")) a.textContent = JSON.parse(a.dataset.words)[lang];
    $("title").textContent = say(data.title) || t("page");
    $("counts").textContent = t("counts", { nodes: t("node-count", { count: nodes.length }), links: t("link-count", { count: ends.length }) });
    $("note").textContent = nodes.length ? t("one") : t("empty");
    $("network").firstElementChild?.setAttribute("aria-label", t("canvas"));
    for (const part of [legend, switcher, filters, path]) part.fill();
    filtered(false);
    fillPane();
    setTitle();
  }
  function start() {
    $("main").hidden = false;
    $("note").hidden = nodes.length > 1;
    for (const part of ["stage", "list", "tools", "finder", "deeds"]) $(part).hidden = !nodes.length;
    $("open-filter").hidden = !filters.any;
    $("open-path").hidden = nodes.length < 2;
    const { lang, view, from, to } = place.read();
    state.lang = Object.hasOwn(data.words, lang ?? "") ? lang : data.lang;
    speak(state.lang); // the legend's height decides on the picture's
    if (from !== null || to !== null) panels.open("path");
    if (nodes.length) picture = pictureOf(page, (node, edge) => go(node, false, edge));
    if (picture && view !== state.view) turn(view);
    $("network").firstElementChild?.setAttribute("role", "application");
    $("network").firstElementChild?.setAttribute("aria-label", t("canvas"));
    finderOf(page, { input: $("search"), list: $("found") }, (id) => go(id, true));
    exportOf(page, { scene: () => picture.scene(), ordered: table.ordered });
    for (const b of document.querySelectorAll("[data-lang]")) b.addEventListener("click", () => speak(b.dataset.lang));
    $("in").addEventListener("click", () => picture.zoom(1.35));
    $("out").addEventListener("click", () => picture.zoom(1 / 1.35));
    $("fit").addEventListener("click", () => picture.all());
    $("skip").addEventListener("click", () => $("list-title").focus());
    document.addEventListener("click", (event) => {
      const target = event.target.closest("a[data-node]");
      if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(Number(target.dataset.node), true);
    });
    window.addEventListener("popstate", route);
    window.addEventListener("hashchange", () => place.asked() === "" && state.edge !== null || route()); // a relation has no address
    if (location.hash || from !== null || to !== null) route();
    if (state.path && state.selected === null) picture?.refit(false);
    started = true;
    requestAnimationFrame(() => setTimeout(fillTable)); // vis-network draws in this frame: the picture comes first
  }
  function fillTable() {
    table.fill();
    document.documentElement.dataset.ready = "true";
  }
  start();
})();
