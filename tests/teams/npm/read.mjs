// Reads cards, as a JSON object by name on stdin, with Microsoft's own reader; prints its complaints.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

globalThis.self ??= globalThis; // the bundle is made for browsers
const { AdaptiveCard, GlobalSettings, SerializationContext, ValidationEvent } = createRequire(import.meta.url)(
  "adaptivecards/dist/adaptivecards.js",
);

// What is read differs from what was written: a property is unknown, misplaced or lost.
function lost(written, read, path) {
  if (typeof written !== "object" || written === null) return String(written) === String(read) ? [] : [path];
  return Object.entries(written).flatMap(([name, value]) => {
    if (name === "fallback") return []; // read, and not written again
    if (read === undefined || read === null) return [path];
    return name in read ? lost(value, read[name], `${path}.${name}`) : isDefault(value) ? [] : [`${path}.${name}`];
  });
}

// The reader leaves out what is as it would be anyway.
function isDefault(value) {
  return [false, "", "Default", "auto", "compact"].includes(value);
}

const found = {};
for (const [name, json] of Object.entries(JSON.parse(await text(process.stdin)))) {
  const card = new AdaptiveCard();
  const context = new SerializationContext();
  card.parse(json, context);
  const said = Array.from({ length: context.eventCount }, (_, n) => context.getEventAt(n).message)
    // Its check of languages remembers the last one, and refuses every second card.
    .filter((message) => !/property "lang"/.test(message));
  const invalid = card.validateProperties().validationEvents
    // Counted with those under the dots, which Teams does not count.
    .filter(({ event }) => event !== ValidationEvent.TooManyActions)
    .map(({ message }) => message);
  const dropped = lost(json.body, card.toJSON().body, "body");
  if (said.length || invalid.length || dropped.length) found[name] = { said, invalid, dropped };
}
console.log(JSON.stringify(found));
