"use strict";
// A tip beside the pointer, as plain text: vis-network's own would have to be set for each node beforehand.
function tipsOf(page, network) {
  const { $, data, nodes, ends, edges, names, linkCount, t, say, label, kindName, edgesOf } = page;

  function tip(event, ...rows) {
    const { left, top, width, height } = $("network").getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    $("tip").textContent = rows.filter(Boolean).join("\n");
    $("tip").hidden = !$("tip").textContent;
    $("tip").style.left = `${Math.max(4, Math.min(x + 14, width - $("tip").offsetWidth - 4))}px`;
    $("tip").style.top = `${y + $("tip").offsetHeight + 24 < height ? y + 18 : Math.max(4, y - $("tip").offsetHeight - 10)}px`;
  }
  network.on("hoverNode", ({ node, event }) => tip(event, label(node), say(kindName(nodes[node].kind)), linkCount(edgesOf[node].length)));
  network.on("hoverEdge", ({ edge, event }) => {
    const { relations, evidence } = edges[edge];
    const way = `${label(ends[edge].from)} ${page.oneWay(edge) ? "→" : "–"} ${label(ends[edge].to)}`;
    tip(event, relations.map((name) => say(names[name])).join(", ") || t("linked"), way, page.evidenceText(evidence, page.everySource));
  });
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom", "click"]) network.on(event, () => ($("tip").hidden = true));
  for (const kind of ["Node", "Edge"]) {
    network.on(`hover${kind}`, () => ($("network").style.cursor = "pointer"));
    network.on(`blur${kind}`, () => ($("network").style.cursor = ""));
  }
}
