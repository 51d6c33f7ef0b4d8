"use strict";
// All that is in the picture now, as plain data in the picture's own units, for files that are made of it.
function sceneOf(page, { network, element, ground, layer, widthOf, inside, ties, lookOf, edgeLookOf }) {
  const { data, nodes, ends } = page;
  const one = (value) => Math.round(value * 10) / 10;

  /** The point to which a tie bends (of a quadratic curve), or null; vis-network alone knows it. */
  function controlOf(i) {
    const line = network.body.edges[i]?.edgeType;
    const via = ends[i].from === ends[i].to ? null : line?.getViaNode?.();
    return via && Number.isFinite(via.x) ? [one(via.x), one(via.y)] : null;
  }
  return function scene() {
    const ctx = element.querySelector("canvas").getContext("2d");
    const [from, to] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: element.clientWidth, y: element.clientHeight })];
    const spots = network.getPositions();
    const at = (id) => [spots[id].x, spots[id].y];
    return {
      left: one(from.x), top: one(from.y), width: one(to.x - from.x), height: one(to.y - from.y), scale: network.getScale(),
      nodes: [...inside()].sort((a, b) => a - b).map((id) => {
        const { shape, color, size } = { ...data.network.paint[nodes[id].kind], ...data.network.nodes[id] };
        const [x, y] = at(id);
        return { id, x, y, size, shape, color: color.background, border: color.border, opacity: lookOf(id).opacity };
      }),
      edges: ties().sort((a, b) => a - b).map((id) => {
        const { color, opacity } = edgeLookOf(id).color;
        const end = ends[id];
        return { id, from: at(end.from), to: at(end.to), control: controlOf(id), width: widthOf(id), color, opacity, arrow: Boolean(end.arrows) };
      }),
      names: layer.now(ctx),
      ground: ground.plain(ctx),
      view: page.state.view,
    };
  };
}
