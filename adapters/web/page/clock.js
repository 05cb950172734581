// Time, which the visitor drives, and what it will bring next.

import { el, icon, roving } from "./dom.js";
import { get, post } from "./wire.js";
import { city, fullDay, hour, onWords, say, shortDay } from "./words.js";

const HOUR = 3600;
const SPEEDS = [HOUR, 6 * HOUR, 24 * HOUR];

const time = document.getElementById("now-time");
const zoneName = document.getElementById("now-zone");
const keys = document.getElementById("clock-keys");
const list = document.getElementById("next");

let app = null;
let state = { now: null, playing: false, speed: 0, next: [] };
let speed = SPEEDS[1];
let later = 0;

export function startClock(given) {
  app = given;
  onWords(() => {
    drawKeys();
    drawNow();
    drawNext();
  });
  return refreshClock();
}

/** Asks again what time it is and what comes next. */
export async function refreshClock() {
  take(await get("/api/clock"));
}

/** The clock moved: it shows at once, what comes next is asked a little later. */
export function clockMoved(news) {
  take({ ...state, ...news });
  soon();
}

export function soon() {
  later ||= setTimeout(() => {
    later = 0;
    refreshClock().catch(() => {}); // the lost connection is told elsewhere
  }, 250);
}

export const now = () => state.now;

function take(news) {
  const played = state.playing;
  state = news;
  if (played !== state.playing) drawKeys();
  drawNow();
  drawNext();
}

async function move(request, button) {
  keys.classList.add("busy");
  try {
    take(await post("/api/clock", request));
  } catch (refusal) {
    app.notify(refusal.message);
  } finally {
    keys.classList.remove("busy");
    button?.focus?.();
  }
}

function drawKeys() {
  const focused = keys.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const key = (name, drawing, label, request) => {
    const drawn = el("button", { type: "button", "data-key": name, title: say(`clock.${name}-title`), onclick: () => move(request()) }, drawing ? icon(drawing) : null, el("span", { class: drawing ? "label" : "" }, label));
    drawn.setAttribute("aria-label", say(`clock.${name}-title`));
    return drawn;
  };
  const { playing } = state;
  const speeds = el(
    "select",
    { "aria-label": say("clock.speed"), title: say("clock.speed"), onchange: (event) => changeSpeed(Number(event.target.value)) },
    SPEEDS.map((each) => el("option", { value: String(each), selected: each === speed }, say(each < 24 * HOUR ? "clock.speed-hours" : "clock.speed-day", { count: each / HOUR }))),
  );
  keys.replaceChildren(
    key("next", "next", say("clock.next"), () => ({ do: "next" })),
    key("hour", null, say("clock.hour"), () => ({ do: "advance", seconds: HOUR })),
    key("day", null, say("clock.day"), () => ({ do: "advance", seconds: 24 * HOUR })),
    key(playing ? "pause" : "play", playing ? "pause" : "play", say(playing ? "clock.pause" : "clock.play"), () => (playing ? { do: "pause" } : { do: "play", speed })),
    speeds,
  );
  roving(keys, "button, select");
  const again = { play: "pause", pause: "play" }[focused] ?? focused;
  if (focused) (keys.querySelector(`[data-key=${focused}]`) ?? keys.querySelector(`[data-key=${again}]`))?.focus();
}

function changeSpeed(chosen) {
  speed = chosen;
  if (state.playing) move({ do: "play", speed });
}

export function drawNow() {
  if (!state.now || !app) return;
  const zone = app.zone();
  time.dateTime = state.now;
  time.replaceChildren(el("span", { class: "date" }, fullDay(state.now, zone)), " ", el("strong", {}, hour(state.now, zone)));
  zoneName.textContent = city(zone);
  document.getElementById("now").classList.toggle("playing", state.playing);
}

function drawNext() {
  if (!app) return;
  const zone = app.zone();
  if (state.next.length === 0) return list.replaceChildren(el("li", { class: "small quiet-text none" }, say("next.none")));
  let before = "";
  list.replaceChildren(
    ...state.next.map(({ at, subject, why }) => {
      const date = shortDay(at, zone);
      const head = date === before ? null : el("span", { class: "next-day" }, date);
      before = date;
      return el("li", {}, head, el("time", { datetime: at }, hour(at, zone)), el("span", { class: "next-words" }, el("span", {}, subject), el("span", { class: "small" }, why)));
    }),
  );
}
