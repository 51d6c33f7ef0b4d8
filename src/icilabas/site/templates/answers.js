(() => {
  "use strict";
  // ---- the filter of questions and answers ----
  const $ = (id) => document.getElementById(id), { all, both, fold, typed } = window.icilabas;
  const filter = $("filter"), status = $("filter-status");
  let index = null, opened = new Set();

  function listed() {
    return all(document, "#answers details").map((details) => {
      const title = both([details.querySelector("h3"), ...all(details, ".asked")]);
      const rows = all(details, "tbody tr").map((row) => ({ row, text: `${title} ${both(all(row, "th, td"))}` }));
      return { details, title, rows };
    });
  }

  function find() {
    const wanted = fold(filter.value).split(" ").filter(Boolean), here = (text) => wanted.every((word) => text.includes(word));
    index ??= listed();
    let questions = 0, rows = 0;
    for (const { details, title, rows: own } of index) {
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
