(() => {
  "use strict";
  const root = document.documentElement, $ = (id) => document.getElementById(id), KEY = "icilabas-lang";
  const all = (where, what) => [...where.querySelectorAll(what)];

  /** Whether an element stands in what is there for readers of another language. */
  function foreign(element, lang) {
    const marked = element.closest("[lang]");
    if (marked === root) return false;
    return (marked.lang !== lang && !marked.classList.contains("own")) || foreign(marked.parentElement, lang);
  }

  /** The text of an element in one language: what stands in the other one is left out. */
  function words(element, lang) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) if (!foreign(walker.currentNode.parentElement, lang)) text += walker.currentNode.data;
    return text.replace(/\s+/g, " ").trim();
  }

  // ---- language ----
  const tongues = all(document, 'input[name="lang"]').map((radio) => radio.value);
  const build = root.lang, links = all(document, 'a[href*=".html"]:not([href*="://"])').map((a) => [a, a.getAttribute("href").split("#")[0], a.hash]);
  function speak(lang, chosen) {
    root.lang = lang;
    document.title = root.getAttribute(`data-title-${lang}`);
    $(`lang-${lang}`).checked = true;
    for (const [a, file, hash] of links) a.setAttribute("href", `${file}${lang === build ? "" : `?lang=${lang}`}${hash}`);
    for (const table of all(document, "table")) { // narrow screens show the heading beside each cell
      const headings = all(table, "thead th").map((th) => words(th, lang));
      for (const row of table.tBodies[0].rows) [...row.cells].forEach((cell, n) => { if (n) cell.dataset.label = headings[n]; });
    }
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
  window.icilabas = { all, words, tongues }; // for the script of a page of its own
  const known = (lang) => tongues.includes(lang);
  let lang = new URLSearchParams(location.search).get("lang");
  try {
    if (!known(lang)) lang = localStorage.getItem(KEY);
  } catch { /* a private window */ }
  speak(known(lang) ? lang : build, false);
  for (const radio of all(document, 'input[name="lang"]')) radio.addEventListener("change", () => speak(radio.value, true));
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();
})();
