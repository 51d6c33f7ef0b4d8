"use strict";
// What is in the picture, and where. A large network shows its most linked nodes; others join them when they are
// asked for: by a choice, with their neighbours, or by a filter that leaves few. vis-network is given only these.
function placesOf(page, element) {
  const { data, nodes, ends, state, edgesOf, neighbours, visible, byDegree, pointsOf } = page;
  const MOST = { nodes: 1200, ties: 5000 }; // so much is drawn whole, in about half a second
  const FIRST = { nodes: 600, ties: 2400 }; // of a network with more than that, at first
  const order = [...nodes.keys()].sort(byDegree);
  const spots = new Map(); // for each view a point or null for each node
  let joined = []; // nodes that a choice has brought, the newest last
  let times = 1; // how often the reader asked for more

  /** How much wider or higher the picture is than the layout; nodes move apart by that, so none come together. */
  function stretch(points) {
    const ids = [...nodes.keys()].filter((id) => points[id] && visible(id));
    if (ids.length < 3) return [1, 1];
    const span = (axis) => {
      let [least, most] = [Infinity, -Infinity];
      for (const id of ids) [least, most] = [Math.min(least, points[id][axis]), Math.max(most, points[id][axis])];
      return most - least + 100;
    };
    const more = element.clientWidth / Math.max(1, element.clientHeight) / (span(0) / span(1));
    return Number.isFinite(more) && more > 0 ? [Math.min(2, Math.max(1, more)), Math.min(2, Math.max(1, 1 / more))] : [1, 1];
  }
  /** The view as it lies in the picture: `points`, and how much it is `stretched`. Places on a map stay where they are. */
  function placed(name = state.view) {
    if (!spots.has(name)) {
      const points = pointsOf(name);
      const stretched = name === "map" ? [1, 1] : stretch(points);
      spots.set(name, { stretched, points: points.map((point) => point && point.map((at, axis) => Math.round(at * stretched[axis]))) });
    }
    return spots.get(name);
  }

  /** The nodes that are in the picture now: all that are visible, or the joined and the most linked. */
  function inside() {
    const whole = upTo(MOST, []);
    return whole.all ? whole.found : upTo({ nodes: FIRST.nodes * times, ties: FIRST.ties * times }, joined).found;
  }
  function upTo(more, begin) {
    const found = new Set();
    let ties = 0;
    const put = (id) => {
      for (const i of edgesOf[id]) ties += found.has(ends[i].from) || found.has(ends[i].to);
      found.add(id);
    };
    for (const id of begin) if (visible(id)) put(id);
    const most = { nodes: found.size + more.nodes, ties: ties + more.ties };
    for (const id of order) {
      if (found.has(id) || !visible(id)) continue;
      if (found.size >= most.nodes || ties >= most.ties) return { found, all: false };
      put(id);
    }
    return { found, all: true };
  }
  /** A choice brings its neighbours, the most linked first; of earlier choices the last ones stay. */
  function join() {
    const chosen = state.edge !== null ? [ends[state.edge].from, ends[state.edge].to] : state.selected !== null ? [state.selected] : [];
    if (!chosen.length || (nodes.length <= MOST.nodes && ends.length <= MOST.ties)) return;
    const near = state.edge !== null ? [] : [...neighbours(state.selected)].sort(byDegree).slice(0, FIRST.nodes - 1);
    joined = [...new Set([...chosen, ...near, ...joined])].slice(0, FIRST.nodes);
  }

  /** Edges between the same two nodes are bent apart; a single one is as the view has it. */
  const bends = (() => {
    const pair = (e) => Math.min(e.from, e.to) * nodes.length + Math.max(e.from, e.to);
    const all = new Map();
    for (const e of ends) all.set(pair(e), (all.get(pair(e)) ?? 0) + 1);
    const turn = new Map();
    return ends.map((e) => {
      const count = all.get(pair(e));
      if (count === 1 && e.from !== e.to) return null;
      const i = turn.get(pair(e)) ?? 0;
      turn.set(pair(e), i + 1);
      return e.from === e.to ? { loop: 14 + 8 * i } : { bend: (i - (count - 1) / 2) * (e.from < e.to ? 1 : -1) };
    });
  })();
  const curve = (type, roundness) => ({ smooth: { enabled: true, type, roundness } });
  /** How a tie runs: straight; as an arc on the map; from side to side in the bridge. */
  function courseOf(i) {
    const { loop = null, bend = null } = bends[i] ?? {};
    if (loop !== null) return { selfReference: { size: loop } };
    const { from, to } = ends[i];
    const [a, b] = [placed().points[from], placed().points[to]];
    if (state.view === "map") {
      const up = a[0] < b[0] === (bend ?? 0) >= 0; // an arc bulges to the north
      return curve(up ? "curvedCW" : "curvedCCW", 0.18 + Math.abs(bend ?? 0) * 0.14);
    }
    if (bend) return curve(bend > 0 ? "curvedCW" : "curvedCCW", Math.abs(bend) * 0.18);
    if (state.view === "bridge" && a[0] !== b[0] && a[1] !== b[1]) return curve("horizontal", 0.55);
    if (state.view === "bridge" && a[0] === b[0]) return curve(a[1] < b[1] ? "curvedCW" : "curvedCCW", 0.25);
    return data.views?.length > 1 ? { smooth: false } : {};
  }
  /** The bridge is large and its ties are what it shows. */
  const widthOf = (i) => ends[i].width * (state.view === "bridge" ? 1.6 : 1);
  return {
    placed, widthOf, inside, join, courseOf,
    more: () => (times *= 2),
    put: (id, { x, y }) => (placed().points[id] = [Math.round(x), Math.round(y)]),
  };
}
