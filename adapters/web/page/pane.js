// One conversation: its history, what is pressed in it, and the line in which one writes.

import { avatar, el, icon, mark } from "./dom.js";
import { openForm } from "./form.js";
import { drawParts, settleAll } from "./parts.js";
import { get, newKey, post } from "./wire.js";
import { day, hour, inLanguage, onWords, say } from "./words.js";

const TOGETHER = 5 * 60 * 1000; // lines this close share one time of day

/** `app` gives {now(), notify(text), changed(pane), pick(pane), actor()}. */
export class Pane {
  constructor(name, app) {
    this.name = name;
    this.app = app;
    this.place = null; // the number of the place shown
    this.writer = null; // the place that the line to write in was drawn for
    this.person = null;
    this.channel = null;
    this.lines = new Map();
    this.drawn = new Map();
    this.log = el("ol", { class: "log" });
    this.scroll = el("div", { class: "scroll", tabindex: "0", role: "log", "aria-live": "polite", "aria-relevant": "additions" }, this.log);
    this.head = el("header", { class: "pane-head" });
    this.foot = el("footer", { class: "pane-foot" });
    this.jump = el("button", { type: "button", class: "jump icon-only", hidden: true, onclick: () => this.toEnd(true) }, icon("down"));
    this.node = el("section", { class: "pane", id: `pane-${name}` }, this.head, this.scroll, this.jump, this.foot);
    // Pictures take their room late, and the line to write in grows: who reads the end stays there.
    const stay = new ResizeObserver(() => (this.atEnd ? this.toEnd() : this.measure()));
    stay.observe(this.log);
    stay.observe(this.scroll);
    this.scroll.addEventListener("scroll", () => {
      this.measure();
      this.atEnd = !this.below;
    });
    this.node.addEventListener("focusin", () => this.app.touched(this));
    this.node.addEventListener("pointerdown", () => this.app.touched(this));
    onWords(() => this.draw());
  }

  get title() {
    return this.person?.name ?? (this.channel ? `#${this.channel.name}` : say(`switcher.${this.name}`));
  }

  get zone() {
    return this.person?.zone ?? "Europe/Paris";
  }

  /** Shows another place, or nothing. */
  async show(place) {
    this.place = place;
    this.person = this.channel = null;
    this.lines.clear();
    if (place !== null) await this.load();
    else this.draw();
    this.app.changed(this);
  }

  async load() {
    const place = this.place;
    const data = await get(`/api/places/${place}`);
    if (place !== this.place) return; // somebody else was chosen meanwhile
    this.person = data.person ?? null;
    this.channel = data.channel ?? null;
    this.lines = new Map(data.lines.map((line) => [line.id, line]));
    this.earlier = data.earlier;
    this.draw();
  }

  async loadEarlier() {
    const first = Math.min(...this.lines.keys());
    const data = await get(`/api/places/${this.place}?before=${first}`);
    for (const line of data.lines) this.lines.set(line.id, line);
    this.earlier = data.earlier;
    const from = this.scroll.scrollHeight;
    this.drawLog();
    this.scroll.scrollTop += this.scroll.scrollHeight - from;
  }

  /** A new line arrived, perhaps for the second time. */
  add(line) {
    if (this.lines.has(line.id)) return;
    const last = Math.max(0, ...this.lines.keys());
    this.lines.set(line.id, line);
    if (line.id < last || this.lines.size === 1) this.drawLog();
    else {
      this.append(line);
      settleAll(this.lines, this.drawn);
    }
    this.toEnd();
    if (line.author === "bot") this.drawFoot();
  }

  // ------------------------------------------------------------ drawing

  draw() {
    this.jump.title = say("pane.end");
    this.jump.setAttribute("aria-label", this.jump.title);
    this.drawHead();
    this.drawLog();
    this.drawFoot(true);
    this.toEnd();
  }

  drawHead() {
    const { person, channel } = this;
    const pick = el("button", { type: "button", class: "quiet icon-only", "aria-label": say("pane.change"), title: say("pane.change"), onclick: () => this.app.pick(this) }, icon("people"));
    const home = el("button", { type: "button", class: "quiet icon-only", "aria-label": say("pane.home"), title: say("pane.home"), onclick: () => this.send({ kind: "home" }) }, icon("home"));
    this.node.setAttribute("aria-label", this.title);
    this.node.classList.toggle("empty", !person && !channel);
    if (channel) {
      this.head.replaceChildren(
        el("span", { class: "avatar channel", "aria-hidden": "true" }, icon("hash")),
        el("div", { class: "who" }, el("h2", {}, channel.name), el("p", { class: "small" }, channel.programmes.filter((each) => each !== channel.name).join(", ") || say("channel.about"))),
      );
    } else if (person) {
      this.head.replaceChildren(avatar(person.name, person.place), el("div", { class: "who" }, el("h2", {}, person.name), el("p", { class: "small" }, describe(person))), home, pick);
    } else {
      this.head.replaceChildren(el("span", { class: "avatar nobody", "aria-hidden": "true" }), el("div", { class: "who" }, el("h2", {}, say("pane.nobody"))), pick);
    }
  }

