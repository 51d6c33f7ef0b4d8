"use strict";
// Names in the picture: as large at any zoom, as many as there is room for. vis-network draws the nodes, this
// draws their names above them; `view` tells it what is to be seen.

/** What nodes may be called where there is little room. */
function formsOfNames({ label, aliases }) {
  const ACRONYM = 12; // no longer alias stands for a name

  /** A name as rows of some 26 letters. */
  function rowsOf(text) {
    const rows = [""];
    for (const piece of text.split(/(?<=[\s–—/]|[^\s-]{5}-)/)) {
      if (rows.at(-1) && rows.at(-1).length + piece.trim().length > 26) rows.push(piece);
      else rows.push(rows.pop() + piece);
    }
    return rows.map((row) => row.trim());
  }
  /** What a node may be called: its name, what stands before a colon or bracket in it, an acronym; as rows. */
  function formsOf(id, most) {
    const full = label(id);
    const [before] = full.split(/\s*:\s|\s\(|\s[–—]\s/);
    const head = before.includes(" ") ? before : full; // one word before a colon says too little
    const short = aliases(id).filter((alias) => alias.length <= ACRONYM).sort((a, b) => a.length - b.length)[0] ?? head;
    const forms = [full, head, short].filter((form, i, all) => form && all.slice(0, i).every((other) => form.length < other.length));
    return forms.map(rowsOf).filter((rows) => rows.length <= most && rows.every((row) => row.length <= 34));
  }
  /** The whole name, for the node that was chosen; only a very long one is cut. */
  function wholeOf(id) {
    const rows = rowsOf(label(id));
    const cut = rows.slice(0, 4).map((row) => (row.length > 34 ? `${row.slice(0, 33)}…` : row));
    return rows.length > 4 ? [...cut.slice(0, 3), `${cut[3]} …`] : cut;
  }
  return { rowsOf, formsOf, wholeOf };
}

/** Boxes [left, top, right, bottom] with a weight; `crowd` tells how much of other owners is in the way of a box, up to `most`. */
function boxGrid(cell) {
  const grid = new Map();
  let asked = 0;
  const each = ([left, top, right, bottom], act) => {
    for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x++)
      for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y++) if (act(x * 1e6 + y) === false) return;
  };
  const take = (box, weight, owner = null) => {
    const taken = { box, weight, owner, asked: 0 };
    each(box, (key) => void (grid.has(key) ? grid.get(key).push(taken) : grid.set(key, [taken])));
  };
  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const crowd = (box, owner, most) => {
    let sum = 0;
    asked += 1;
    each(box, (key) => {
      for (const other of grid.get(key) ?? []) {
        if (other.asked === asked) continue; // it lies in several cells
        other.asked = asked;
        if (other.owner !== owner && meet(box, other.box)) sum += other.weight;
      }
      return sum <= most;
    });
    return sum;
  };
  return { take, crowd };
}

