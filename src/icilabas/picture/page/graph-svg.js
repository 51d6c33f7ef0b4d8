"use strict";
// The picture as a drawing of its own (SVG): real text and shapes, with title, legend and source.
function drawingOf({ data, kinds, nodes, ends, state, t, say, kindName, views, shown, midway, everySource, sourceText }, scene) {
  const NS = "http://www.w3.org/2000/svg";
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
  const [WIDTH, EDGE, INK, SOFT] = [1600, 40, "#1b2530", "#52606d"];
  const tidy = (number) => Math.round(number * 100) / 100;
  // What XML cannot hold, and marks that turn the reading direction of what stands after them.
  const clean = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\u202a-\u202e\u2066-\u2069]/g, "").replace(/\p{Cs}/gu, "");

  function make(tag, attributes = {}, ...children) {
    const element = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes))
      if (value !== null) element.setAttribute(name, typeof value === "number" ? tidy(value) : value);
    element.append(...children);
    return element;
  }
  const write = (text, x, y, size, more = {}) => make("text", { x, y, "font-size": size, fill: INK, ...more }, clean(text));
  const ruler = document.createElement("canvas").getContext("2d");
  function widthOf(text, size) {
    ruler.font = `${size}px ${FONT}`;
    return ruler.measureText(text).width;
  }
  const path = (points, closed) => points.map(([x, y], i) => `${i ? "L" : "M"}${tidy(x)} ${tidy(y)}`).join("") + (closed ? "Z" : "");

  // ---- shapes, as vis-network draws them ----
  const ring = (count, at) => Array.from({ length: count }, (_, i) => at(i));
  const CORNERS = {
    square: (x, y, r) => [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]],
    diamond: (x, y, r) => [[x, y - r], [x + r, y], [x, y + r], [x - r, y]],
    hexagon: (x, y, r) => ring(6, (i) => [x + r * Math.cos((i * Math.PI) / 3), y + r * Math.sin((i * Math.PI) / 3)]),
    triangle: (x, y, r) => [[x, y - 1.01 * r], [x + 1.15 * r, y + 0.98 * r], [x - 1.15 * r, y + 0.98 * r]],
    triangleDown: (x, y, r) => [[x, y + 1.01 * r], [x + 1.15 * r, y - 0.98 * r], [x - 1.15 * r, y - 0.98 * r]],
    star: (x, y, r) => ring(10, (i) => [i % 2 ? 0.41 * r : 1.07 * r, (i * Math.PI) / 5])
      .map(([far, turn]) => [x + far * Math.sin(turn), y + 0.08 * r - far * Math.cos(turn)]),
  };
  function shape({ x, y, size, shape: form, color, border, opacity = 1 }, line = 1.5) {
    const paint = { fill: color, stroke: border, "stroke-width": line, opacity: opacity === 1 ? null : opacity };
    return CORNERS[form] ? make("path", { d: path(CORNERS[form](x, y, size), true), ...paint }) : make("circle", { cx: x, cy: y, r: size, ...paint });
  }

  /** A line with its arrow; it ends at the border of its node. */
  function edge({ id, from, to, control, width, color, opacity, arrow }, spots) {
    const paint = { stroke: color, "stroke-width": width, fill: "none", opacity: opacity === 1 ? null : opacity };
    if (ends[id].from === ends[id].to) {
      const [[x, y], r] = [from, spots.get(ends[id].from)?.size ?? 10];
      return make("circle", { cx: x + r, cy: y - r, r: r * 1.1, ...paint });
    }
    const [bx, by] = control ?? from;
    const turn = Math.atan2(to[1] - by, to[0] - bx);
    const node = spots.get(ends[id].to);
    const inside = node ? Math.max(0, node.size - Math.hypot(to[0] - node.x, to[1] - node.y)) : 0;
    const at = (back, aside = 0) => [to[0] - back * Math.cos(turn) - aside * Math.sin(turn), to[1] - back * Math.sin(turn) + aside * Math.cos(turn)];
    const long = arrow ? 5 + 2.5 * width : 0;
    const [ex, ey] = at(inside + long * 0.8).map(tidy);
    const start = path([from], false);
    const line = make("path", { d: control ? `${start}Q${tidy(bx)} ${tidy(by)} ${ex} ${ey}` : `${start}L${ex} ${ey}`, ...paint });
    if (!arrow) return line;
    const head = path([at(inside), at(inside + long, long * 0.4), at(inside + long, -long * 0.4)], true);
    return make("g", { opacity: paint.opacity }, ...[line, make("path", { d: head, fill: color })].map((part) => (part.removeAttribute("opacity"), part)));
  }
  function name({ rows, x, y, size, bold, line }) {
    const lines = rows.map((row, i) => write(row, x, y + (i + 0.85) * (size * 1.15), size, { "font-weight": bold ? "bold" : null }));
    const lead = line ? [make("path", { d: path([[line[0], line[1]], [line[2], line[3]]]), stroke: SOFT, "stroke-width": size / 13 })] : [];
    return make("g", { "text-anchor": "middle", stroke: "#fff", "stroke-width": size * 0.27, "stroke-linejoin": "round", "paint-order": "stroke" }, ...lead, ...lines);
  }
  const pairs = (flat) => (typeof flat[0] === "number" ? Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]) : flat);
  function ground({ land = [], borders = [], columns = [] }, top, size) {
    return [...land.map((points) => make("path", { d: path(pairs(points), true), fill: "#eceff2", stroke: "#c3cbd3", "stroke-width": size / 16 })),
      ...borders.map((points) => make("path", { d: path(pairs(points)), fill: "none", stroke: "#c3cbd3", "stroke-width": size / 16 })),
      ...columns.map(({ x, label }) => write(typeof label === "string" ? label : say(label), x, top + 1.5 * size, size, { "text-anchor": "middle", "font-weight": "bold" }))];
  }

  /** The shown kinds, in rows as wide as the drawing. */
  function legend(top) {
    const found = [...new Set(shown().map((id) => nodes[id].kind))].sort((a, b) => a - b);
    let [x, y] = [EDGE, top];
    const parts = found.flatMap((kind) => {
      const text = say(kindName(kind));
      const wide = 30 + widthOf(text, 16) + 24;
      if (x > EDGE && x + wide > WIDTH - EDGE) [x, y] = [EDGE, y + 28];
      x += wide;
      return [shape({ ...kinds[kind], x: x - wide + 9, y: y - 5, size: 8, border: "#26323f" }, 1), write(text.charAt(0).toUpperCase() + text.slice(1), x - wide + 26, y, 16)];
    });
    return { parts, bottom: y };
  }

  return function svg() {
    const seen = scene();
    const height = Math.max(300, (seen.height / seen.width) * (WIDTH - 2 * EDGE));
    const spots = new Map(seen.nodes.map((node) => [node.id, node]));
    const near = ({ x, y, size }) => x + size > seen.left && x - size < seen.left + seen.width && y + size > seen.top && y - size < seen.top + seen.height;
    const frame = make("svg", { x: EDGE, y: 110, width: WIDTH - 2 * EDGE, height, viewBox: [seen.left, seen.top, seen.width, seen.height].map(tidy).join(" ") },
      ...ground(seen.ground ?? {}, seen.top, 16 / (seen.scale || 1)), ...seen.edges.map((one) => edge(one, spots)),
      ...seen.nodes.filter(near).map((node) => shape(node)), ...seen.names.map(name));
    const title = say(data.title) || t("page");
    const about = [views.length > 1 ? t(`view-${state.view}`) : "", t("shown", { shown: shown().length, count: nodes.length }), midway() ? t("midway", { count: midway() }) : ""].filter(Boolean).join(" · ");
    const { parts, bottom } = legend(110 + height + 40);
    const source = sourceText(everySource);
    const total = bottom + (source ? 60 : 30);
    const root = make("svg", { width: WIDTH, height: total, viewBox: `0 0 ${WIDTH} ${tidy(total)}`, "font-family": FONT, lang: state.lang, role: "img", "aria-labelledby": "title" },
      make("title", { id: "title" }, clean(title)), make("rect", { width: WIDTH, height: total, fill: "#fff" }),
      write(title, EDGE, 56, 30, { "font-weight": "bold" }), write(about, EDGE, 86, 17, { fill: SOFT }),
      frame, ...parts, ...(source ? [write(source, EDGE, bottom + 36, 15, { fill: SOFT })] : []));
    return { text: new XMLSerializer().serializeToString(root), width: WIDTH, height: total };
  };
}
