"use strict";
// The page: joins picture, pane, legend, search and table (the other graph-*.js) and keeps them in step with the state.
(() => {
  const page = readPage();
  const { $, data, nodes, ends, state, t, say, label, kindName, edgesOf, address, visible, pointsOf } = page;
  const narrow = matchMedia("(max-width: 860px)"); // as in graph.css
  let started = false;
  let picture = null;
  const legend = legendOf(page, () => filtered());
  const table = tableOf(page);
  const fillPane = paneOf(page, () => go(null));

  /** After a change of what is hidden. */
  function filtered(settle = true) {
    if (state.selected !== null && !visible(state.selected)) go(null);
    if (state.edge !== null && !(visible(ends[state.edge].from) && visible(ends[state.edge].to))) show(null);
    picture?.paint();
    legend.update();
    table.update();
    if (state.selected === null && state.edge === null) fillPane();
    if (started && settle) picture?.settle();
  }

  // ---- going to a node: the address holds its name, so that "back" and shared links work ----
  function asked() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return location.hash.slice(1); // a stray % in the address
    }
  }
  function go(id, reading = false, edge = null) {
    const hash = id === null ? "" : address(id);
    if (asked() !== (id === null ? "" : nodes[id].slug)) {
      try {
        history.pushState(null, "", hash || location.pathname + location.search);
      } catch {
        location.hash = hash; // in a notebook's frame
      }
    }
    show(id, reading, edge);
  }
  function setTitle() {
    const name = state.selected === null ? "" : label(state.selected);
    document.title = [name, say(data.title) || t("page")].filter(Boolean).join(" · ");
  }
  function show(id, reading = false, edge = null) {
    [state.selected, state.edge] = [id, edge];
    if (id !== null && !pointsOf(state.view)[id]) picture.view("network"); // the view does not have it
    if (id !== null && state.hidden.delete(nodes[id].kind)) filtered(false);
    picture?.paint();
    legend.update();
    fillPane();
    table.update();
    setTitle();
    if (id === null && edge === null) return;
    $("status").textContent = id === null ? $("name").textContent
      : `${label(id)}, ${say(kindName(nodes[id].kind))}, ${t("degree")(edgesOf[id].length)}`;
    if (reading) {
      picture?.refit(started);
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
    for (const element of document.querySelectorAll("[data-t-placeholder]")) element.placeholder = t(element.dataset.tPlaceholder);
    for (const b of document.querySelectorAll("[data-lang]")) b.setAttribute("aria-pressed", String(b.dataset.lang === lang));
    $("title").textContent = say(data.title) || t("page");
    $("counts").textContent = t("count")(nodes.length, ends.length);
    $("note").textContent = nodes.length ? t("one") : t("empty");
    $("network").firstElementChild?.setAttribute("aria-label", t("canvas"));
    legend.fill();
    table.fill();
    filtered(false);
    fillPane();
    setTitle();
  }
  function start() {
    $("main").hidden = false;
    $("note").hidden = nodes.length > 1;
    for (const part of ["stage", "list", "tools", "finder"]) $(part).hidden = !nodes.length;
    const lang = new URLSearchParams(location.search).get("lang");
    state.lang = Object.hasOwn(WORDS, lang) ? lang : data.lang;
    speak(state.lang); // the legend's height decides on the picture's
    if (nodes.length) picture = pictureOf(page, (node, edge) => go(node, false, edge));
    $("network").firstElementChild?.setAttribute("role", "application");
    $("network").firstElementChild?.setAttribute("aria-label", t("canvas"));
    searchOf(page, go);
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
    window.addEventListener("hashchange", () => asked() === "" && state.edge !== null || route()); // a relation has no address
    if (location.hash) route();
    started = true;
    document.documentElement.dataset.ready = "true";
  }
  start();
})();
