"use strict";
// Names in the picture: as large at any zoom, as many as there is room for. vis-network draws the nodes, this
// draws their names above them; `view` tells it what is to be seen.
function nameLayer(view) {
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
  const MANY = 60; // above so many nodes, the first view names only the greater ones
  const GREAT = 10; // the names of so many nodes may lie over small nodes
  const widths = new Map();
  let placed = { scale: 0, names: [] };

  /** A name as rows of some 24 letters, at most so many. */
  function rowsOf(text, most) {
    const rows = [""];
    for (const piece of text.split(/(?<=[\s–—/])/)) {
      if (rows.at(-1) && rows.at(-1).length + piece.trim().length > 24) rows.push(piece);
      else rows.push(rows.pop() + piece);
    }
    const cut = rows.slice(0, most).map((row) => (row.length > 34 ? `${row.slice(0, 33)}…` : row.trim()));
    if (rows.length > most) cut.push(`${cut.pop()} …`);
    return cut;
  }
  function widthOf(ctx, text) {
    if (!widths.has(text)) widths.set(text, ctx.measureText(text).width);
    return widths.get(text);
  }

  /** Boxes [left, top, right, bottom] with a weight; `crowd` tells how much is in the way of another box. */
  function boxGrid(cell) {
    const grid = new Map();
    const cells = ([left, top, right, bottom]) => {
      const keys = [];
      for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x++)
        for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y++) keys.push(`${x} ${y}`);
      return keys;
    };
    const take = (box, weight) => {
      const taken = { box, weight };
      for (const key of cells(box)) grid.has(key) ? grid.get(key).push(taken) : grid.set(key, [taken]);
    };
    const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    const crowd = (box) => [...new Set(cells(box).flatMap((key) => grid.get(key) ?? []))]
      .reduce((sum, other) => sum + (meet(box, other.box) ? other.weight : 0), 0);
    return { take, crowd };
  }

  /** Choose for each name a free place beside its node; a name without one is left out until one zooms in. */
  function place(ctx, scale) {
    const { network, element, focus } = view;
    const ids = view.ids(); // the greatest first
    const px = 1 / scale;
    const grid = boxGrid(120 * px);
    const spots = network.getPositions();
    const radius = (id) => view.size(id) + 2;
    for (const id of ids) {
      const [{ x, y }, r] = [spots[id], radius(id) * 0.8];
      grid.take([x - r, y - r, x + r, y + r], Math.min(1, (radius(id) * scale) / 8));
    }
    const { x: west, y: north } = network.DOMtoCanvas({ x: 2, y: 2 });
    const { x: east, y: south } = network.DOMtoCanvas({ x: element.clientWidth - 2, y: element.clientHeight - 2 });
    const cutOff = (x, y, box) => west < x && x < east && north < y && y < south
      && (box[0] < west || box[2] > east || box[1] < north || box[3] > south);
    const spot = (id, rows, most) => {
      const w = (Math.max(...rows.map((row) => widthOf(ctx, row))) + 4) * px;
      const h = (rows.length * 15 + 2) * px;
      const [{ x, y }, r] = [spots[id], radius(id)];
      const boxes = [[x - w / 2, y + r], [x - w / 2, y - r - h], [x + r, y - h / 2], [x - w - r, y - h / 2],
        [x, y + r], [x - w, y + r], [x, y - r - h], [x - w, y - r - h]].map(([a, b]) => [a, b, a + w, b + h]);
      const crowds = boxes.map((box) => grid.crowd(box) + (cutOff(x, y, box) ? 1 : 0));
      const least = Math.min(...crowds);
      return least <= most ? { id, rows, box: boxes[crowds.indexOf(least)] } : null;
    };
    const all = focus() !== null || ids.length <= MANY;
    const count = all ? ids.length : Math.ceil(MANY * Math.max(1, scale / view.fitScale()) ** 2);
    ctx.font = `13px ${FONT}`;
    return ids.slice(0, count).map((id, i) => {
      const text = view.label(id);
      const found = id === focus() ? spot(id, rowsOf(text, 4), Infinity)
        : spot(id, rowsOf(text, all ? 3 : 2), 0) ?? spot(id, rowsOf(text, 1), i < GREAT ? 2 : 0);
      if (found) grid.take(found.box, 4);
      return found;
    }).filter(Boolean);
  }

  function draw(ctx) {
    const scale = view.network.getScale();
    const px = 1 / scale;
    if (placed.scale !== scale) placed = { scale, names: place(ctx, scale) };
    ctx.save();
    Object.assign(ctx, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3.5 * px });
    for (const { id, rows, box } of placed.names) {
      ctx.font = `${id === view.focus() ? "bold " : ""}${13 * px}px ${FONT}`;
      rows.forEach((row, i) => {
        const [x, y] = [(box[0] + box[2]) / 2, box[1] + (1 + i * 15) * px];
        ctx.strokeStyle = "rgba(255, 255, 255, 0.8)";
        ctx.strokeText(row, x, y);
        ctx.fillStyle = "#1b2530";
        ctx.fillText(row, x, y);
      });
    }
    ctx.restore();
  }
  return { draw, forget: () => (placed.scale = 0) };
}
