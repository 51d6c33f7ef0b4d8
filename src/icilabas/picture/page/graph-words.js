"use strict";
/** The text of a key in a language of the page, with the values in its gaps; `count` chooses the plural form. */
/** Where in a passage it stands: its pages, and the cells of a list, which are named alone. */
function onPages(pages) {
  const cells = pages.filter((page) => /^[A-Z#]/.test(page));
  const numbers = pages.filter((page) => !cells.includes(page));
  return [numbers.length ? `p. ${numbers.join(", ")}` : "", ...cells].filter(Boolean).join(", ");
}

function textOf(words, lang, key, values = {}) {
  const { locale, texts } = words[lang], text = texts[key] ?? "";
  const said = typeof text === "string" ? text : text[new Intl.PluralRules(locale).select(values.count)] ?? text.other;
  return said.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? values[name].toLocaleString(locale) : values[name]));
}