function nameLayer(view) {
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
  const FEW = 60; // so many nodes may have names of many rows
  const GREAT = 8; // so many nodes after these may have their name over small nodes, or away from them
  const NAMED = 40; // so many nodes of the kinds that stand out have a name whatever it lies over
  const [NEAR, FURTHER] = [[8, 18, 30], [44, 60, 80]]; // pixels from a node to a name that is not beside it
  const AREA = 5500; // square pixels a name
  const TRIES = 3; // so many nodes are tried for each name there is room for
  const PAUSE = 90; // milliseconds that a heavy picture has to be still before its names are chosen
  const FAR = 120; // pixels that the picture may be moved before names are chosen anew
  const widths = new Map();
  let placed = { scale: 0, x: 0, y: 0, names: [] };
  let [waiting, rested, hushed] = [0, false, false]; // a timer; names may be chosen; no names while nodes glide

  const { formsOf, wholeOf } = formsOfNames(view);
  const fontOf = (id, size) => `${view.chosen(id) || (view.named(id) && !view.focused()) ? "bold " : ""}${size}px ${FONT}`;
  const sizeIn = (element) => (element.clientWidth < 520 ? 11 : 13); // pixels
  function widthOf(ctx, text) {
    const key = `${ctx.font} ${text}`;
    if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
    return widths.get(key);
  }

  /** Choose for each name a free place beside its node; a name without one is left out until one zooms in. */
  function place(ctx, scale) {
    const { network, element } = view;
    const px = 1 / scale;
    const size = sizeIn(element);
    const grid = boxGrid(60 * px);
    const spots = network.getPositions();
    const { x: west, y: north } = network.DOMtoCanvas({ x: 2, y: 2 });
    const { x: east, y: south } = network.DOMtoCanvas({ x: element.clientWidth - 2, y: element.clientHeight - 2 });
    const inside = ({ x, y }) => west < x && x < east && north < y && y < south;
    const ids = view.ids().filter((id) => inside(spots[id])); // the greatest first
    const radius = (id) => view.size(id) + 2;
    const dense = ids.length > 3 * FEW;
    for (const id of ids) {
      const [{ x, y }, r] = [spots[id], radius(id) * 0.8 + (dense ? 0 : 4) * px]; // a name is nearest to its own node
      grid.take([x - r, y - r, x + r, y + r], Math.min(2, (radius(id) * scale) / 8) * (view.named(id) ? 3 : dense ? 0.25 : 1), id);
    }
    for (const box of view.taken(ctx)) grid.take(box, 9);
    const cutOff = (box) => box[0] < west || box[2] > east || box[1] < north || box[3] > south;
    const sizeOf = (rows) => [(Math.max(...rows.map((row) => widthOf(ctx, row))) + 4) * px, (rows.length * (size + 2) + 2) * px];
    /** The least crowded of these places for a name, if it is no more crowded than `most`. */
    const best = (id, rows, places, most) => {
      const [w, h] = sizeOf(rows);
      let [least, found] = [most, null];
      for (const [x, y] of places(spots[id], radius(id), w, h, view.side(spots[id]))) {
        const box = [x, y, x + w, y + h];
        const much = (cutOff(box) ? 9 : 0) + grid.crowd(box, id, least);
        if (found ? much < least : much <= least) [least, found] = [much, { id, rows, box }];
        if (found && !least) break;
      }
      return found;
    };
    const beside = ({ x, y }, r, w, h, side) => {
      const [left, right] = [[x - w - r, y - h / 2], [x + r, y - h / 2]];
      return [...(side < 0 ? [left] : side > 0 ? [right] : []), [x - w / 2, y + r], [x - w / 2, y - r - h], right, left,
        [x, y + r], [x - w, y + r], [x, y - r - h], [x - w, y - r - h],
        [x + r * 0.7, y + r * 0.4], [x + r * 0.7, y - r * 0.4 - h], [x - w - r * 0.7, y + r * 0.4], [x - w - r * 0.7, y - r * 0.4 - h]];
    };
    const off = (away) => ({ x, y }, r, w, h, side) => Array.from({ length: 16 }, (_, i) => (i * Math.PI) / 8 + (side < 0 ? Math.PI : 0)).map((turn) =>
      [x - w / 2 + Math.cos(turn) * (r + away * px + w / 2), y - h / 2 + Math.sin(turn) * (r + away * px + h / 2)]);
    const first = (tries) => tries.reduce((found, attempt) => found ?? attempt(), null);
    const close = (id, forms, most) => first(forms.map((rows) => () => best(id, rows, beside, most)));
    /** Away from its node, with a line to it. */
    const away = (id, forms, fars, most) => {
      const found = first(fars.flatMap((far) => forms.slice(-1).map((rows) => () => best(id, rows, off(far), most))));
      return found && { ...found, line: true };
    };
    const few = view.focused() || ids.length <= FEW;
    const most = dense ? 3.9 : 2; // less than another name weighs
    const room = few ? Infinity : (element.clientWidth * element.clientHeight) / AREA;
    const tries = few ? Infinity : TRIES * room; // in a crowd most find no place
    let [count, named, others] = [0, 0, 0];
    return ids.map((id) => {
      const must = view.named(id) && ++named <= NAMED;
      const great = must || ++others <= GREAT;
      if ((count >= room || named + others > tries) && !great) return null;
      let forms = formsOf(id, few ? 5 : great ? 3 : 2);
      if (must && !forms.length) forms = [wholeOf(id)];
      ctx.font = fontOf(id, size);
      const found = view.chosen(id) ? close(id, [wholeOf(id)], Infinity)
        : close(id, forms, 0) ?? (great ? away(id, forms, must ? [...NEAR, ...FURTHER] : NEAR, 0) ?? close(id, forms.slice(-1), most) : null)
          ?? (must ? away(id, forms, FURTHER, most) ?? close(id, forms.slice(-1), Infinity) : null);
      if (found) grid.take(found.box, 4);
      if (found) count += 1;
      return found;
    }).filter(Boolean);
  }

  /** A line from a node to its name. */
  const leadOf = ({ x, y }, [left, top, right, bottom]) => [x, y, Math.min(Math.max(x, left), right), Math.min(Math.max(y, top), bottom)];
  function lead(ctx, spot, box, px) {
    const [x, y, nearX, nearY] = leadOf(spot, box);
    ctx.save();
    Object.assign(ctx, { strokeStyle: "#52606d", lineWidth: px });
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(nearX, nearY);
    ctx.stroke();
    ctx.restore();
  }

  /** Choose the names anew where that is due; a heavy picture does it when it has come to rest. */
  function choose(ctx) {
    const scale = view.network.getScale();
    const { x, y } = view.network.getViewPosition();
    const away = Math.hypot(x - placed.x, y - placed.y) * scale;
    if (placed.scale === scale && away <= FAR) return;
    if (!view.light() && !rested) {
      if (placed.scale !== scale) placed = { scale: 0, x, y, names: [] };
      moving();
      return;
    }
    placed = { scale, x, y, names: place(ctx, scale) };
    rested = false;
  }
  /** The picture is on the move; it is drawn with its names once that ends. */
  function moving() {
    if (view.light()) return;
    rested = false;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      rested = true;
      view.network.redraw();
    }, PAUSE);
  }
  function draw(ctx) {
    if (hushed) return;
    choose(ctx);
    const px = 1 / view.network.getScale();
    const size = sizeIn(view.element);
    ctx.save();
    Object.assign(ctx, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3.5 * px });
    for (const { id, rows, box, line } of placed.names) {
      if (line) lead(ctx, view.network.getPosition(id), box, px);
      ctx.font = fontOf(id, size * px);
      rows.forEach((row, i) => {
        const [left, top] = [(box[0] + box[2]) / 2, box[1] + (1 + i * (size + 2)) * px];
        ctx.strokeStyle = "rgba(255, 255, 255, 0.8)";
        ctx.strokeText(row, left, top);
        ctx.fillStyle = "#1b2530";
        ctx.fillText(row, left, top);
      });
    }
    ctx.restore();
  }
  /** The names that are in the picture, as plain data in its units. */
  function now(ctx) {
    clearTimeout(waiting);
    [rested, hushed] = [true, false];
    choose(ctx);
    rested = false;
    view.network.redraw(); // these names are drawn too
    const px = 1 / view.network.getScale();
    const size = sizeIn(view.element);
    return placed.names.map(({ id, rows, box, line }) => ({
      id, rows, x: (box[0] + box[2]) / 2, y: box[1] + px, size: size * px, step: (size + 2) * px, bold: fontOf(id, size).startsWith("bold"),
      line: line ? leadOf(view.network.getPosition(id), box) : null,
    }));
  }
  const hush = (on) => {
    if (hushed && !on) placed.scale = 0;
    hushed = on;
  };
  return { draw, now, hush, moving, forget: () => (placed.scale = 0) };
}
