// Making elements. Text only ever enters the page as text: nothing here, or anywhere, parses HTML.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  back: "M9.5 5 4 10.5 9.5 16M4.5 10.5H15a5 5 0 0 1 5 5V19",
  calendar: "M5 6.5h14v13H5zM5 10.5h14M9 4v4M15 4v4",
  check: "m5 12.5 4.5 4.5L19 7.5",
  close: "m6 6 12 12M18 6 6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  download: "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
  form: "M6 4h12v16H6zM9 9h6M9 12.5h6M9 16h3.5",
  home: "M4 11.5 12 4.5l8 7M6.5 9.5v10h11v-10M10.5 19.5v-5h3v5",
  hash: "M9.5 4 8 20M16 4l-1.5 16M4.5 9H20M4 15h15.5",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
  next: "M6 5.5 14.5 12 6 18.5zM18 5.5v13",
  pause: "M8 5.5v13M16 5.5v13",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14a6.5 6.5 0 0 1 3.5 6",
  play: "M7.5 5 18.5 12 7.5 19z",
  plus: "M12 5v14M5 12h14",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20",
  send: "M12 19.5v-15M5.5 11 12 4.5 18.5 11",
  sheet: "M5 4.5h14v15H5zM5 9.5h14M5 14.5h14M10.5 9.5v10",
  sun: "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M19 5l-1.4 1.4M6.4 17.6 5 19",
  warning: "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2v.3",
};

/** An element with attributes (`on…` are listeners, false and null are left out) and children. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** A line drawing, for eyes only. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** The project's mark: two linked circles. */
export function mark() {
  return document.querySelector(".brand .mark").cloneNode(true);
}

/** One stop for the Tab key in a group of buttons; arrows go from one to the next. */
export function roving(group, selector = "button") {
  const stops = () => [...group.querySelectorAll(selector)].filter((each) => !each.disabled);
  const settle = (current) => {
    for (const each of stops()) each.tabIndex = each === current ? 0 : -1;
  };
  settle(stops()[0]);
  group.addEventListener("focusin", (event) => settle(event.target.closest(selector)));
  group.addEventListener("keydown", (event) => {
    const all = stops();
    const at = all.indexOf(document.activeElement);
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  });
  return group;
}

const HUES = ["teal", "coral", "violet", "olive", "blue", "plum"];

/** Somebody's initials on a colour of their own, told by the number of their place. */
export function avatar(name, place) {
  const words = name.trim().split(/[\s-]+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return el("span", { class: `avatar ${HUES[place % HUES.length]}`, "aria-hidden": "true" }, initials.join("").toUpperCase() || "?");
}
