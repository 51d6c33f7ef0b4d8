(() => {
  "use strict";
  const root = document.documentElement, $ = (id) => document.getElementById(id);
  const { questions, prefixes, words } = JSON.parse($("told").textContent), tongues = Object.keys(words);
  const SPACE = "https://w3id.org/icilabas/", MOST = 1000;
  const SOLUTIONS = "application/sparql-results+json", TURTLE = "text/turtle";
  const TYPES = { csv: "text/csv", json: SOLUTIONS, turtle: TURTLE, jsonld: "application/ld+json" };
  const ENDINGS = { csv: "csv", json: "json", turtle: "ttl", jsonld: "jsonld" };
  let last = null, turn = 0, stopping = null;

  /** An element with text: whatever the data say, it is never markup. */
  function make(tag, text, attributes = {}) {
    const element = document.createElement(tag);
    if (text !== null) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }
  const both = (texts) => tongues.map((lang) => make("span", texts[lang], { lang }));

  /** What an element says in each language. */
  const wordsOf = (element) => Object.fromEntries(tongues.map((lang) => [lang, element.getAttribute(`data-${lang}`)]));

  const told = (key, lang, values) => textOf(words, lang, key, values);
  function say(key, values = {}, style = "") {
    const texts = {};
    for (const lang of tongues) texts[lang] = told(key, lang, values);
    const line = make("span", null, style ? { class: style } : {});
    line.append(...both(texts));
    return line;
  }

  // ---- cells ----
  function shorten(iri) {
    let best = "";
    for (const [prefix, space] of Object.entries(prefixes))
      if (iri.startsWith(space) && space.length > (prefixes[best] ?? "").length) best = prefix;
    return best ? `${best}:${iri.slice(prefixes[best].length)}` : iri;
  }
  /** Where a name leads: to the graph for what the data describe, to its own page for what is on the web. */
  function address(iri) {
    if (iri.startsWith(`${SPACE}id/`)) return `graph.html?lang=${root.lang}#${encodeURIComponent(iri.slice(SPACE.length + 3))}`;
    return /^https?:\/\/[^/]/i.test(iri) && !iri.startsWith(SPACE) ? iri : null;
  }
  function name(text, iri) {
    const href = address(iri);
    return href ? make("a", text, { href, title: iri, rel: "noopener noreferrer" }) : make("span", text, { title: iri });
  }
  function term(value) {
    if (!value) return "";
    if (value.type === "uri") return name(shorten(value.value), value.value);
    if (value.type === "bnode") return `_:${value.value}`;
    if (value.type === "triple") return ["subject", "predicate", "object"].map((part) => value.value[part].value).join(" ");
    const text = document.createDocumentFragment(), lang = value["xml:lang"];
    text.append(lang ? make("span", value.value, { lang, class: "own" }) : value.value);
    if (lang) text.append(make("span", lang, { class: "tongue" }));
    return text;
  }

  // ---- showing ----
  function table(columns, rows, cell, style) {
    const found = make("table", null, { class: style }), body = document.createElement("tbody"), line = document.createElement("tr");
    found.append(make("caption", $("result-title").innerText, { class: "unseen" }));
    line.append(...columns.map((column) => make("th", column, { scope: "col" })));
    found.append(document.createElement("thead"), body);
    found.tHead.append(line);
    for (const row of rows.slice(0, MOST)) {
      const shown = document.createElement("tr");
      columns.forEach((column, place) => {
        const box = make(place ? "td" : "th", null, place ? { "data-label": column } : { scope: "row" });
        box.append(cell(row, place));
        shown.append(box);
      });
      body.append(shown);
    }
    return found;
  }
  function show(content, line, forms) {
    $("status").replaceChildren(...line);
    $("rows").replaceChildren(...content);
    $("rows").hidden = !content.length;
    $("tools").hidden = !forms.length;
    for (const button of $("tools").children) button.hidden = !forms.includes(button.dataset.form);
  }
  function rows(columns, found, cell, style) {
    const count = found.length, line = count ? [say("rows", { count })] : [say("none")];
    if (count > MOST) line.push(" ", say("first", { count: MOST }));
    show(count ? [table(columns, found, cell, style)] : [], line, ["csv", "json"]);
  }
  function fail(text) {
    show([], [], []);
    const tongue = root.lang;
    $("problem").replaceChildren(make("span", text, { lang: tongue, class: "own" }));
    $("problem").hidden = false;
  }

  // ---- asking ----
  const request = ({ url, body }, accept) => fetch(url, {
    method: body ? "POST" : "GET", body, signal: stopping?.signal,
    headers: { Accept: accept, "Accept-Language": root.lang, ...(body ? { "Content-Type": "application/sparql-query" } : {}) },
  });
  /** Ask, and show what comes; an answer that comes after a later question is not shown. */
  async function run(wish, accept, present) {
    const mine = ++turn;
    last = wish;
    stopping?.abort();
    stopping = new AbortController();
    $("problem").hidden = true;
    show([], [say("running", {}, "busy")], []);
    let response, text;
    try {
      response = await request(wish, accept);
      text = await response.text();
    } catch {
      if (mine === turn) fail(told("lost", root.lang));
      return;
    }
    if (mine !== turn) return;
    if ($("result").getBoundingClientRect().top > innerHeight - 200) $("result").scrollIntoView();
    if (response.ok) present(text, (response.headers.get("Content-Type") ?? "").split(";")[0]);
    else fail(text.trim());
  }
  function runText() {
    run({ url: "sparql", body: $("text").value, name: "icilabas" }, `${SOLUTIONS}, ${TURTLE};q=0.9`, (text, kind) => {
      if (kind === TURTLE) return show([make("pre", text)], [say("graph")], ["turtle", "jsonld"]);
      const found = JSON.parse(text);
      if ("boolean" in found) return show([], [say(String(found.boolean), {}, "strong")], ["json"]);
      const columns = found.head.vars;
      return rows(columns, found.results.bindings, (row, place) => term(row[columns[place]]), "raw");
    });
  }
  function runQuestion() {
    const asked = $("question").value, given = new URLSearchParams({ lang: root.lang });
    for (const field of $("fields").querySelectorAll("input")) given.set(field.name, field.value);
    run({ url: `ask/${encodeURIComponent(asked)}?${given}`, name: asked, again: runQuestion }, "application/json", (text) => {
      const found = JSON.parse(text);
      $("text").value = found.query;
      rows(found.columns, found.rows, (row, place) => {
        const [value, iri] = row[place];
        return iri ? name(value, iri) : String(value ?? "");
      }, "told");
    });
  }
  async function save(form) {
    const { url, body, name: file } = last, type = form === "json" && !body ? "application/json" : TYPES[form];
    try {
      const response = await request({ url, body }, type);
      if (!response.ok) return fail((await response.text()).trim());
      const link = make("a", null, { href: URL.createObjectURL(await response.blob()), download: `${file}.${ENDINGS[form]}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    } catch {
      fail(told("lost", root.lang));
    }
  }

  // ---- the form of a question ----
  const names = new Map();
  const choices = (kind, lang) => {
    const key = `${kind} ${lang}`;
    if (!names.has(key)) names.set(key, fetch(`names/${encodeURIComponent(kind)}`, { headers: { "Accept-Language": lang } }).then((r) => (r.ok ? r.json() : []), () => []));
    return names.get(key);
  };
  /** What may be written, and the value that the question has by default, in the language of the page. */
  async function offer(field, list, { type, value }) {
    const known = await choices(type, root.lang);
    list.replaceChildren(...known.map(([text]) => make("option", null, { value: text })));
    const found = known.find(([, own]) => own === value);
    if (field.dataset.own === undefined) field.value = found ? found[0] : known.length ? "" : value;
  }
  function choose() {
    const chosen = $("question").selectedOptions[0];
    $("chosen").replaceChildren(...both(wordsOf(chosen)));
    $("fields").replaceChildren(...questions[chosen.value].map((parameter) => {
      const { name: own, type, value } = parameter;
      const field = make("p", null, { class: "field" }), label = make("label", null, { for: `p-${own}` });
      const input = make("input", null, { id: `p-${own}`, name: own, list: `l-${own}`, maxlength: 300, spellcheck: "false" });
      const list = make("datalist", null, { id: `l-${own}` });
      input.type = type === "date" ? "date" : "text";
      input.required = value !== "";
      input.value = value; // until the names are here
      input.addEventListener("input", () => { input.dataset.own = ""; });
      label.append(...both(parameter));
      field.append(label, input, list);
      offer(input, list, parameter);
      return field;
    }));
  }
  function speak() {
    for (const option of $("question").querySelectorAll("option")) option.textContent = wordsOf(option)[root.lang];
    for (const group of $("question").querySelectorAll("optgroup")) group.label = wordsOf(group)[root.lang];
    for (const parameter of questions[$("question").value]) offer($(`p-${parameter.name}`), $(`l-${parameter.name}`), parameter);
    last?.again?.();
  }

  // ---- start ----
  $("question").addEventListener("change", choose);
  $("ask").addEventListener("submit", (event) => { event.preventDefault(); runQuestion(); });
  $("write").addEventListener("submit", (event) => { event.preventDefault(); runText(); });
  $("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); runText(); }
  });
  $("tools").addEventListener("click", ({ target }) => { const button = target.closest("button"); if (button) save(button.dataset.form); });
  choose();
  new MutationObserver(speak).observe(root, { attributeFilter: ["lang"] });
  speak();
})();
