// A guest's conversation. The secret of the link stands after `#`: it is read here, and goes out only
// in the head of our own requests.

import { el, icon, mark } from "./dom.js";
import { openForm } from "./form.js";
import { drawParts, settleAll } from "./parts.js";
import { day, hour, language, say, speak } from "./words.js";

const OFTEN = 4000; // milliseconds between two looks, while the page is seen
const SELDOM = 30000; // when it is not, or when the server asks for patience
const main = document.getElementById("main");
const secret = decodeURIComponent(location.hash.slice(1));
const lines = new Map();
const drawn = new Map();
let person = { name: "", zone: "Europe/Paris" };
let log, scroll, input, trouble, form;
let busy = false;

class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(`/guest/${path}`, {
      ...options,
      referrerPolicy: "no-referrer",
      headers: { Authorization: `Bearer ${secret}`, "Accept-Language": language, ...options.headers },
    });
  } catch {
    throw new Refusal(say("guest.lost"), 0);
  }
  if (answer.ok) return answer;
  const data = await answer.json().catch(() => ({}));
  throw new Refusal(data.message ?? say("guest.broken"), answer.status);
}

const get = async (path) => (await ask(path)).json();
const post = async (path, data) =>
  (await ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) })).json();

// ---------------------------------------------------------------- drawing

function build() {
  log = el("ol", { class: "log" });
  scroll = el("div", { class: "scroll", tabindex: "0", role: "log", "aria-live": "polite", "aria-label": "Binôme" }, log);
  trouble = el("p", { class: "error", role: "alert", hidden: true });
  input = el("textarea", { id: "write", rows: 1, maxlength: 8000, enterkeyhint: "send", placeholder: say("guest.say") });
  const send = el("button", { type: "submit", class: "primary icon-only", "aria-label": say("guest.send"), title: say("guest.send") }, icon("send"));
  form = el("form", { class: "write" }, el("label", { class: "unseen", for: "write" }, say("guest.say")), input, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    write();
  });
  log.addEventListener("click", fetchFile);
  const pane = el("section", { class: "pane" }, el("p", { class: "private" }, say("guest.private")), scroll, el("footer", { class: "pane-foot" }, trouble, form));
  main.replaceChildren(pane);
  main.removeAttribute("aria-busy");
  document.getElementById("who").textContent = person.name;
  for (const each of document.querySelectorAll("[data-language]")) each.setAttribute("aria-pressed", String(each.dataset.language === language));
}

function drawAll() {
  drawn.clear();
  log.replaceChildren();
  last = null;
  for (const line of [...lines.values()].sort((a, b) => a.id - b.id)) append(line);
  settleAll(lines, drawn);
  toEnd();
}

let last = null;

function append(line) {
  if (!last || day(last.at, person.zone) !== day(line.at, person.zone)) {
    log.append(el("li", { class: "day" }, el("span", {}, day(line.at, person.zone))));
  }
  last = line;
  const time = el("time", { datetime: line.at, class: "small" }, hour(line.at, person.zone));
  const item = el("li", { class: `line ${line.author}` });
  if (line.author === "bot") {
    const parts = drawParts(line.payload.parts, (action, values, button) => press(line, action, values, button));
    drawn.set(line.id, parts);
    const card = el("div", { class: "card" }, parts.map((each) => each.node));
    item.append(el("div", { class: "face" }, mark()), el("div", { class: "words" }, el("p", { class: "by" }, el("strong", {}, say("guest.bot")), " ", time), card));
    for (const picture of card.querySelectorAll("img")) showPicture(picture);
  } else {
    item.append(el("div", { class: "words" }, el("p", { class: "by" }, el("span", { class: "unseen" }, `${say("guest.you")} `), time), deed(line.payload)));
  }
  log.append(item);
}

function deed(did) {
  if (did.kind === "pressed") return el("p", { class: "bubble pressed" }, icon("check"), el("span", {}, did.label));
  if (did.kind === "submitted") return el("p", { class: "bubble pressed" }, icon("form"), el("span", {}, did.title));
  return el("p", { class: "bubble said", dir: "auto" }, did.text);
}

function add(found) {
  const fresh = found.filter((line) => !lines.has(line.id));
  if (!fresh.length) return;
  const end = Math.max(0, ...lines.keys());
  for (const line of fresh) lines.set(line.id, line);
  if (fresh.some((line) => line.id < end)) return drawAll();
  fresh.forEach(append);
  settleAll(lines, drawn);
  toEnd();
}

