// Who is there: finding somebody by name, and letting somebody new in.

import { avatar, el, icon } from "./dom.js";
import { describe } from "./pane.js";
import { get, newKey, post } from "./wire.js";
import { city, onWords, say } from "./words.js";

const ZONES = ["Europe/Paris", "Europe/London", "Africa/Casablanca", "America/Toronto", "America/New_York", "America/Guadeloupe", "Asia/Dubai", "Asia/Tokyo", "Indian/Reunion", "Australia/Sydney"];

const list = document.getElementById("people");
const search = document.getElementById("search");
const more = document.getElementById("people-more");
const fresh = new Map(); // by place, how many lines arrived unseen

let app = null;
let found = { people: [], channels: [], total: 0 };
let asked = 0;

export function startPeople(given) {
  app = given;
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 120);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector("button")?.click();
    if (event.key === "ArrowDown") list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const to = buttons.indexOf(document.activeElement) + { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (Number.isNaN(to)) return;
    event.preventDefault();
    (to < 0 ? search : buttons[Math.min(to, buttons.length - 1)]).focus();
  });
  document.getElementById("new-person").addEventListener("click", () => meetSomeone());
  onWords(draw);
}

/** Asks again who is there. */
export async function refresh() {
  const turn = ++asked;
  const answer = await get(`/api/people?search=${encodeURIComponent(search.value)}`);
  if (turn !== asked) return found; // a later search was faster
  found = answer;
  draw();
  return found;
}

/** A line arrived where nobody looks. */
export function unseen(place) {
  fresh.set(place, (fresh.get(place) ?? 0) + 1);
  draw();
}

export function seen(place) {
  if (fresh.delete(place)) draw();
  else mark();
}

function mark() {
  for (const button of list.querySelectorAll("button")) {
    const shown = app.shown(Number(button.dataset.place));
    if (shown) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function draw() {
  const focused = document.activeElement?.dataset?.place;
  list.replaceChildren(...found.people.map(row));
  if (focused) list.querySelector(`[data-place="${focused}"]`)?.focus();
  const hidden = found.total - found.people.length;
  more.textContent = found.total === 0 ? say(search.value ? "people.none" : "people.empty") : hidden > 0 ? say("people.more", {}, hidden) : "";
  mark();
}

function row(person) {
  const news = fresh.get(person.place) ?? 0;
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", "data-place": String(person.place), onclick: () => app.open(person.place) },
      avatar(person.name, person.place),
      el("span", { class: "who" }, el("span", { class: "name" }, person.name), el("span", { class: "small" }, describe(person))),
      news ? el("span", { class: "badge" }, String(news), el("span", { class: "unseen" }, ` ${say("people.unseen")}`)) : null,
    ),
  );
}

/** Asks for a name and a language, and opens the newcomer's conversation. */
export function meetSomeone(pane = null) {
  const key = newKey();
  const name = el("input", { id: "new-name", type: "text", maxlength: 80, autocomplete: "off", required: true });
  const language = (code, words, checked) => el("label", { class: "check" }, el("input", { type: "radio", name: "new-language", value: code, checked }), el("span", { lang: code }, words));
  const zone = el("select", { id: "new-zone" }, ZONES.map((each) => el("option", { value: each }, city(each))));
  const trouble = el("p", { class: "error", role: "alert", hidden: true });
  const dialog = el("dialog", { class: "form-dialog small-dialog", "aria-labelledby": "new-title" });
  const body = el(
    "form",
    {},
    el("header", {}, el("h2", { id: "new-title" }, say("people.new")), el("button", { type: "button", class: "quiet icon-only", "aria-label": say("close"), onclick: () => dialog.close() }, icon("close"))),
    el(
      "div",
      { class: "form-body" },
      el("p", { class: "hint" }, say("new.intro")),
      trouble,
      el("div", { class: "field" }, el("label", { for: "new-name" }, say("new.name")), name),
      el("fieldset", { class: "field" }, el("legend", {}, say("new.language")), el("div", { class: "checks" }, language("fr", "Français", document.documentElement.lang !== "en"), language("en", "English", document.documentElement.lang === "en"))),
      el("div", { class: "field" }, el("label", { for: "new-zone" }, say("new.zone")), zone),
    ),
    el("footer", {}, el("button", { type: "button", onclick: () => dialog.close() }, say("cancel")), el("button", { type: "submit", class: "primary" }, say("new.send"))),
  );
  body.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const locale = body.querySelector("[name=new-language]:checked").value;
      const { place } = await post("/api/people", { key, name: name.value, locale, zone: zone.value });
      dialog.close();
      search.value = "";
      await refresh();
      await app.open(place, pane);
    } catch (refusal) {
      trouble.textContent = refusal.message;
      trouble.hidden = false;
    }
  });
  dialog.append(body);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  name.focus();
}
