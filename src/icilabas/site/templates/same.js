(() => {
  "use strict";
  const root = document.documentElement, $ = (id) => document.getElementById(id);
  const { key, words, answers, columns, rows } = JSON.parse($("told").textContent);
  if (!rows.length) return;
  const KEY = `icilabas-same-${key}`, WHO = "icilabas-same-who", KEYS = { o: "yes", y: "yes", n: "no", l: "later", p: "later" };
  const before = []; // what was decided last: the row, what stood there, what was shown
  let here = 0, keeps = true;

  /** An element with text: whatever the data say, it is never markup. */
  function make(tag, text, attributes = {}) {
    const element = document.createElement(tag);
    if (text !== null) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }
  const say = (name, values) => textOf(words, root.lang, name, values);
  const shown = (text) => (typeof text === "string" ? text : text[root.lang] ?? Object.values(text)[0]);
  const called = (row) => [...new Set(row.names.map(shown))].join(" = ");
  const signed = (weight) => (weight < 0 ? `−${-weight}` : `+${weight}`);
  const decided = () => rows.filter((row) => row.answer === "yes" || row.answer === "no").length;
  const nameOf = (row) => `${row.keep}|${row.same}`;

  // ---- what a browser keeps, where it does ----
  function recall() {
    try {
      const known = JSON.parse(localStorage.getItem(KEY) ?? "{}");
      for (const row of rows) {
        const kept = known[nameOf(row)];
        if (kept && kept.answer in answers) Object.assign(row, { answer: kept.answer, who: String(kept.who ?? ""), when: String(kept.when ?? "") });
      }
      $("who").value = localStorage.getItem(WHO) ?? "";
    } catch {
      keeps = false;
    }
  }
  function keep() {
    try {
      const known = JSON.parse(localStorage.getItem(KEY) ?? "{}");
      for (const row of rows) {
        if (row.answer) known[nameOf(row)] = { answer: row.answer, who: row.who, when: row.when };
        else delete known[nameOf(row)];
      }
      localStorage.setItem(KEY, JSON.stringify(known));
      localStorage.setItem(WHO, $("who").value);
    } catch {
      keeps = false;
    }
    tellKept();
  }
  const tellKept = () => { $("kept").textContent = say(keeps ? "kept" : "not-kept"); };

  // ---- showing ----
  function card(thing, first) {
    const box = make("article", null, { class: "card" }), title = make("h3", shown(thing.name) || say("unnamed"));
    box.append(title, make("p", [shown(thing.kind), thing.id, first ? say("first-keeps") : ""].filter(Boolean).join(" · "), { class: "soft" }));
    for (const said of thing.said) {
      const pages = said.pages.length ? `, p. ${said.pages.join(", ")}` : "", list = make("dl", null);
      box.append(make("p", shown(said.title) + pages, { class: "passage" }));
      for (const [heading, values, more] of said.facts) {
        list.append(make("dt", shown(heading)), make("dd", values.map(shown).join(" ; ") + (more ? "…" : "")));
      }
      if (list.children.length) box.append(list);
    }
    box.append(make("p", thing.place, { class: "where" }));
    return box;
  }
  function show() {
    const row = rows[here];
    $("place").textContent = say("of", { count: rows.length, place: here + 1, decided: decided() });
    $("progress").value = decided();
    $("pair").textContent = called(row);
    $("chance").textContent = say("now", { score: row.score, count: row.statements });
    $("reasons").replaceChildren(...row.reasons.map(({ text, weight }) => make("li", `${shown(text)} (${signed(weight)})`, { class: weight < 0 ? "against" : "for" })));
    $("cards").replaceChildren(...row.things.map((thing, place) => card(thing, !place)));
    for (const button of document.querySelectorAll("[data-answer]")) button.setAttribute("aria-pressed", String(button.dataset.answer === row.answer));
    $("back").disabled = here === 0;
    $("on").disabled = here === rows.length - 1;
    $("undo").disabled = !before.length;
    tellKept();
  }
  function go(place, said = "") {
    here = Math.max(0, Math.min(rows.length - 1, place));
    show();
    $("said").textContent = `${said} ${$("place").textContent} ${called(rows[here])}`.trim();
  }

  // ---- deciding ----
  /** The next that nobody has decided, after this one and then from the start; this one where none is left. */
  function next() {
    const open = (row) => !row.answer, after = rows.findIndex((row, place) => place > here && open(row));
    return after >= 0 ? after : rows.findIndex(open);
  }
  function today() {
    const now = new Date(), two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }
  function decide(answer) {
    const row = rows[here], { answer: old, who, when } = row;
    before.push({ here, old: { answer: old, who, when } });
    Object.assign(row, { answer, who: $("who").value.trim(), when: today() });
    keep();
    const place = next(), said = say("answered", { answer: shown(answers[answer]) });
    if (place < 0) go(here + 1, `${said} ${say("none-left")}`);
    else go(place, said);
  }
  function undo() {
    const last = before.pop();
    if (!last) return;
    Object.assign(rows[last.here], last.old);
    keep();
    go(last.here, say("undone"));
  }

  // ---- saving ----
  /** A cell as a table has it, which no spreadsheet takes for a formula. */
  function cell(text) {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }
  function save() {
    const lang = root.lang, between = (1.5).toLocaleString(words[lang].locale).includes(",") ? ";" : ",";
    const table = rows.map((row) => [
      row.keep, row.same, row.answer ? answers[row.answer][lang] : "", row.who ?? "", row.when ?? "", String(row.score),
      row.reasons.map(({ text, weight }) => `${shown(text)} (${signed(weight)})`).join(", "), row.names.map(shown).join(" | "),
      row.things.map((thing) => thing.place).join(" | "),
    ]);
    const lines = [columns[lang], ...table].map((line) => line.map(cell).join(between));
    const file = new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" });
    const link = make("a", null, { href: URL.createObjectURL(file), download: "same-as.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    $("said").textContent = say("saved", { count: decided() });
  }

  // ---- start ----
  recall();
  for (const button of document.querySelectorAll("[data-answer]")) button.addEventListener("click", () => decide(button.dataset.answer));
  $("back").addEventListener("click", () => go(here - 1));
  $("on").addEventListener("click", () => go(here + 1));
  $("undo").addEventListener("click", undo);
  $("save").addEventListener("click", save);
  $("who").addEventListener("change", keep);
  addEventListener("keydown", (event) => {
    if (!$("keys").checked || event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = event.key.toLowerCase(), answer = KEYS[pressed], arrows = pressed.startsWith("arrow");
    if (event.target.closest(`input:not([type=checkbox]${arrows ? "" : ", [type=radio]"}), select, textarea`)) return;
    if (answer) decide(answer);
    else if (pressed === "u") undo();
    else if (pressed === "arrowleft") go(here - 1);
    else if (pressed === "arrowright") go(here + 1);
    else return;
    event.preventDefault();
  });
  new MutationObserver(show).observe(root, { attributeFilter: ["lang"] });
  here = Math.max(0, rows.findIndex((row) => !row.answer));
  show();
})();
