// The page's own sentences, in the visitor's language, from the same catalogues as the bot's.

const CHOSEN = "binome.language";
// Another page of ours keeps its sentences elsewhere.
const WORDS = document.querySelector("meta[name=words]")?.content ?? "/api/words";
const listeners = new Set();
const words = {}; // by language
const plurals = { fr: new Intl.PluralRules("fr"), en: new Intl.PluralRules("en") };
let speaking = null; // while a conversation in another language than the page's is drawn

export let language = document.documentElement.lang === "en" ? "en" : "fr";

/** Remembers what the visitor prefers; a browser without storage forgets. */
export const memory = {
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // Nothing depends on it.
    }
  },
};

/** The sentence under a key; `count` chooses between one and several. */
export function say(key, values = {}, count = null) {
  const tongue = speaking ?? language;
  const forms = words[tongue]?.[`web.${key}`];
  if (!forms) return key;
  const several = count !== null && forms.length > 1 && plurals[tongue].select(count) !== "one";
  const all = { count, ...values };
  const form = tongue === "fr" ? elided(forms[several ? 1 : 0], all) : forms[several ? 1 : 0];
  return form.replace(/\{(\w+)\}/g, (whole, name) => all[name] ?? whole);
}

/** French: `conversation d’Agnès`; the bot does the same. */
function elided(form, values) {
  return form.replace(/(?<!\p{L})([dD]|[qQ]u)e \{(\w+)\}/gu, (whole, start, name) =>
    /^([aàâeéèêëiîïoôœuùûü]|h[eéèêoôuy])/i.test(values[name] ?? "") ? `${start}’{${name}}` : whole,
  );
}

/** Draws in the language of a conversation, which may not be the page's. */
export function inLanguage(tongue, draw) {
  const before = speaking;
  speaking = tongue in words ? tongue : before;
  try {
    return draw();
  } finally {
    speaking = before;
  }
}

/** Runs now, and again whenever the language changes. */
export function onWords(change) {
  listeners.add(change);
  change();
}

export async function speak(wanted = memory.get(CHOSEN) ?? language) {
  language = wanted === "en" ? "en" : "fr";
  for (const tongue of ["fr", "en"]) {
    words[tongue] ??= await (await fetch(`${WORDS}/${tongue}`)).json();
  }
  memory.set(CHOSEN, language);
  document.documentElement.lang = language;
  sayAll(document);
  for (const change of listeners) change();
}

/** Fills what the page's markup leaves to say. */
export function sayAll(root) {
  const short = (key) => key.replace(/^web\./, "");
  for (const node of root.querySelectorAll("[data-say]")) node.textContent = say(short(node.dataset.say));
  for (const node of root.querySelectorAll("[data-say-label]")) {
    node.setAttribute("aria-label", say(short(node.dataset.sayLabel)));
    if (node.tagName === "BUTTON") node.title = node.getAttribute("aria-label");
  }
  for (const node of root.querySelectorAll("[data-say-placeholder]")) {
    node.placeholder = say(short(node.dataset.sayPlaceholder));
  }
}

const formats = new Map();

function format(zone, options) {
  const key = JSON.stringify([language, zone, options]);
  if (!formats.has(key)) {
    const locale = language === "fr" ? "fr-FR" : "en-GB";
    formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
  }
  return formats.get(key);
}

export const day = (at, zone) => format(zone, { weekday: "long", day: "numeric", month: "long" }).format(new Date(at));
export const shortDay = (at, zone) => format(zone, { weekday: "short", day: "numeric", month: "short" }).format(new Date(at));
export const fullDay = (at, zone) => format(zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(new Date(at));
export const hour = (at, zone) => format(zone, { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
export const city = (zone) => words[language]?.[`web.city.${zone}`]?.[0] ?? zone.split("/").at(-1).replaceAll("_", " ");
