// Drawing what a message is made of. Each part of the core's neutral content has its own shape here.

import { el, icon, roving } from "./dom.js";
import { drawQuestion } from "./question.js";
import { say } from "./words.js";

/** Words in their style; what a person typed is text, whatever it looks like. */
export function drawRuns(runs) {
  return runs.map((run) => {
    const tag = run.bold ? "strong" : "span";
    return el(tag, run.typed ? { class: "typed", dir: "auto" } : {}, run.text);
  });
}

/** A message's parts; `act(action, values)` is told what is pressed in them. */
export function drawParts(parts, act) {
  const offered = new Set(parts.flatMap(({ buttons = [] }) => buttons.map(({ action }) => action)));
  return parts.map((part) => drawPart(part, act, offered));
}

function drawPart(part, act, offered) {
  switch (part.part) {
    case "para":
      return { node: drawPara(part) };
    case "bullets":
      return { node: el("ul", { class: "bullets" }, part.items.map((item) => el("li", {}, drawRuns(item)))) };
    case "facts":
      return { node: drawFacts(part) };
    case "attachment":
      return { node: drawAttachment(part) };
    case "buttons":
      return drawButtons(part, act);
    case "ask":
      return drawQuestion(part, act, drawRuns, offered);
    default:
      return { node: el("p", { class: "hint" }, say("part.unknown")) };
  }
}

function drawPara({ role, runs }) {
  const inside = drawRuns(runs);
  if (role === "title") return el("h3", { class: "title" }, inside);
  if (role === "quote") return el("blockquote", {}, inside);
  if (role === "error") return el("p", { class: "error" }, icon("warning"), el("span", {}, inside));
  return el("p", { class: role }, inside);
}

function drawFacts({ rows }) {
  const pairs = rows.map(([label, value]) => el("div", { class: "fact" }, el("dt", {}, label), el("dd", {}, drawRuns(value))));
  return el("dl", { class: "facts" }, pairs);
}

const KINDS = [
  [/^text\/calendar/, "calendar", "part.calendar"],
  [/spreadsheet|excel|csv/, "sheet", "part.sheet"],
  [/zip/, "file", "part.archive"],
  [/html/, "file", "part.page"],
];

function drawAttachment({ token, name, media_type: type, alt }) {
  const href = `/files/${encodeURIComponent(token)}`;
  if (/^image\/(png|jpeg|gif|webp)$/.test(type)) {
    const picture = el("img", { src: href, alt: alt || name, loading: "lazy", decoding: "async" });
    return el("figure", { class: "picture" }, el("a", { href, target: "_blank", rel: "noreferrer" }, picture), el("figcaption", {}, name));
  }
  const [, drawing, words] = KINDS.find(([pattern]) => pattern.test(type)) ?? [null, "file", "part.file"];
  return el(
    "a",
    { class: "file", href, download: name },
    el("span", { class: "file-icon" }, icon(drawing)),
    el("span", { class: "file-words" }, el("span", { class: "file-name" }, name), el("span", { class: "small" }, alt || say(words))),
    icon("download"),
  );
}

/** Makes inert what was answered, and the questions that the conversation left behind. */
export function settleAll(lines, drawn) {
  const presses = new Map();
  const over = new Map(); // by draft, the last line that asked again, sent the form or gave it up
  for (const line of lines.values()) {
    const did = line.payload;
    if (line.author === "person") {
      if (did.kind === "pressed" && did.settles !== false) {
        const key = `${did.of}.${did.part}`;
        presses.set(key, [...(presses.get(key) ?? []), did]);
      }
      if (did.kind === "submitted") over.set(did.draft, Math.max(line.id, over.get(did.draft) ?? 0));
    } else {
      for (const part of did.parts) if (part.part === "ask") over.set(part.draft, Math.max(line.id, over.get(part.draft) ?? 0));
    }
  }
  for (const [id, parts] of drawn) {
    parts.forEach((each, number) => each.settle?.(presses.get(`${id}.${number}`) ?? [], each.ask && over.get(each.ask.draft) > id));
    // Beside a question that is over, what was offered about the same draft is over too.
    const done = parts.find((each) => each.ask && each.node.classList.contains("settled"));
    if (done) for (const each of parts) each.leave?.(done.ask.draft);
  }
}

/** A row of buttons: each is pressed once; a decision (primary or danger) settles the whole row. */
function drawButtons({ buttons }, act) {
  const row = el("div", { class: "buttons", role: "group", "aria-label": say("part.actions") });
  const drawn = new Map();
  for (const { label, action, style, url } of buttons) {
    if (url) {
      const safe = /^https?:\/\//.test(url);
      row.append(el("a", { class: `button ${style}`, href: safe ? url : null, target: "_blank", rel: "noopener noreferrer" }, label));
      continue;
    }
    const button = el("button", { type: "button", class: style, onclick: () => act(action, [], button) }, label);
    drawn.set(action, { button, style });
    row.append(button);
  }
  roving(row, "button, a");
  const settle = (presses) => {
    for (const { action } of presses) {
      const pressed = drawn.get(action);
      if (!pressed || action.startsWith("form:")) continue;
      choose(pressed.button);
      if (pressed.style === "plain") continue;
      for (const { button } of drawn.values()) button.disabled = true;
    }
  };
  const leave = (draft) => {
    for (const [action, { button }] of drawn) {
      if (["cancel", "change", "form"].some((verb) => action === `${verb}:${draft}`)) button.disabled = true;
    }
  };
  return { node: row, settle, leave };
}

/** Marks a button as the one that was chosen. */
export function choose(button) {
  button.disabled = true;
  if (button.classList.contains("chosen")) return;
  button.classList.add("chosen");
  button.prepend(icon("check"));
  button.append(el("span", { class: "unseen" }, ` (${say("chosen")})`));
}
