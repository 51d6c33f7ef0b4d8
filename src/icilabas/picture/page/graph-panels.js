"use strict";
// What stands above the picture: the views, and the panels that a button opens, one at a time.
function viewsOf(page, turn) {
  const { $, views, state, t, button } = page;
  function update() {
    for (const b of $("views").children) b.setAttribute("aria-pressed", String(b.dataset.view === state.view));
  }
  function fill() {
    $("views").hidden = views.length < 2;
    $("views").replaceChildren(...views.map(({ name }) => button(t(`view-${name}`) || name, { "data-view": name }, () => turn(name))));
    update();
  }
  return { fill, update };
}

function panelsOf({ $ }) {
  const openers = [...document.querySelectorAll("[data-opens]")];
  const panel = (opener) => $(opener.dataset.opens);
  function open(name) {
    for (const opener of openers) {
      const wide = opener.dataset.opens === name;
      opener.setAttribute("aria-expanded", String(wide));
      panel(opener).hidden = !wide;
    }
  }
  for (const opener of openers) {
    opener.addEventListener("click", () => open(opener.getAttribute("aria-expanded") === "true" ? null : opener.dataset.opens));
    panel(opener).addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      open(null);
      opener.focus();
    });
  }
  return { open };
}
