"use strict";
// The address: the node after #, view and path after ?, so that "back" and shared links work.
function addressOf({ nodes, views, address }) {
  const numbers = new Map(nodes.map(({ slug }, id) => [slug, id]));
  const numberOf = (slug) => numbers.get(slug) ?? null;

  /** The name of the node that the address asks for. */
  function asked() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return location.hash.slice(1); // a stray % in the address
    }
  }
  /** What the address asks for; what it does not know is nothing. */
  function read() {
    const wish = new URLSearchParams(location.search);
    const view = views.some(({ name }) => name === wish.get("view")) ? wish.get("view") : "network";
    return { id: numberOf(asked()), lang: wish.get("lang"), view, from: numberOf(wish.get("from")), to: numberOf(wish.get("to")) };
  }
  /** Go on to a node, or to none. */
  function push(id) {
    if (asked() === (id === null ? "" : nodes[id].slug)) return;
    const hash = id === null ? "" : address(id);
    try {
      history.pushState(null, "", hash || location.pathname + location.search);
    } catch {
      location.hash = hash; // in a notebook's frame
    }
  }
  /** Say view and path in the place that the reader is at. */
  function write({ view, from, to }) {
    const wish = new URLSearchParams(location.search);
    const slug = (id) => (id === null ? null : nodes[id].slug);
    for (const [key, value] of [["view", view === "network" ? null : view], ["from", slug(from)], ["to", slug(to)]])
      value === null ? wish.delete(key) : wish.set(key, value);
    const search = wish.size ? `?${wish}` : "";
    if (search === location.search) return;
    try {
      history.replaceState(null, "", location.pathname + search + location.hash);
    } catch {
      // a notebook's frame has no address of its own
    }
  }
  return { asked, read, push, write };
}