  drawLog() {
    this.drawn.clear();
    this.log.replaceChildren();
    this.scroll.setAttribute("aria-busy", "true"); // the past is not news
    this.scroll.setAttribute("aria-label", say("pane.log", { name: this.title }));
    if (this.earlier) {
      this.log.append(el("li", { class: "earlier" }, el("button", { type: "button", class: "link", onclick: () => this.loadEarlier() }, say("pane.earlier"))));
    }
    if (this.lines.size === 0) this.log.append(this.drawNothing());
    this.last = null;
    for (const line of [...this.lines.values()].sort((a, b) => a.id - b.id)) this.append(line);
    settleAll(this.lines, this.drawn);
    requestAnimationFrame(() => this.scroll.removeAttribute("aria-busy"));
  }

  /** What to try first. */
  drawNothing() {
    const box = el("li", { class: "nothing" }, mark());
    if (this.channel) box.append(el("p", {}, say("channel.nothing")));
    else if (!this.person) {
      box.append(
        el("p", { class: "lead" }, say("empty.lead")),
        el("p", {}, say("empty.how")),
        el("div", { class: "buttons" }, el("button", { type: "button", class: "primary", onclick: () => this.app.meet(this) }, say("people.new")), el("button", { type: "button", onclick: () => this.app.pick(this) }, say("empty.choose"))),
      );
    } else {
      const leads = this.person.organiser || this.person.coordinates.length > 0;
      const words = leads ? ["/aide", say("empty.hello-word")] : [say("empty.hello-word")];
      if (leads && document.documentElement.lang === "en") words[0] = "/help";
      box.append(
        el("p", { class: "lead" }, say("empty.first", { name: this.person.name })),
        el("p", {}, say(leads ? "empty.coordinator" : "empty.person")),
        el("div", { class: "buttons" }, words.map((word) => el("button", { type: "button", onclick: () => this.send({ kind: "said", text: word }) }, word))),
      );
    }
    return box;
  }

  append(line) {
    this.log.querySelector(".nothing")?.remove();
    const previous = this.last;
    this.last = line;
    if (!previous || day(previous.at, this.zone) !== day(line.at, this.zone)) {
      this.log.append(el("li", { class: "day" }, el("span", {}, day(line.at, this.zone))));
    }
    const close = previous && previous.author === line.author && new Date(line.at) - new Date(previous.at) < TOGETHER && day(previous.at, this.zone) === day(line.at, this.zone);
    const item = el("li", { class: `line ${line.author}${close ? " close" : ""}`, "data-line": String(line.id) });
    const time = el("time", { datetime: line.at, class: "small" }, hour(line.at, this.zone));
    if (line.author === "bot") {
      const parts = inLanguage(this.person?.locale, () => drawParts(line.payload.parts, (action, values, button) => this.press(line, action, values, button)));
      this.drawn.set(line.id, parts);
      item.append(el("div", { class: "face" }, mark()), el("div", { class: "words" }, el("p", { class: "by" }, el("strong", {}, "Binôme"), " ", time), el("div", { class: "card" }, parts.map((each) => each.node))));
    } else {
      item.append(el("div", { class: "words" }, el("p", { class: "by" }, el("span", { class: "unseen" }, `${this.title} `), time), drawDeed(line.payload)));
    }
    this.log.append(item);
  }

  /** The question that typed text would answer now. */
  question() {
    const ids = [...this.drawn.keys()].sort((a, b) => b - a);
    for (const id of ids) {
      const asked = this.drawn.get(id).findLast((each) => each.ask);
      if (asked) return asked.node.classList.contains("settled") ? null : asked.ask;
    }
    return null;
  }

