"use strict";
// The picture: vis-network draws nodes and edges, graph-names.js their names; the state says what is shown and bright.
function pictureOf(page, choose) {
  const { $, data, nodes, kinds, ends, edges, names, state, t, say, label, kindName, edgesOf, visible, shown, brightNodes, byDegree } = page;
  const LINE = { color: "#8b96a3", hover: "#26323f", highlight: "#26323f", opacity: 0.75 };
  const EDGE = 26; // pixels that stay free around what is fitted, for names
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const painted = { nodes: new Map(), edges: new Map() };
  let drawn = false; // vis-network draws after this script; what is selected before is shown then
  let moved = false; // the reader has chosen what to look at

  /** Edges between the same two nodes are bent apart; a single one is straight. */
  function bent() {
    const seen = new Map();
    const pair = (e) => `${Math.min(e.from, e.to)} ${Math.max(e.from, e.to)}`;
    for (const e of ends) seen.set(pair(e), (seen.get(pair(e)) ?? 0) + 1);
    const turn = new Map();
    return ends.map((e) => {
      const all = seen.get(pair(e));
      const i = turn.get(pair(e)) ?? 0;
      turn.set(pair(e), i + 1);
      if (e.from === e.to) return { ...e, selfReference: { size: 14 + 8 * i } };
      if (all === 1) return e;
      const bend = (i - (all - 1) / 2) * (e.from < e.to ? 1 : -1);
      return { ...e, smooth: { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) * 0.18 } };
    });
  }

  const nodeLook = (id, bright) => ({ id, hidden: !visible(id), opacity: !bright || bright.has(id) ? 1 : 0.16 });
  function edgeLook(id, bright) {
    const touched = page.edgeBright(id);
    const color = { ...LINE, color: touched ? "#26323f" : LINE.color, opacity: !bright || touched ? LINE.opacity : 0.1 };
    return { id, hidden: !page.edgeVisible(id), color };
  }
  /** The looks that are not as they were before; the others cost vis-network time. */
  function changed(before, looks) {
    return looks.filter((look) => {
      const key = JSON.stringify(look);
      const other = before.get(look.id) !== key;
      before.set(look.id, key);
      return other;
    });
  }

  /** How much wider or higher the picture is than the layout; nodes move apart by that, so none come together. */
  function stretch() {
    const spots = data.network.nodes.filter((_, id) => visible(id));
    const span = (axis) => Math.max(...spots.map((spot) => spot[axis])) - Math.min(...spots.map((spot) => spot[axis])) + 100;
    const more = ($("network").clientWidth / Math.max(1, $("network").clientHeight)) / (span("x") / span("y"));
    return spots.length > 2 && Number.isFinite(more) && more > 0 ? [Math.min(2, Math.max(1, more)), Math.min(2, Math.max(1, 1 / more))] : [1, 1];
  }
  const [wider, higher] = stretch();

  // Names are drawn by graph-names.js, so vis-network does not get the labels.
  const firstNodes = changed(painted.nodes, nodes.map((_, id) => nodeLook(id, null)));
  const drawnNodes = new vis.DataSet(data.network.nodes.map(({ label: _, ...rest }, id) =>
    ({ ...rest, x: rest.x * wider, y: rest.y * higher, ...firstNodes[id] })));
  const firstEdges = changed(painted.edges, ends.map((_, id) => edgeLook(id, null)));
  const drawnEdges = new vis.DataSet(bent().map((e, id) => ({ ...e, ...firstEdges[id] })));
  const options = { ...data.network.options };
  options.interaction = { ...options.interaction, keyboard: { enabled: true, bindToWindow: false } };
  const network = new vis.Network($("network"), { nodes: drawnNodes, edges: drawnEdges }, options);
  const layer = nameLayer({
    network, label, element: $("network"), size: (id) => data.network.nodes[id].size, aliases: (id) => nodes[id].aliases,
    named: (id) => kinds[nodes[id].kind].named, chosen: (id) => id === state.selected, focused: () => brightNodes() !== null,
    ids: () => [...(brightNodes() ?? nodes.keys())].filter(visible)
      .sort((a, b) => (b === state.selected) - (a === state.selected) || kinds[nodes[b].kind].named - kinds[nodes[a].kind].named || byDegree(a, b)),
  });

  const light = () => ends.filter(({ from, to }) => visible(from) && visible(to)).length < 600; // drawn within a frame
  /** Not by vis-network's own fit: it does not know yet where nodes stand that were hidden until now. */
  function fit(moving, ids) {
    if (!ids.length) return;
    const spots = network.getPositions(ids);
    const [width, height] = [$("network").clientWidth, $("network").clientHeight];
    const side = (axis, sign) => Math.max(...ids.map((id) => sign * spots[id][axis] + data.network.nodes[id].size)) * sign;
    const [left, right, top, bottom] = [side("x", -1), side("x", 1), side("y", -1), side("y", 1)];
    const scale = Math.min(1.25, (width - 2 * EDGE) / (right - left), (height - 2 * EDGE) / (bottom - top));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(0.02, scale),
      animation: moving && !still && light() ? { duration: 350, easingFunction: "easeInOutQuad" } : false });
    moved = false;
    layer.forget();
  }
  const all = (moving = true) => fit(moving, shown());
  /** Show all that is bright, or all. */
  const refit = (moving) => fit(moving, [...(brightNodes() ?? nodes.keys())].filter(visible));
  function zoom(factor) {
    moved = true;
    network.moveTo({ scale: Math.min(8, Math.max(0.02, network.getScale() * factor)), animation: !still && { duration: 200 } });
  }

  /** Bring what is hidden, bright or dim in the picture in step with the state. */
  function paint() {
    const bright = brightNodes();
    const newNodes = changed(painted.nodes, nodes.map((_, id) => nodeLook(id, bright)));
    const newEdges = changed(painted.edges, ends.map((_, id) => edgeLook(id, bright)));
    if (newNodes.length) drawnNodes.update(newNodes);
    if (newEdges.length) drawnEdges.update(newEdges);
    layer.forget();
    if (!drawn && bright === null) return; // vis-network is about to draw; these draw at once
    if (state.edge !== null) network.selectEdges([state.edge]);
    else if (state.selected !== null) network.selectNodes([state.selected], false);
    else network.unselectAll();
  }

  /** A tip beside the pointer, as plain text: vis-network's own would have to be set for each node beforehand. */
  function tip(event, ...rows) {
    const { left, top, width, height } = $("network").getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    $("tip").textContent = rows.filter(Boolean).join("\n");
    $("tip").hidden = !$("tip").textContent;
    $("tip").style.left = `${Math.max(4, Math.min(x + 14, width - $("tip").offsetWidth - 4))}px`;
    $("tip").style.top = `${y + $("tip").offsetHeight + 24 < height ? y + 18 : Math.max(4, y - $("tip").offsetHeight - 10)}px`;
  }
  network.on("hoverNode", ({ node, event }) => tip(event, label(node), say(kindName(nodes[node].kind)), t("degree")(edgesOf[node].length)));
  network.on("hoverEdge", ({ edge, event }) => {
    const { relations, evidence } = edges[edge];
    const way = `${label(ends[edge].from)} ${data.directed ? "→" : "–"} ${label(ends[edge].to)}`;
    tip(event, relations.map((name) => say(names[name])).join(", ") || t("linked"), way, page.evidenceText(evidence, page.everySource));
  });
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom", "click"]) network.on(event, () => ($("tip").hidden = true));
  for (const kind of ["Node", "Edge"]) {
    network.on(`hover${kind}`, () => ($("network").style.cursor = "pointer"));
    network.on(`blur${kind}`, () => ($("network").style.cursor = ""));
  }
  network.on("click", ({ nodes: [node = null], edges: [edge = null] }) => choose(node, node === null ? edge : null));
  network.on("dragging", ({ nodes: taken }) => taken.length && layer.forget());
  network.on("dragEnd", () => {
    moved = true;
    layer.forget();
  });
  network.on("zoom", () => (moved = true));
  network.on("afterDrawing", (context) => {
    drawn = true;
    layer.draw(context);
  });
  network.on("resize", () => requestAnimationFrame(() => refit(false))); // after vis-network's own change of scale
  all(false);
  // ---- stub: stands in for another's work until it is here ----
  function view(name) {
    state.view = name;
    const points = data.views?.find((one) => one.name === name)?.points;
    paint(); // first what is to be seen: an update of places draws at once
    drawnNodes.update(data.network.nodes.map(({ x, y }, id) => (points ? points[id] && { id, x: points[id][0], y: points[id][1] }
      : { id, x: x * wider, y: y * higher })).filter(Boolean));
    all(false);
  }
  function scene() {
    const spots = network.getPositions();
    const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
    const { x: right, y: bottom } = network.DOMtoCanvas({ x: $("network").clientWidth, y: $("network").clientHeight });
    const bright = brightNodes();
    const at = (id) => [spots[id].x, spots[id].y];
    const ids = shown();
    const px = 1 / network.getScale();
    return {
      left, top, width: right - left, height: bottom - top, scale: network.getScale(),
      nodes: ids.map((id) => ({ id, ...spots[id], size: data.network.nodes[id].size, shape: kinds[nodes[id].kind].shape,
        color: kinds[nodes[id].kind].color, border: "#26323f", opacity: nodeLook(id, bright).opacity })),
      edges: [...ends.keys()].filter((i) => page.edgeVisible(i)).map((i) => ({ id: i, from: at(ends[i].from), to: at(ends[i].to),
        control: null, width: ends[i].width, color: edgeLook(i, bright).color.color, opacity: edgeLook(i, bright).color.opacity, arrow: data.directed })),
      names: ids.slice(0, 40).map((id) => ({ rows: [label(id)], x: spots[id].x, y: spots[id].y + data.network.nodes[id].size, size: 13 * px, bold: false, line: null })),
      ground: { land: [], borders: [], columns: [] },
    };
  }
  return { paint, refit, zoom, all, view, scene, left: () => 0, canvas: () => network.canvas.frame.canvas, settle: () => moved || refit(true) };
}
