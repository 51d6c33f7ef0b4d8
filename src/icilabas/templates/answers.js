(() => {
  "use strict";
  // ---- the filter of questions and answers ----
  const root = document.documentElement, $ = (id) => document.getElementById(id), { all, words, fold, typed } = window.icilabas;
  const filter = $("filter"), status = $("filter-status");
  let index = null, opened = new Set();

  function listed(lang) {
    return { lang, answers: all(document, "#answers details").map((details) => {
      const title = fold([details.querySelector("h3"), ...all(details, ".asked")].map((e) => words(e, lang)).join(" "));
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

  typed(filter, find);
})();
