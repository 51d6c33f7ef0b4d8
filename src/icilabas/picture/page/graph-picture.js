"use strict";
// The picture: vis-network draws nodes and edges, graph-names.js their names; the state says what is shown and bright,
// graph-places.js what is in the picture and where, graph-ground.js draws what lies below.
function pictureOf(page, choose) {
  const { $, data, nodes, kinds, ends, state, label, edgesOf, visible, shown, brightNodes, byDegree, viewOf } = page;
  const LINE = { color: "#8b96a3", hover: "#26323f", highlight: "#26323f", opacity: 0.75, inherit: false };
  const EDGE = 26; // pixels that stay free around what is fitted, for names
  const LIGHT = 600; // so many ties are drawn within a frame
  const MOVE = 350; // milliseconds
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const element = $("network");
  const places = placesOf(page, element);
  const painted = { nodes: new Map(), edges: new Map(), view: state.view };
  const first = new Set(data.hidden);
  let inside = places.inside();
  let lent = null; // the kinds hidden in the network at first, while another view shows all
  let drawn = false; // vis-network draws after this script; what is selected before is shown then
  let moved = false; // the reader has chosen what to look at
  let turn = 0; // counts the moves from view to view: a new one ends the one before

  const lookOf = (id, bright = brightNodes()) => ({ id, opacity: !bright || bright.has(id) ? 1 : 0.16 });
  function edgeLookOf(id, bright = brightNodes()) {
    const touched = page.edgeBright(id);
    return { id, color: { ...LINE, color: touched ? "#26323f" : LINE.color, opacity: !bright || touched ? LINE.opacity : 0.1 } };
  }

  // ---- what vis-network is given: names are drawn by graph-names.js, so no labels; looks by kind ----
  const groups = { ...data.network.paint };
  const nodeOf = (id) => {
    const { shape, size, color } = data.network.nodes[id];
    return { ...placeOf(id), size, group: String(nodes[id].kind), ...(shape ? { shape } : {}), ...(color ? { color } : {}) };
  };
  const tieOf = (i) => ({ id: i, from: ends[i].from, to: ends[i].to, width: places.widthOf(i), ...(ends[i].arrows ? { arrows: ends[i].arrows } : {}), ...places.courseOf(i) });
  const tiesOf = (set) => [...set].flatMap((id) => edgesOf[id].filter((i) => ends[i].from === id && set.has(ends[i].to) && page.relationKept(i)));
  const drawnNodes = new vis.DataSet();
  const drawnEdges = new vis.DataSet();

  /** Bring what is in the picture, and how it looks, in step with the state; only what has changed costs time. */
  function sync() {
    const bright = brightNodes();
    places.join();
    inside = places.inside();
    const turned = painted.view !== state.view;
    painted.view = state.view;
    const wanted = new Set(tiesOf(inside));
    const oldEdges = [...painted.edges.keys()].filter((i) => turned || !wanted.has(i));
    const oldNodes = [...painted.nodes.keys()].filter((id) => !inside.has(id));
    for (const i of oldEdges) painted.edges.delete(i);
    for (const id of oldNodes) painted.nodes.delete(id);
    drawnEdges.remove(oldEdges);
    drawnNodes.remove(oldNodes);
    const change = (before, ids, look, make, plain) => {
      const [added, changed] = [[], []];
      for (const id of ids) {
        const now = look(id, bright);
        const { id: _, ...rest } = now;
        const key = JSON.stringify(rest.color ?? rest);
        if (!before.has(id)) added.push(key === plain ? make(id) : { ...make(id), ...rest });
        else if (before.get(id) !== key) changed.push(now);
        before.set(id, key);
      }
      return [added, changed];
    };
    const fresh = new Set([...inside].filter((id) => !painted.nodes.has(id)));
    const [newNodes, otherNodes] = change(painted.nodes, inside, lookOf, nodeOf, '{"opacity":1}');
    const [newEdges, otherEdges] = change(painted.edges, wanted, edgeLookOf, tieOf, JSON.stringify(LINE));
    if (turned) otherNodes.push(...[...inside].filter((id) => !fresh.has(id)).map(placeOf));
    if (newNodes.length) drawnNodes.add(newNodes);
    if (otherNodes.length) drawnNodes.update(otherNodes);
    if (newEdges.length) drawnEdges.add(newEdges);
    if (otherEdges.length) drawnEdges.update(otherEdges);
  }
  function placeOf(id) {
    const [x, y] = places.placed().points[id];
    return { id, x, y };
  }

  sync();
  const options = { ...data.network.options, groups };
  options.edges = { ...options.edges, color: LINE };
  options.interaction = { ...options.interaction, keyboard: { enabled: true, bindToWindow: false } };
  const network = new vis.Network(element, { nodes: drawnNodes, edges: drawnEdges }, options);
  const light = () => drawnEdges.length < LIGHT;
  const ground = groundOf(page, network, element, places);
  const layer = nameLayer({
    network, label, element, size: (id) => data.network.nodes[id].size, aliases: (id) => nodes[id].aliases, light,
    named: (id) => kinds[nodes[id].kind].named, chosen: (id) => id === state.selected, focused: () => brightNodes() !== null,
    taken: ground.taken, side: ground.sideOf, ids: () => [...(brightNodes() ?? inside)].filter((id) => inside.has(id))
      .sort((a, b) => (b === state.selected) - (a === state.selected) || kinds[nodes[b].kind].named - kinds[nodes[a].kind].named || byDegree(a, b)),
  });

  /** Not by vis-network's own fit: it does not know yet where nodes stand that were hidden until now. */
  function fit(moving, ids) {
    if (!ids.length) return;
    const { points } = places.placed();
    const [width, height, head] = [element.clientWidth, element.clientHeight, ground.headroom()];
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    const take = (x, y, r) => ([left, right, top, bottom] = [Math.min(left, x - r), Math.max(right, x + r), Math.min(top, y - r), Math.max(bottom, y + r)]);
    for (const id of ids) take(...points[id], data.network.nodes[id].size);
    const bands = brightNodes() ? [] : ground.columns();
    for (const { band } of bands) [take(band[0], band[1], 0), take(band[2], band[3], 0)];
    const edge = bands.length ? 8 : EDGE;
    const scale = Math.max(0.02, Math.min(1.25, (width - 2 * edge) / (right - left), (height - 2 * edge - head) / (bottom - top)));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom - head / scale) / 2 }, scale,
      animation: moving && !still && light() ? { duration: MOVE, easingFunction: "easeInOutQuad" } : false });
    moved = false;
    layer.forget();
  }
  const all = (moving = true) => fit(moving, [...inside]);
  /** Show all that is bright, or all. */
  const refit = (moving) => fit(moving, [...(brightNodes() ?? inside)].filter((id) => inside.has(id)));
  function zoom(factor) {
    moved = true;
    network.moveTo({ scale: Math.min(8, Math.max(0.02, network.getScale() * factor)), animation: !still && light() && { duration: 200 } });
  }

  function paint() {
    layer.hush(true); // vis-network draws while it takes nodes in and out
    sync();
    layer.hush(false);
    layer.forget();
    if (!drawn && brightNodes() === null) return; // vis-network is about to draw; these draw at once
    if (state.edge !== null && painted.edges.has(state.edge)) network.selectEdges([state.edge]);
    else if (state.selected !== null && inside.has(state.selected)) network.selectNodes([state.selected], false);
    else network.unselectAll();
  }

  /** Move the nodes to where another view has them. Kinds hidden at first are hidden in the network only. */
  function view(name) {
    const next = viewOf(name) ? name : "network";
    if (next === state.view) return refit(true);
    if (state.view === "network" && [...state.hidden].every((kind) => first.has(kind))) {
      [lent, state.hidden] = [state.hidden, new Set()];
    } else if (next === "network") {
      if (lent && !state.hidden.size) state.hidden = lent;
      lent = null;
    }
    const before = network.getPositions();
    state.view = next;
    paint();
    refit(true);
    if (!still && light()) glide(before);
  }
  function glide(before) {
    const mine = ++turn;
    const { points } = places.placed();
    const ids = [...inside].filter((id) => before[id]);
    const start = performance.now();
    const step = (now) => {
      if (mine !== turn) return;
      const part = Math.min(1, Math.max(0, (now - start) / MOVE));
      const eased = part < 0.5 ? 2 * part * part : 1 - (2 - 2 * part) ** 2 / 2;
      for (const id of ids) {
        const node = network.body.nodes[id];
        if (node) [node.x, node.y] = [0, 1].map((axis) => before[id]["xy"[axis]] * (1 - eased) + points[id][axis] * eased);
      }
      layer.hush(part < 1);
      network.redraw();
      if (part < 1) requestAnimationFrame(step);
    };
    step(start);
  }

  function more() {
    places.more();
    paint();
    refit(false);
  }
  listen();
  all(false);
  const ties = () => [...painted.edges.keys()];
  const scene = sceneOf(page, { network, element, ground, layer, widthOf: places.widthOf, inside: () => inside, ties, lookOf, edgeLookOf });
  const picture = { paint, refit, zoom, all, view, more, scene, settle: () => moved || refit(true),
    left: () => shown().length - inside.size, canvas: () => element.querySelector("canvas") };
  element.picture = picture; // for whoever drives the page from outside, as tests do
  return picture;

  function listen() {
    tipsOf(page, network);
    network.on("click", ({ nodes: [node = null], edges: [edge = null] }) => choose(node, node === null ? edge : null));
    network.on("dragging", ({ nodes: taken }) => (taken.length ? layer.forget() : layer.moving()));
    network.on("dragEnd", ({ nodes: taken }) => {
      const spots = network.getPositions(taken);
      for (const id of taken) places.put(id, spots[id]);
      moved = true;
      layer.forget();
    });
    network.on("zoom", () => (moved = true));
    network.on("beforeDrawing", ground.under);
    network.on("afterDrawing", (context) => {
      drawn = true;
      layer.draw(context);
      ground.over(context);
    });
    network.on("resize", () => requestAnimationFrame(() => refit(false))); // after vis-network's own change of scale
  }
}
