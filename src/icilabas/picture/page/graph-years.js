"use strict";
// The years: a slider, by which the page shows what there was in one year. Only a page of data with times has this part. It
// stands around what the other parts make, which know nothing of it: what is not there in a year is as if filtered.

/** For a year, which nodes and ties were there, by number: 1 or 0. What has no date was there always. */
function presenceOf({ data: { years }, nodes, ends }) {
  const known = new Map();
  const lasts = (year, first, last) => (first === null || first <= year) && (last === null || year <= last);
  function row(count, dated, year) {
    const there = new Uint8Array(count).fill(1);
    for (const [id, ...spells] of dated) {
      there[id] = 0;
      for (let i = 0; i < spells.length; i += 2) if (lasts(year, spells[i], spells[i + 1])) there[id] = 1;
    }
    return there;
  }
  return function presence(year) {
    if (!known.has(year)) known.set(year, { nodes: row(nodes.length, years.nodes, year), ties: row(ends.length, years.edges, year) });
    return known.get(year);
  };
}

/** The page with a year in its state, null for all of them, and `pace`: what waits while one year follows another. */
function withYear(page) {
  const { state, edgesOf, otherEnd } = page;
  const presence = presenceOf(page);
  let [year, there, filtered, both] = [null, null, state.filtered, state.filtered];
  const join = () => (both = there === null ? filtered : (id) => there.nodes[id] === 1 && filtered?.(id) !== false);
  Object.defineProperty(state, "filtered", { get: () => both, set: (other) => join(filtered = other) });
  Object.defineProperty(state, "year", { get: () => year, set: (other) => join([year, there] = [other, other === null ? null : presence(other)]) });
  const tied = (i) => there === null || there.ties[i] === 1;
  const relationKept = (i) => tied(i) && page.relationKept(i);
  const neighbours = (id) => new Set(edgesOf[id].filter(relationKept).map((i) => otherEnd(i, id)));
  return {
    ...page, relationKept, neighbours, edgeVisible: (i) => tied(i) && page.edgeVisible(i),
    brightNodes: () => (state.edge === null && state.selected !== null ? neighbours(state.selected).add(state.selected) : page.brightNodes()),
    pace: { moving: false, waiting: new Set() },
  };
}