  drawFoot(anew = false) {
    if (!this.person) {
      const actor = this.channel ? this.app.actor() : null;
      this.foot.replaceChildren(...(this.channel ? [el("p", { class: "small reading" }, actor ? say("channel.as", { name: actor.title }) : say("channel.alone"))] : []));
      return;
    }
    if (anew || !this.input) {
      const id = `write-${this.name}`;
      const before = this.writer === this.place ? this.input : null; // what is being typed stays
      const typing = before !== null && document.activeElement === before;
      this.writer = this.place;
      this.trouble = el("p", { class: "error", role: "alert", hidden: true });
      this.input = el("textarea", { id, rows: 1, maxlength: 8000, enterkeyhint: "send", "aria-describedby": `${id}-hint` });
      this.under = el("p", { class: "small under", id: `${id}-hint` });
      const send = el("button", { type: "submit", class: "primary icon-only", "aria-label": say("send"), title: say("send") }, icon("send"));
      this.form = el("form", { class: "write" }, el("label", { class: "unseen", for: id }, say("write.label", { name: this.person.name })), this.input, send);
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.say();
      });
      this.input.addEventListener("input", () => this.grow());
      this.input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          this.say();
        }
      });
      this.foot.replaceChildren(this.trouble, this.form, this.under);
      if (before) {
        this.input.value = before.value;
        this.input.setSelectionRange(before.selectionStart, before.selectionEnd);
      }
      if (typing) this.input.focus({ preventScroll: true });
    }
    const asked = this.question();
    const types = asked && ["text", "lines"].includes(asked.field.kind);
    this.input.placeholder = types ? say(asked.field.kind === "lines" ? "write.lines" : "write.answer") : say("write.placeholder");
    this.under.textContent = say("write.keys");
    this.form.classList.toggle("tall", Boolean(types && asked.field.kind === "lines"));
    this.grow();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 180)}px`;
  }

  /** Shows the last line: its end, or its beginning when it is longer than the pane. */
  toEnd(really = false) {
    this.atEnd = true;
    requestAnimationFrame(() => {
      const last = this.log.lastElementChild;
      const long = !really && last && last.offsetHeight > this.scroll.clientHeight - 24;
      this.scroll.scrollTop = long ? last.offsetTop - this.log.offsetTop - 12 : this.scroll.scrollHeight;
      this.measure();
    });
  }

  /** Whether there is more to read below, and the button that leads there. */
  measure() {
    this.below = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight > 120;
    this.jump.hidden = !this.below;
  }

  // ------------------------------------------------------------ acting

  async say() {
    const text = this.input.value;
    if (!text.trim() || this.form.classList.contains("busy")) return;
    if (await this.send({ kind: "said", text })) {
      this.input.value = "";
      this.grow();
    }
  }

  async press(line, action, values, button) {
    const followed = document.activeElement === button && matchMedia("(pointer: fine)").matches;
    button.disabled = true;
    const sent = await this.send({ kind: "pressed", action, values, of: line.id });
    // Opening a form, or a failure, leaves the button to be pressed again.
    if (!sent || action.startsWith("form:")) button.disabled = button.classList.contains("chosen");
    else if (this.channel) this.app.notify(say("channel.pressed", { name: this.app.actor().title }));
    else if (followed) setTimeout(() => this.focusNext(), 80); // the next question is on its way
  }

  /** Takes the keyboard to what comes next: the choices of the question, else the line to write in. */
  focusNext() {
    if (![document.body, null].includes(document.activeElement)) return;
    const asked = [...this.drawn.values()].flat().findLast((each) => each.ask);
    const first = asked?.node.classList.contains("settled") ? null : asked?.first();
    (first ?? this.input)?.focus({ preventScroll: true });
  }

  /** Sends what the person does; a failure is shown, and nothing is lost. */
  async send(deed) {
    const actor = this.channel ? this.app.actor() : this;
    if (!actor?.person) return this.app.notify(say("channel.alone")), false;
    this.node.classList.add("busy");
    this.fail("");
    try {
      const as = this.channel ? { as: actor.place } : {};
      const reply = await post(`/api/places/${this.place}`, { key: newKey(), ...deed, ...as });
      if (reply.line) this.add(reply.line);
      const mistakes = Object.values(reply.errors);
      if (reply.form) actor.fillIn(reply.form);
      else if (mistakes.length) this.fail(mistakes.join(" "));
      return mistakes.length === 0;
    } catch (refusal) {
      this.fail(refusal.message);
      return false;
    } finally {
      this.node.classList.remove("busy");
    }
  }

  fillIn(view) {
    const place = this.place;
    const send = async (values, title) => {
      const reply = await post(`/api/places/${place}`, { key: newKey(), kind: "submitted", draft: view.draft, values, title });
      if (reply.line && place === this.place) this.add(reply.line);
      return reply;
    };
    openForm(view, send, this.person?.locale);
  }

  fail(sentence) {
    if (!this.trouble || this.channel) return sentence && this.app.notify(sentence);
    this.trouble.replaceChildren(...(sentence ? [icon("warning"), el("span", {}, sentence)] : []));
    this.trouble.hidden = !sentence;
  }
}

function drawDeed(did) {
  if (did.kind === "pressed") return el("p", { class: "bubble pressed" }, icon("check"), el("span", {}, did.label));
  if (did.kind === "submitted") return el("p", { class: "bubble pressed" }, icon("form"), el("span", {}, say("pane.submitted", { title: did.title })));
  const shown = did.kind === "command" ? `/${did.text}` : did.text;
  return el("p", { class: `bubble ${did.kind}`, dir: "auto" }, shown);
}

/** A person's part in a few words: `mentore · active`. */
export function describe(person) {
  const parts = [];
  if (person.coordinates.length) parts.push(say("role.coordinator"));
  else if (person.organiser) parts.push(say("role.organiser"));
  for (const { role, state, programme } of person.roles) {
    const words = [say(`role.${role}`), state === "active" ? "" : say(`state.${state}`)].filter(Boolean).join(", ");
    parts.push(person.roles.length > 1 ? `${words} (${programme})` : words);
  }
  if (parts.length === 0) parts.push(say("role.none"));
  if (!person.reachable) parts.push(say("state.gone"));
  return parts.join(" · ");
}
