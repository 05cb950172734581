// A whole form in a dialog, with each mistake under its field.

import { el, icon } from "./dom.js";
import { drawRuns } from "./parts.js";
import { limits, optionsOf } from "./question.js";
import { inLanguage, say } from "./words.js";

let count = 0;

/** Opens the form; `send(values)` answers {errors, form} and the dialog closes when there are none.
    `tongue` is the conversation's, when it may not be the page's. */
export function openForm(view, send, tongue = null) {
  const dialog = el("dialog", { class: "form-dialog" });
  const title = `form-${++count}`;
  dialog.setAttribute("aria-labelledby", title);
  let fields = new Map();

  const draw = (form, typed = new Map()) => inLanguage(tongue, () => drawn(form, typed));
  const drawn = (form, typed) => {
    fields = new Map(form.fields.map((field) => [field.name, drawField(field, typed.get(field.name))]));
    const trouble = el("p", { class: "error trouble", role: "alert", hidden: true });
    const body = el(
      "form",
      { novalidate: true },
      el(
        "header",
        {},
        el("h2", { id: title }, form.title),
        el("button", { type: "button", class: "quiet icon-only", "aria-label": say("close"), onclick: () => dialog.close() }, icon("close")),
      ),
      el("div", { class: "form-body" }, form.intro ? el("p", { class: "hint" }, form.intro) : null, trouble, [...fields.values()].map((each) => each.node)),
      el("footer", {}, el("button", { type: "button", onclick: () => dialog.close() }, say("form.later")), el("button", { type: "submit", class: "primary" }, form.send)),
    );
    body.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = new Map([...fields].map(([name, each]) => [name, each.value()]));
      const button = body.querySelector("[type=submit]");
      button.disabled = true;
      try {
        const { errors, form: again } = await send(Object.fromEntries(values), form.title);
        if (Object.keys(errors).length === 0) return dialog.close();
        // An answer may have opened other questions: the form is drawn again, what was typed stays.
        if (again) draw(again, values);
        showErrors(errors);
      } catch (refusal) {
        trouble.textContent = refusal.message;
        trouble.hidden = false;
      } finally {
        button.disabled = false;
      }
    });
    dialog.replaceChildren(body);
    for (const field of form.fields) if (field.error) fields.get(field.name).fail(field.error);
  };

  const showErrors = (errors) => {
    for (const [name, each] of fields) each.fail(errors[name] ?? "");
    const trouble = dialog.querySelector(".trouble");
    const first = [...fields].find(([name]) => errors[name]);
    const unplaced = Object.entries(errors).filter(([name]) => !fields.has(name)).map(([, sentence]) => sentence);
    const number = Object.keys(errors).length;
    trouble.textContent = [inLanguage(tongue, () => say("form.mistakes", {}, number)), ...unplaced].join(" ");
    trouble.hidden = false;
    first?.[1].focus();
  };

  draw(view);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  [...fields.values()][0]?.focus();
}

function drawField(field, typed) {
  const id = `field-${++count}`;
  const held = typed ?? field.value;
  const { control, group, value, focus } = CONTROLS[field.kind](field, held, id);
  const error = el("p", { class: "error", id: `${id}-error`, hidden: true });
  const hintText = field.hint || limits(field);
  const hint = hintText ? el("p", { class: "hint", id: `${id}-hint` }, hintText) : null;
  const optional = field.optional ? el("span", { class: "small optional" }, say("form.optional")) : null;
  const asked = el("p", { class: "asked-small" }, drawRuns(field.ask));
  const described = [hint ? `${id}-hint` : null, `${id}-error`].filter(Boolean).join(" ");
  const label = field.label || field.name;
  const node = group
    ? el("fieldset", { class: "field", "aria-describedby": described }, el("legend", {}, label, " ", optional), asked, hint, control, error)
    : el("div", { class: "field" }, el("label", { for: id }, label, " ", optional), asked, hint, control, error);
  const told = group ? node : control;
  if (!group) control.setAttribute("aria-describedby", described);
  return {
    node,
    value,
    focus,
    fail(sentence) {
      error.replaceChildren(...(sentence ? [icon("warning"), el("span", {}, sentence)] : []));
      error.hidden = !sentence;
      node.classList.toggle("wrong", Boolean(sentence));
      if (sentence) told.setAttribute("aria-invalid", "true");
      else told.removeAttribute("aria-invalid");
    },
  };
}

const asText = (held) => (Array.isArray(held) ? held.join("\n") : String(held ?? ""));
const asSet = (held) => new Set((Array.isArray(held) ? held : [held]).filter((each) => each !== null && each !== undefined).map(String));

function area(rows) {
  return (field, held, id) => {
    const control = el("textarea", { id, rows, maxlength: 8000 });
    control.value = asText(held);
    return { control, value: () => control.value.trim(), focus: () => control.focus() };
  };
}

function choices(type) {
  return (field, held, id) => {
    const kept = asSet(held);
    const boxes = optionsOf(field).map(({ value, label, hint }) => {
      const box = el("input", { type, name: id, value, checked: kept.has(value) });
      return { box, node: el("label", { class: "check" }, box, el("span", {}, label, hint ? el("span", { class: "option-hint" }, hint) : null)) };
    });
    const shape = field.kind === "scale" ? "checks scale-checks" : "checks";
    const chosen = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    return {
      control: el("div", { class: shape }, boxes.map((each) => each.node)),
      group: true,
      value: () => (type === "radio" ? (chosen()[0] ?? "") : chosen()),
      focus: () => (boxes.find(({ box }) => box.checked) ?? boxes[0])?.box.focus(),
    };
  };
}

function menu(field, held, id) {
  if (field.options.length <= 6) return choices("radio")(field, held, id);
  const control = el(
    "select",
    { id },
    el("option", { value: "" }, "—"),
    field.options.map(({ value, label }) => el("option", { value, selected: String(held ?? "") === value }, label)),
  );
  return { control, value: () => control.value, focus: () => control.focus() };
}

function yes(field, held, id) {
  const box = el("input", { type: "checkbox", id, checked: Boolean(held) });
  const control = el("label", { class: "check" }, box, el("span", {}, optionsOf(field)[0].label));
  return { control, group: true, value: () => (box.checked ? "yes" : ""), focus: () => box.focus() };
}

const CONTROLS = {
  text: (field, held, id) => area(field.at_most > 120 || !field.at_most ? 3 : 1)(field, held, id),
  lines: area(4),
  choose: menu,
  pick: choices("checkbox"),
  scale: choices("radio"),
  consent: yes,
  confirm: yes,
};
