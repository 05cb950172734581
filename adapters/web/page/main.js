// The playground opens: its words, its people, two conversations and the channel, the clock, the news.

import { clockMoved, drawNow, now, refreshClock, soon, startClock } from "./clock.js";
import { el, icon } from "./dom.js";
import { Pane } from "./pane.js";
import { meetSomeone, refresh, seen, startPeople, unseen } from "./people.js";
import { listen } from "./wire.js";
import { memory, onWords, say, speak } from "./words.js";

const places = document.getElementById("places");
const side = document.getElementById("side");
const notices = document.getElementById("notices");
const switcher = document.getElementById("switcher");

const app = {
  now,
  notify,
  active: () => (active === channel ? one : active),
  actor: () => [lastActor, one, two].find((pane) => pane?.person) ?? null,
  changed,
  meet: (pane) => meetSomeone(pane),
  open,
  pick,
  shown: (place) => panes.some((pane) => pane.place === place),
  touched,
  zone: () => app.actor()?.zone ?? "Europe/Paris",
};

const one = new Pane("one", app);
const two = new Pane("two", app);
const channel = new Pane("channel", app);
const panes = [one, two, channel];
let active = one;
let lastActor = one;
let picking = null; // the pane that asked for somebody else

// ------------------------------------------------------------ who is shown where

function touched(pane) {
  if (picking !== pane) picking = null;
  if (pane !== channel) {
    const moved = lastActor !== pane;
    lastActor = pane;
    if (moved) channel.drawFoot();
  }
  if (active === pane) return;
  active = pane;
  for (const each of panes) each.node.classList.toggle("active", each === active);
  drawNow();
}

function focus(pane) {
  places.dataset.focus = pane.name;
  touched(pane);
  drawSwitcher();
}

async function open(place, wanted = null) {
  const empty = [app.active(), one, two].find((each) => each.place === null);
  const pane = panes.find((each) => each.place === place) ?? wanted ?? picking ?? empty ?? app.active();
  picking = null;
  closeSide();
  focus(pane);
  if (pane.place !== place) await pane.show(place).catch((refusal) => notify(refusal.message));
  pane.input?.focus();
}

function changed(pane) {
  memory.set(`binome.${pane.name}`, String(pane.place ?? ""));
  if (pane.place !== null) seen(pane.place);
  if (pane !== channel) channel.drawFoot();
  drawSwitcher();
  drawNow();
}

function pick(pane) {
  touched(pane);
  picking = pane;
  openSide();
  document.getElementById("search").focus();
}

function drawSwitcher() {
  const shown = panes.filter((pane) => pane !== channel || pane.place !== null);
  places.dataset.channel = channel.place === null ? "none" : "there";
  switcher.replaceChildren(
    ...shown.map((pane) =>
      el("button", { type: "button", "aria-pressed": String(places.dataset.focus === pane.name), onclick: () => focus(pane) }, pane.channel ? icon("hash") : null, el("span", {}, pane.channel?.name ?? pane.person?.name.split(" ")[0] ?? pane.title)),
    ),
  );
}

// ------------------------------------------------------------ the side, as a drawer when narrow

const opener = document.getElementById("open-side");
const veil = document.getElementById("veil");

function openSide() {
  side.classList.add("open");
  opener.setAttribute("aria-expanded", "true");
  veil.hidden = false;
}

function closeSide() {
  if (!side.classList.contains("open")) return;
  side.classList.remove("open");
  opener.setAttribute("aria-expanded", "false");
  veil.hidden = true;
}

opener.addEventListener("click", () => {
  if (side.classList.contains("open")) return closeSide();
  openSide();
  document.getElementById("search").focus();
});
veil.addEventListener("click", closeSide);
document.getElementById("close-side").addEventListener("click", () => {
  closeSide();
  opener.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !side.classList.contains("open")) return;
  closeSide();
  opener.focus();
});

// ------------------------------------------------------------ words, light, notices

for (const holder of document.querySelectorAll("[data-icon]")) holder.prepend(icon(holder.dataset.icon));

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}

const theme = document.getElementById("theme");
const dark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function drawTheme() {
  theme.replaceChildren(icon(dark() ? "sun" : "moon"));
  theme.title = say(dark() ? "theme.light" : "theme.dark");
  theme.setAttribute("aria-label", theme.title);
}

theme.addEventListener("click", () => {
  document.documentElement.dataset.theme = dark() ? "light" : "dark";
  memory.set("binome.theme", document.documentElement.dataset.theme);
  drawTheme();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawTheme);

function notify(text, kind = "") {
  const notice = el("p", { class: `notice ${kind}` }, text);
  notices.append(notice);
  if (kind !== "stays") setTimeout(() => notice.remove(), 6000);
  return notice;
}

// ------------------------------------------------------------ the beginning

onWords(() => {
  document.title = `Binôme – ${say("tagline")}`;
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === document.documentElement.lang));
  }
  drawTheme();
  drawSwitcher();
});

async function begin() {
  await speak();
  document.getElementById("panes").append(...panes.map((pane) => pane.node));
  one.node.classList.add("active");
  startPeople(app);
  const { people, channels } = await refresh();
  const first = people.find((each) => each.roles.length && !each.coordinates.length) ?? people.find((each) => !each.coordinates.length);
  const lead = people.find((each) => each.coordinates.length || each.organiser);
  const remembered = (pane) => Number(memory.get(`binome.${pane.name}`)) || null;
  await settle(one, remembered(one), first?.place ?? lead?.place);
  await settle(two, remembered(two), [lead?.place, people[0]?.place, people[1]?.place].find((place) => place && place !== one.place));
  await settle(channel, null, channels[0]?.place);
  focus(one);
  await startClock(app);
  follow();
}

/** Shows the place remembered, if it still exists, else the other. */
async function settle(pane, ...choices) {
  for (const place of choices) {
    if (!place || app.shown(place)) continue;
    try {
      return await pane.show(place);
    } catch {
      // That place belonged to an earlier world.
    }
  }
  return pane.show(null);
}

function follow() {
  let lost = null;
  const reload = () => Promise.all([...panes.filter((pane) => pane.place !== null).map((pane) => pane.load()), refresh(), refreshClock()]);
  listen(
    (kind, data) => {
      if (kind === "line") {
        const pane = panes.find((each) => each.place === data.place);
        if (pane) pane.add(data.line);
        else if (data.line.author === "bot") unseen(data.place);
        soon();
        peopleSoon();
      } else if (kind === "clock") clockMoved(data);
      else if (kind === "people") peopleSoon();
      else if (kind === "reload") reload();
    },
    {
      lost: () => (lost ??= notify(say("error.away"), "stays")),
      back: () => {
        lost?.remove();
        lost = null;
        reload().catch((refusal) => notify(refusal.message));
      },
    },
  );
}

let later = 0;

/** Names, roles and channels may have changed; asked once for many lines. */
function peopleSoon() {
  later ||= setTimeout(async () => {
    later = 0;
    try {
      const { people, channels } = await refresh();
      if (channel.place === null && channels.length) await channel.show(channels[0].place);
      for (const pane of [one, two]) {
        const fresh = people.find((each) => each.place === pane.place);
        if (fresh && JSON.stringify(fresh) !== JSON.stringify(pane.person)) {
          pane.person = fresh;
          pane.drawHead();
        }
      }
    } catch {
      // The lost connection is told elsewhere.
    }
  }, 400);
}

begin().catch((refusal) => notify(refusal.message, "stays"));
