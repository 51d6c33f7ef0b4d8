// What the filters of two pages share: what is typed and what is listed is compared without accents, case and dashes.
window.icilabas.fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[’']/g, "'").replace(/[\s\-–]+/g, " ");
/** Show the field, and find what is typed; a change of the language finds anew. */
window.icilabas.typed = (filter, find) => {
  "use strict";
  let timer = 0, asked = false;
  const now = () => { asked = true; find(); };
  document.getElementById("filter-box").hidden = false;
  filter.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(now, 120); });
  filter.addEventListener("keydown", (event) => { if (event.key === "Escape") { filter.value = ""; now(); } });
  addEventListener("spoken", () => { if (asked) find(); });
};
