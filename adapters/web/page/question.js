// A question in a conversation: what to press to answer it, pass, or go back; inert once answered.

import { el, icon, roving } from "./dom.js";
import { choose } from "./parts.js";
import { say } from "./words.js";

let count = 0;

/** How a pick says what it takes, when it does not take everything. */
export function limits({ kind, at_least: least, at_most: most }) {
  if (kind !== "pick") return "";
  if (least > 1 && most) return say("ask.between", { least, most });
  if (most) return say("ask.at-most", {}, most);
  if (least > 1) return say("ask.at-least", {}, least);
  return "";
}

/** What a field offers: a scale or a yes may come without its options spelled out. */
export function optionsOf(field) {
  if (field.options.length) return field.options;
  if (field.kind === "scale") {
    const points = Array.from({ length: field.at_most - field.at_least + 1 }, (_, n) => String(field.at_least + n));
    return points.map((value) => ({ value, label: value, hint: "" }));
  }
  if (field.kind === "consent" || field.kind === "confirm") return [{ value: "yes", label: field.label, hint: "" }];
  return [];
}

/** `offered` are the actions of the buttons around the question: none is offered twice. */
export function drawQuestion(ask, act, drawRuns, offered) {
  const { field, draft } = ask;
  const title = `question-${++count}`;
  const answer = `answer:${draft}:${field.name}`;
  const options = optionsOf(field);
  const buttons = new Map(); // by value, or by action for what passes or goes back
  const node = el("div", { class: `ask ask-${field.kind}`, role: "group", "aria-labelledby": title });
  node.append(el("p", { class: "asked", id: title }, drawRuns(field.ask)));
  const hint = field.hint || limits(field);
  if (hint) node.append(el("p", { class: "hint" }, hint));

  const button = (value, label, more, action, values, ...inside) => {
    const drawn = el("button", { type: "button", ...more, onclick: () => act(action, values, drawn) }, el("span", {}, label), ...inside);
    buttons.set(value, drawn);
    return drawn;
  };

  let boxes = [];
  if (field.kind === "choose" || field.kind === "scale") {
    const held = String(field.value ?? "");
    const drawn = options.map(({ value, label, hint: more }) =>
      button(
        value,
        label,
        { class: `option${value === held ? " held" : ""}` },
        answer,
        [value],
        more ? el("span", { class: "option-hint" }, more) : null,
      ),
    );
    const shape = field.kind === "scale" ? "scale" : options.some(({ hint: more }) => more) ? "options stacked" : "options";
    node.append(roving(el("div", { class: shape, role: "group", "aria-labelledby": title }, drawn)));
  } else if (field.kind === "pick") {
    const held = new Set(Array.isArray(field.value) ? field.value : []);
    boxes = options.map(({ value, label, hint: more }) => {
      const box = el("input", { type: "checkbox", value, checked: held.has(value) });
      return { box, node: el("label", { class: "check" }, box, el("span", {}, label, more ? el("span", { class: "option-hint" }, more) : null)) };
    });
    node.append(el("div", { class: "checks" }, boxes.map((each) => each.node)));
    const chosen = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    const send = el("button", { type: "button", class: "primary", onclick: () => act(answer, chosen(), send) }, ask.send || say("send"));
    buttons.set("send", send);
    node.append(el("div", { class: "buttons" }, send));
  } else if (field.kind === "consent" || field.kind === "confirm") {
    const drawn = options.map(({ value, label }) => button(value, label, { class: "primary" }, answer, [value]));
    const decline = `decline:${draft}:${field.name}`;
    if (field.kind === "consent") drawn.push(button(decline, say("ask.decline"), {}, decline, []));
    node.append(roving(el("div", { class: "buttons" }, drawn)));
  }

  const ways = el("div", { class: "ways", role: "group", "aria-label": say("ask.ways") });
  const way = (action, label, drawing) => {
    const drawn = el("button", { type: "button", class: "link", onclick: () => act(action, [], drawn) }, drawing ? icon(drawing) : null, label);
    buttons.set(action, drawn);
    ways.append(drawn);
  };
  if (ask.back) way(`back:${draft}`, ask.back, "back");
  if (ask.skip) way(`skip:${draft}:${field.name}`, ask.skip);
  if (!offered.has(`form:${draft}`)) way(`form:${draft}`, say("ask.form"), "form");
  node.append(roving(ways));

  const close = () => {
    node.classList.add("settled");
    for (const drawn of buttons.values()) drawn.disabled = true;
    for (const { box } of boxes) box.disabled = true;
  };
  /** Shows what was answered; `over` when the conversation moved on otherwise. */
  const settle = (presses, over) => {
    const press = presses.find(({ action }) => !action.startsWith("form:"));
    if (!press && !over) return;
    close();
    if (!press) return;
    if (press.action !== answer) return void (buttons.get(press.action) && choose(buttons.get(press.action)));
    for (const value of press.values) if (buttons.has(value)) choose(buttons.get(value));
    for (const { box, node: label } of boxes) {
      box.checked = press.values.includes(box.value);
      label.classList.toggle("chosen", box.checked);
    }
  };
  return { node, settle, ask, first: () => node.querySelector("button:not(.link), input") };
}
