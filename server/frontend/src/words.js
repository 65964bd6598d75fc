// The words scripts show: the page's language chooses the catalogue; templates are filled by name.
import english from "./locales/en.json";
import chinese from "./locales/zh_CN.json";

/** Returns the text of a key in the language of the page, with {names} filled in. */
export function word(key, values = {}, language = document.documentElement.lang) {
  const texts = language.startsWith("zh") ? chinese : english;
  return fill(texts[key], values);
}

/** Returns the template with each {name} replaced by its value; unknown names stay. */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
