"use strict";
// Take away: what is shown as an image, a drawing, tables, or on paper. Nothing leaves the reader's machine.

/** A table as the site's others: no cell that a spreadsheet runs as a formula; semicolons in languages of decimal commas. */
function csvOf(rows, lang = "en") {
  const comma = new Intl.NumberFormat(lang).format(0.5).includes(","), separator = comma ? ";" : ",";
  const cell = (value) => {
    if (typeof value === "number") return comma ? String(value).replace(".", ",") : String(value);
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(separator)}\r\n`).join("");
}

function exportOf(page, { scene, ordered }) {
  const { $, data, nodes, edges, ends, names, state, t, say, label, fold, views, kindName, edgesOf, edgeVisible, saying } = page;
  const drawing = drawingOf(page, scene);
  const SHARP = 2;

  function save(blob, ending) {
    const url = URL.createObjectURL(blob);
    const title = fold(say(data.title) || t("page")).replaceAll(" ", "-").slice(0, 60) || "icilabas";
    const link = page.make("a", { href: url, download: `${title}${views.length > 1 ? `-${state.view}` : ""}${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    $("status").textContent = t("saved", { name: link.download });
  }
  function svg() {
    save(new Blob([drawing().text], { type: "image/svg+xml" }), ".svg");
  }
  /** The drawing as an image, so that both are the same. */
  async function png() {
    const { text, width, height } = drawing();
    const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * SHARP, Math.round(height * SHARP)];
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    canvas.toBlob((blob) => save(blob, ".png"), "image/png");
  }

  function csv(rows, ending) {
    save(new Blob(["\ufeff", csvOf(rows, state.lang)], { type: "text/csv;charset=utf-8" }), ending);
  }
  const named = (number) => (number === null ? "" : say(names[number]));
  function nodeRows() {
    const links = (id) => edgesOf[id].filter(edgeVisible).length;
    return [["id", ...["name", "kind", "sphere", "territory", "aliases", "description", "links"].map(t)],
      ...ordered().map((id) => [nodes[id].slug, label(id), say(kindName(nodes[id].kind)), named(nodes[id].sphere), named(nodes[id].territory),
        nodes[id].aliases.join(" | "), say(nodes[id].description), links(id)])];
  }
  /** A row for each relation, its evidence as people cite it. */
  function edgeRows() {
    const cited = ({ passage, page: number }) => [named(passage), number ? onPages([number]) : ""].filter(Boolean).join(", ");
    const all = (texts) => [...new Set(texts)].filter(Boolean).join(" | ");
    return [[t("path-from"), t("relation"), t("path-to"), t("passages"), t("source"), `id (${t("path-from")})`, `id (${t("path-to")})`],
      ...[...ends.keys()].filter(edgeVisible).flatMap((i) => {
        const { from, to } = ends[i];
        const relations = edges[i].relations.filter((relation) => state.relations?.has(relation) ?? true);
        return (relations.length ? relations : [null]).map((relation) => [label(from), relation === null ? t("linked") : named(relation), label(to),
          all(saying(i, relation).map(cited)), all(saying(i, relation).map(({ source }) => named(source))), nodes[from].slug, nodes[to].slug]);
      })];
  }
  const act = {
    png, svg, print: () => window.print(),
    nodes: () => csv(nodeRows(), `-${t("nodes-file")}.csv`), edges: () => csv(edgeRows(), `-${t("edges-file")}.csv`),
  };
  for (const b of document.querySelectorAll("[data-take]")) b.addEventListener("click", () => act[b.dataset.take]());
}
