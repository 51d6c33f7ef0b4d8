"use strict";
// The address: the node after #, view and path after ?, so that "back" and shared links work.

/** The parts of an address as wishes, and back; `search` begins with ? and `hash` with #, or they are empty. */
function wishesOf({ nodes, views }) {
  const numbers = new Map(nodes.map(({ slug }, id) => [slug, id]));
  const numberOf = (slug) => numbers.get(slug) ?? null;

  /** The name of the node that is asked for. */
  function asked(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return hash.slice(1); // a stray % in the address
    }
  }
  /** What is asked for; what it does not know is nothing. */
  function read(search, hash) {
    const wish = new URLSearchParams(search);
    const view = views.some(({ name }) => name === wish.get("view")) ? wish.get("view") : "network";
    return { id: numberOf(asked(hash)), lang: wish.get("lang"), view, from: numberOf(wish.get("from")), to: numberOf(wish.get("to")) };
  }
  /** The search with this view and path in it; all else that it asks for stays. */
  function write(search, { view, from, to }) {
    const wish = new URLSearchParams(search);
    const slug = (id) => (id === null ? null : nodes[id].slug);
    for (const [key, value] of [["view", view === "network" ? null : view], ["from", slug(from)], ["to", slug(to)]])
      value === null ? wish.delete(key) : wish.set(key, value);
    return wish.size ? `?${wish}` : "";
  }
  return { asked, read, write };
}

function addressOf(page) {
  const { nodes, address } = page;
  const wishes = wishesOf(page);
  const asked = () => wishes.asked(location.hash);
  const read = () => wishes.read(location.search, location.hash);

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
  function write(wish) {
    const search = wishes.write(location.search, wish);
    if (search === location.search) return;
    try {
      history.replaceState(null, "", location.pathname + search + location.hash);
    } catch {
      // a notebook's frame has no address of its own
    }
  }
  return { asked, read, push, write };
}
