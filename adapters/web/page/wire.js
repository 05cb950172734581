// Talking with the server: every refusal is an Error whose message can be shown as it is.

import { language, say } from "./words.js";

let token = document.querySelector("meta[name=token]").content;

/** A refusal, in a sentence for people. */
export class Refusal extends Error {
  constructor(message, code, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      ...options,
      headers: { "Accept-Language": language, ...options.headers },
    });
  } catch {
    throw new Refusal(say("error.away"), "away", 0);
  }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(data.message ?? say("error.broken"), data.error ?? "broken", answer.status);
  return data;
}

export const get = (path) => ask(path);

const send = (path, data) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Token": token },
    body: JSON.stringify(data),
  });

/** Sends something done; a server that was started again since is asked for its new token first. */
export async function post(path, data) {
  try {
    return await send(path, data);
  } catch (refusal) {
    if (refusal.code !== "token" || !(await renewed())) throw refusal;
    return send(path, data);
  }
}

/** Takes the token that the server gives now; false if it gives none. */
async function renewed() {
  const html = await fetch("/").then((answer) => answer.text()).catch(() => "");
  const found = html.match(/<meta name="token" content="([^"]+)">/);
  token = found?.[1] ?? token;
  return found !== null;
}

/** A new key for something done once, however often it is sent. */
export const newKey = () => crypto.randomUUID();

/** Listens for news; `back` is called when a lost connection returns. */
export function listen(hear, { lost, back }) {
  const source = new EventSource("/api/live");
  let away = false;
  for (const kind of ["line", "clock", "people", "reload"]) {
    source.addEventListener(kind, (event) => hear(kind, JSON.parse(event.data)));
  }
  source.addEventListener("error", () => {
    if (!away) lost();
    away = true;
  });
  source.addEventListener("open", () => {
    if (away) back();
    away = false;
  });
}
