// What the filters of two pages share: what is typed and what is listed is compared without accents, case and dashes.
window.icilabas.fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[’']/g, "'").replace(/[\s\-–]+/g, " ");
/** What elements say in all languages, folded: who looks for a name finds it, whichever language is shown. */
window.icilabas.both = (elements) => window.icilabas.fold(window.icilabas.tongues.flatMap((lang) => elements.map((e) => window.icilabas.words(e, lang))).join(" "));
/** Show the field, and find what is typed. */
window.icilabas.typed = (filter, find) => {
  "use strict";
  let timer = 0;
  document.getElementById("filter-box").hidden = false;
  filter.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, 120); });
  filter.addEventListener("keydown", (event) => { if (event.key === "Escape") { filter.value = ""; find(); } });
};