function sliderOf({ $, data, nodes, ends, state, t, shown, pace }, changed) {
  const [STEP, REST] = [1000, 250]; // milliseconds: of a year that plays, and until what is slow follows
  const { years } = data.years;
  const range = $("years-range");
  let [playing, resting, wished] = [null, null, null];

  const named = (year) => (year === null ? t("years-all") : String(year));
  const placeOf = (year) => years.indexOf(year) + 1;
  const yearAt = (place) => years[place - 1] ?? null;
  function update() {
    range.value = wished ?? placeOf(state.year);
    range.setAttribute("aria-valuetext", `${named(state.year)}${t("colon")}${t("shown", { shown: shown().length, count: nodes.length })}`);
    $("years-now").textContent = named(state.year);
    $("years-all").hidden = state.year === null;
    $("years").classList.toggle("one", state.year !== null);
    $("years-play").firstElementChild.textContent = playing === null ? "▶" : "❚❚";
    $("years-play").lastElementChild.textContent = t(playing === null ? "years-play" : "years-pause");
  }
  /** Say how much has no date: ties whose ends have none either, for others go with these. */
  function fill() {
    const [points, ties] = [data.years.nodes, data.years.edges].map((dated) => new Set(dated.map(([id]) => id)));
    const links = ends.filter(({ from, to }, i) => !ties.has(i) && !points.has(from) && !points.has(to)).length;
    const counts = [["node-count", nodes.length - points.size], ["link-count", links]].filter(([, count]) => count);
    $("years-undated").textContent = t("years-undated", { what: counts.map(([key, count]) => t(key, { count })).join(", ") });
    $("years-undated").hidden = !counts.length;
    update();
  }

  // ---- the address ----
  function asked() {
    const year = Number(new URLSearchParams(location.search).get("year"));
    return years.includes(year) ? year : null;
  }
  function write() {
    if (asked() === state.year) return;
    const wish = new URLSearchParams(location.search);
    state.year === null ? wish.delete("year") : wish.set("year", String(state.year));
    try {
      history.replaceState(null, "", location.pathname + (wish.size ? `?${wish}` : "") + location.hash);
    } catch {
      // a notebook's frame has no address of its own
    }
  }

  // ---- to another year ----
  /** The picture follows at once and stays where it is; table and address follow when the reader rests. */
  function turn(year) {
    if (year === state.year) return update();
    state.year = year;
    pace.moving = true;
    changed();
    pace.moving = false;
    update();
    clearTimeout(resting);
    resting = setTimeout(rest, REST);
  }
  function rest() {
    write();
    for (const act of pace.waiting) act();
    pace.waiting.clear();
  }
  function stop() {
    clearInterval(playing);
    playing = null;
    update();
  }
  function step() {
    turn(yearAt(placeOf(state.year) + 1));
    if (placeOf(state.year) === years.length) stop();
  }
  function play() {
    if (playing !== null) return stop();
    playing = setInterval(step, STEP);
    if (placeOf(state.year) === years.length) turn(years[0]);
    else step();
  }
  /** All years again, without a word to the other parts: who calls this tells them. */
  function reset() {
    state.year = null;
    stop();
    write();
  }

  state.year = asked();
  range.addEventListener("input", () => {
    const first = wished === null;
    wished = Number(range.value);
    stop();
    $("years-now").textContent = named(yearAt(wished));
    if (first) requestAnimationFrame(() => { // of several moves within a frame the last one counts
      const year = yearAt(wished);
      wished = null;
      turn(year);
    });
  });
  $("years-play").addEventListener("click", play);
  $("years-all").addEventListener("click", () => {
    stop();
    turn(null);
    range.focus();
  });
  window.addEventListener("popstate", () => turn(asked()));
  return { fill, update, reset };
}

/** When a thing was there, or a tie: “from 2017 to 2020”; nothing where that is not said. */
function timesOf({ data: { years }, t }) {
  const said = ([first, last]) => t(`years-${first === null ? "until" : last === null ? "since" : first === last ? "in" : "from-to"}`, { from: String(first), to: String(last) });
  const texts = (dated) => new Map(dated.map(([id, ...ends]) => [id, Array.from({ length: ends.length / 2 }, (_, i) => ends.slice(2 * i, 2 * i + 2))]));
  const [nodes, ties] = [texts(years.nodes), texts(years.edges)];
  return ({ edge, selected }) => ((edge !== null ? ties.get(edge) : nodes.get(selected)) ?? []).map(said).join(" ; ");
}

{
  /** What a part makes, and what it is made of, given to more. */
  const around = (make, more) => (...given) => more(make(...given), ...given);

  readPage = around(readPage, withYear);
  filtersOf = around(filtersOf, (filters, page, changed) => {
    const slider = sliderOf(page, changed);
    const after = (act, more) => (...given) => [act(...given), more()];
    return { ...filters, fill: after(filters.fill, slider.fill), clear: after(filters.clear, slider.reset) };
  });
  pictureOf = around(pictureOf, (picture, { pace }) => ({ ...picture, settle: () => pace.moving || picture.settle() }));
  tableOf = around(tableOf, (table, { pace }) => ({ ...table, fill: () => (pace.moving ? pace.waiting.add(table.fill) : table.fill()) }));
  paneOf = around(paneOf, (fill, page) => {
    const times = timesOf(page);
    return () => {
      fill();
      const text = times(page.state);
      if (text) page.$("name").after(page.make("p", { class: "soft" }, text));
    };
  });
  drawingOf = ((make) => (page, scene) => make({
    ...page, t: (key, values) => (key === "shown" && page.state.year !== null ? `${page.state.year} · ${page.t(key, values)}` : page.t(key, values)),
  }, scene))(drawingOf);
}
