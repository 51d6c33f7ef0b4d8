"use strict";
// What lies under the nodes: land and borders of the map, columns of the bridge with their headings.
function groundOf(page, network, element, places) {
  const { say, state, viewOf } = page;
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
  const [SEA, LAND, COAST, BORDER] = ["#f4f8fb", "#e9efe2", "#c3cdbb", "#cfd6c8"];
  const [SIDE, BETWEEN] = ["#eef4f9", "#fbf6ec"];
  const ROWS = 3; // of a heading
  const HEAD = 6; // pixels above and below a heading
  const [paths, bands] = [new Map(), new Map()];

  /** Flat lists of coordinates as one path. */
  function pathOf(name, lines, closed) {
    if (!paths.has(name)) {
      const path = new Path2D();
      for (const line of lines ?? []) {
        for (let i = 0; i + 1 < line.length; i += 2) i ? path.lineTo(line[i], line[i + 1]) : path.moveTo(line[i], line[i + 1]);
        if (closed) path.closePath();
      }
      paths.set(name, path);
    }
    return paths.get(name);
  }
  const seen = () => {
    const [a, b] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: element.clientWidth, y: element.clientHeight })];
    return [a.x, a.y, b.x, b.y];
  };
  function map(ctx, view) {
    const [left, top, right, bottom] = seen();
    const px = 1 / network.getScale();
    ctx.fillStyle = SEA;
    ctx.fillRect(left - px, top - px, right - left + 2 * px, bottom - top + 2 * px);
    Object.assign(ctx, { fillStyle: LAND, strokeStyle: COAST, lineWidth: px, lineJoin: "round" });
    ctx.fill(pathOf("outline", view.outline, true), "evenodd");
    ctx.stroke(pathOf("outline", view.outline, true));
    Object.assign(ctx, { strokeStyle: BORDER, lineWidth: px });
    ctx.stroke(pathOf("borders", view.borders, false));
  }

  /** The columns of the bridge: [left, top, right, bottom] of its band, and where its heading stands. */
  function columns() {
    const view = viewOf(state.view);
    if (!view?.columns?.length) return [];
    if (!bands.has(view)) bands.set(view, bandsOf(view));
    return bands.get(view);
  }
  function bandsOf(view) {
    const { stretched, points } = places.placed();
    const sides = view.columns.map(({ x, span = [x, x] }) => span.map((end) => end * stretched[0]));
    let [top, bottom] = [Infinity, -Infinity];
    for (const point of points) {
      if (!point) continue;
      [top, bottom] = [Math.min(top, point[1]), Math.max(bottom, point[1])];
    }
    if (top > bottom) return [];
    const gaps = sides.slice(1).map(([left], i) => left - sides[i][1]);
    const beside = Math.max(40, Math.min(260, ...gaps.map((gap) => gap * 0.36)));
    return view.columns.map(({ label }, i) => ({
      label, x: (sides[i][0] + sides[i][1]) / 2, band: [sides[i][0] - beside, top - 50, sides[i][1] + beside, bottom + 50],
    }));
  }
  const sizeNow = () => (element.clientWidth < 520 ? 12 : 14); // pixels
  /** Headings as rows, at the upper edge of the band, or of the picture when that is further down. */
  function headings(ctx) {
    const [px, size] = [1 / network.getScale(), sizeNow()];
    const [west, north, east] = seen();
    ctx.font = `600 ${size}px ${FONT}`;
    const all = columns();
    const room = Math.max(64, Math.min(...all.slice(1).map(({ x }, i) => x - all[i].x)) / px - 16);
    const wide = (row) => ctx.measureText(row).width;
    const texts = all.map(({ label }) => say(label).split(" ").reduce((rows, word) => {
      const longer = `${rows.at(-1)} ${word}`;
      return rows.length && wide(longer) <= room ? [...rows.slice(0, -1), longer] : [...rows, word];
    }, []).slice(0, ROWS));
    const high = (Math.max(0, ...texts.map((rows) => rows.length)) * (size + 3) + 2 * HEAD) * px;
    return all.map(({ x: middle, band }, i) => {
      const y = Math.max(band[1] - high, north);
      const half = (Math.max(...texts[i].map(wide)) / 2 + 6) * px;
      const onPage = band[0] < east && band[2] > west; // a heading goes out of sight with its band
      const x = onPage ? Math.max(west + half, Math.min(east - half, middle)) : middle;
      return { rows: texts[i], x, y, size: size * px, box: [x - half, y, x + half, y + high] };
    });
  }
  function under(ctx) {
    const view = viewOf(state.view);
    if (!view) return;
    ctx.save();
    if (view.outline || view.borders) map(ctx, view);
    const heads = headings(ctx);
    columns().forEach(({ band: [left, top, right, bottom] }, i) => {
      const high = heads[0].box[3] - heads[0].box[1];
      ctx.fillStyle = i === 1 ? BETWEEN : SIDE;
      ctx.beginPath();
      ctx.roundRect(left, top - high, right - left, bottom - top + high, 14 / network.getScale());
      ctx.fill();
    });
    ctx.restore();
  }
  /** Headings lie over nodes, which may pass below them. */
  function over(ctx) {
    ctx.save();
    const px = 1 / network.getScale();
    headings(ctx).forEach(({ rows, x, y, size }, i) => {
      Object.assign(ctx, { font: `600 ${size}px ${FONT}`, textAlign: "center", textBaseline: "top", fillStyle: "#1b2530",
        strokeStyle: i === 1 ? BETWEEN : SIDE, lineWidth: 5 * px, lineJoin: "round" });
      rows.forEach((row, n) => {
        ctx.strokeText(row, x, y + (HEAD + n * (sizeNow() + 3)) * px);
        ctx.fillText(row, x, y + (HEAD + n * (sizeNow() + 3)) * px);
      });
    });
    ctx.restore();
  }
  /** How many pixels headings need above the nodes. */
  const headroom = () => (columns().length ? (ROWS - 1) * (sizeNow() + 3) + 2 * HEAD : 0);
  /** The ground as plain data; headings as they stand now. */
  function plain(ctx) {
    const view = viewOf(state.view) ?? {};
    const heads = headings(ctx);
    const colors = { sea: SEA, land: LAND, coast: COAST, border: BORDER, side: SIDE, between: BETWEEN };
    return { land: view.outline ?? [], borders: view.borders ?? [], colors,
      columns: columns().map(({ label, x, band }, i) => ({ x, label: say(label), band, rows: heads[i].rows, y: heads[i].y + HEAD / network.getScale(), size: heads[i].size })) };
  }
  /** Which side of the bridge a point is on: -1 left, 1 right, 0 between or no bridge. */
  const sideOf = ({ x }) => {
    const all = columns();
    return all.length < 3 ? 0 : x < all[0].band[2] ? -1 : x > all.at(-1).band[0] ? 1 : 0;
  };
  return { under, over, plain, columns, headroom, sideOf, taken: (ctx) => headings(ctx).map(({ box }) => box) };
}
