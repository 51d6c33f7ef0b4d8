"use strict";
/** The text of a key in a language of the page, with the values in its gaps; `count` chooses the plural form. */
function textOf(words, lang, key, values = {}) {
  const { locale, texts } = words[lang], text = texts[key] ?? "";
  const said = typeof text === "string" ? text : text[new Intl.PluralRules(locale).select(values.count)] ?? text.other;
  return said.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? values[name].toLocaleString(locale) : values[name]));
}