function toEnd() {
  requestAnimationFrame(() => {
    scroll.scrollTop = scroll.scrollHeight;
  });
}

function fail(sentence) {
  if (!trouble) return;
  trouble.replaceChildren(...(sentence ? [icon("warning"), el("span", {}, sentence)] : []));
  trouble.hidden = !sentence;
}

function closed() {
  const box = el("div", { class: "guest-closed" }, el("h2", {}, say("guest.closed.title")), el("p", {}, say("guest.closed.text")));
  main.replaceChildren(box);
  main.removeAttribute("aria-busy");
}

// ---------------------------------------------------------------- files

const fileOf = async (href) => (await ask(`files/${href.split("/").at(-1)}`)).blob();

/** A file is asked for with the secret, which a plain link would not carry. */
async function fetchFile(event) {
  const link = event.target.closest("a.file");
  if (!link || !link.getAttribute("href").startsWith("/files/")) return;
  event.preventDefault();
  try {
    const address = URL.createObjectURL(await fileOf(link.getAttribute("href")));
    el("a", { href: address, download: link.getAttribute("download") }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  } catch (refusal) {
    fail(refusal.message);
  }
}

async function showPicture(picture) {
  const href = picture.getAttribute("src");
  picture.removeAttribute("src");
  try {
    picture.src = URL.createObjectURL(await fileOf(href));
    picture.closest("a").href = picture.src;
  } catch {
    picture.closest("figure")?.remove();
  }
}

// ---------------------------------------------------------------- acting

async function write() {
  const text = input.value;
  if (text.trim() && (await send({ kind: "said", text }))) input.value = "";
}

async function press(line, action, values, button) {
  button.disabled = true;
  const sent = await send({ kind: "pressed", action, values, of: line.id });
  if (!sent || action.startsWith("form:")) button.disabled = button.classList.contains("chosen");
}

let turned = {}; // the language that the guest turned the page to: the bot speaks it from then on

async function send(did) {
  if (busy) return false;
  busy = true;
  fail("");
  try {
    const reply = await post("act", { key: crypto.randomUUID(), ...turned, ...did });
    if (reply.line) add([reply.line]);
    const mistakes = Object.values(reply.errors);
    if (reply.form) fillIn(reply.form);
    else if (mistakes.length) fail(mistakes.join(" "));
    setTimeout(look, 300);
    setTimeout(look, 1200);
    return mistakes.length === 0;
  } catch (refusal) {
    if (refusal.status === 403) closed();
    else fail(refusal.message);
    return false;
  } finally {
    busy = false;
  }
}

function fillIn(view) {
  openForm(view, async (values, title) => {
    const reply = await post("act", { key: crypto.randomUUID(), ...turned, kind: "submitted", draft: view.draft, values, title });
    if (reply.line) add([reply.line]);
    setTimeout(look, 300);
    return reply;
  });
}

let patience = OFTEN;

async function look() {
  try {
    const { lines: found } = await get(`lines?after=${Math.max(0, ...lines.keys())}`);
    add(found);
    patience = OFTEN;
    if (trouble.dataset.lost) fail("");
    delete trouble.dataset.lost;
  } catch (refusal) {
    if (refusal.status === 403) return closed();
    patience = SELDOM;
    trouble.dataset.lost = "yes";
    fail(refusal.message);
  }
}

async function keepLooking() {
  for (;;) {
    await new Promise((done) => setTimeout(done, document.hidden ? SELDOM : patience));
    if (!document.body.contains(log)) return;
    await look();
  }
}

async function enter(wanted) {
  try {
    const found = await (await ask("enter", { method: "POST" })).json();
    person = found.person;
    if (!wanted) await speak(person.locale);
    lines.clear();
    for (const line of found.lines) lines.set(line.id, line);
    build();
    drawAll();
    setTimeout(look, 400);
    setTimeout(look, 1500);
    return true;
  } catch (refusal) {
    if (refusal.status === 403 || !secret) closed();
    else main.replaceChildren(el("p", { class: "guest-closed" }, refusal.message));
    return false;
  }
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", async () => {
    turned = { language: button.dataset.language };
    await speak(button.dataset.language);
    await enter(true);
  });
}
addEventListener("hashchange", () => location.reload());
await speak();
if (await enter(false)) keepLooking();
