(() => {
  "use strict";
  // ---- the filter of the list of things ----
  const $ = (id) => document.getElementById(id), { all, both, fold, typed } = window.icilabas;
  const filter = $("filter"), items = all(document, ".listing li");
  let index = null;

  function find() {
    const wanted = fold(filter.value).split(" ").filter(Boolean);
    index ??= items.map((item) => both([item]));
    let found = 0;
    items.forEach((item, n) => {
      item.hidden = !wanted.every((word) => index[n].includes(word));
      found += !item.hidden;
    });
    for (const kind of all(document, ".kind")) kind.hidden = all(kind, "li").every((item) => item.hidden);
    $("filter-status").querySelector("[data-count]").textContent = found;
    $("filter-some").hidden = !wanted.length || !found;
    $("filter-none").hidden = !wanted.length || found > 0;
  }

  typed(filter, find);

  // ---- a name of ours (w3id.org) leads by here: on to its page, or to its place in the network ----
  const name = /^#thing-([\w-]+)$/.exec(location.hash)?.[1];
  if (name) location.replace($(`thing-${name}`)?.querySelector("a").href ?? `../graph.html${location.search}#${name}`);
})();
