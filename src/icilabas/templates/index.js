(() => {
  "use strict";
  const root = document.documentElement, $ = (id) => document.getElementById(id), KEY = "icilabas-lang";
  const all = (where, what) => [...where.querySelectorAll(what)];

  /** The text of an element in one language: what stands in the other one is left out. */
  function words(element, lang) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) {
      const marked = walker.currentNode.parentElement.closest("[lang]");
      if (marked === root || marked.lang === lang || marked.classList.contains("own")) text += walker.currentNode.data;
    }
    return text.replace(/\s+/g, " ").trim();
  }

  // ---- language ----
  const build = root.lang, links = all(document, 'a[href*=".html"]:not([href*="://"])').map((a) => [a, a.getAttribute("href").split("#")[0], a.hash]);
  function speak(lang, chosen) {
    root.lang = lang;
    document.title = root.dataset[lang === "fr" ? "titleFr" : "titleEn"];
    $(`lang-${lang}`).checked = true;
    for (const [a, file, hash] of links) a.setAttribute("href", `${file}${lang === build ? "" : `?lang=${lang}`}${hash}`);
    for (const table of all(document, "table")) { // narrow screens show the heading beside each cell
      const headings = all(table, "thead th").map((th) => words(th, lang));
      for (const row of table.tBodies[0].rows) [...row.cells].forEach((cell, n) => { if (n) cell.dataset.label = headings[n]; });
    }
    if (index) find();
    if (!chosen) return;
    try {
      localStorage.setItem(KEY, lang);
    } catch { /* a private window */ }
    try {
      const address = new URL(location.href);
      address.searchParams.set("lang", lang);
      history.replaceState(null, "", address);
    } catch { /* a frame that may not */ }
  }

  // ---- filter ----
  const filter = $("filter"), status = $("filter-status");
  let index = null, opened = new Set(), timer = 0;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[’']/g, "'").replace(/[\s\-–]+/g, " ");

  function listed(lang) {
    return { lang, answers: all(document, "#answers details").map((details) => {
      const title = fold([details.querySelector("h4"), ...all(details, ".asked")].map((e) => words(e, lang)).join(" "));
      const rows = all(details, "tbody tr").map((row) => ({ row, text: `${title} ${fold(all(row, "th, td").map((cell) => words(cell, lang)).join(" "))}` }));
      return { details, title, rows };
    }) };
  }

  function find() {
    const wanted = fold(filter.value).split(" ").filter(Boolean), here = (text) => wanted.every((word) => text.includes(word));
    if (index?.lang !== root.lang) index = listed(root.lang);
    let questions = 0, rows = 0;
    for (const { details, title, rows: own } of index.answers) {
      const whole = here(title), found = own.filter(({ row, text }) => !(row.hidden = !(whole || here(text)))).length;
      details.hidden = !whole && !found;
      questions += !details.hidden;
      rows += found;
      const open = wanted.length > 0 && !whole && found > 0;
      if (open && !details.open) opened.add(details);
      if (open) details.open = true;
      else if (opened.delete(details)) details.open = false;
    }
    for (const group of all(document, "#answers .group")) group.hidden = all(group, "details").every((details) => details.hidden);
    status.querySelector('[data-count="questions"]').textContent = questions;
    status.querySelector('[data-count="rows"]').textContent = rows;
    $("filter-some").hidden = !wanted.length || !questions;
    $("filter-none").hidden = !wanted.length || questions > 0;
  }

  // ---- a link to an answer opens it ----
  function reveal() {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch { /* a stray % in the address */ }
    const target = id && $(id);
    if (!target) return;
    const details = target.closest("details");
    if (details && !details.hidden) details.open = true;
    target.scrollIntoView();
  }

  // ---- start ----
  const known = (lang) => lang === "fr" || lang === "en";
  let lang = new URLSearchParams(location.search).get("lang");
  try {
    if (!known(lang)) lang = localStorage.getItem(KEY);
  } catch { /* a private window */ }
  speak(known(lang) ? lang : build, false);
  for (const radio of all(document, 'input[name="lang"]')) radio.addEventListener("change", () => speak(radio.value, true));
  if (filter) { // the front page
    $("filter-box").hidden = false;
    filter.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, 120); });
    filter.addEventListener("keydown", (event) => { if (event.key === "Escape") { filter.value = ""; find(); } });
    $("find").addEventListener("click", () => setTimeout(() => filter.focus()));
  }
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();
})();
