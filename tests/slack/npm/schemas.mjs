// Writes ../schemas from judged.ts: `npm ci && node schemas.mjs`. Needed only when Slack's packages
// change; the tests read what is written.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createGenerator } from "ts-json-schema-generator";

// What tests/slack/judge.py judges on its own, more closely than the types of calls do.
const JUDGED_APART = {
  blocks: { type: "array", items: { type: "object" } },
  attachments: { type: "array", items: { type: "object" } },
  metadata: { type: "object" },
  view: { type: "object" },
};

function generated(type, { closed, expose = "all" }) {
  return createGenerator({
    path: "judged.ts",
    type,
    skipTypeCheck: true,
    additionalProperties: !closed,
    topRef: false,
    expose,
  }).createSchema(type);
}

function withoutWords(node) {
  if (Array.isArray(node)) return node.map(withoutWords);
  if (node === null || typeof node !== "object") return node;
  const kept = Object.entries(node).filter(
    ([key, value]) =>
      !(["description", "deprecated", "examples", "$comment"].includes(key) && typeof value !== "object"),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutWords(value)]));
}

function apart(node, names) {
  if (Array.isArray(node)) return node.map((one) => apart(one, names));
  if (node === null || typeof node !== "object") return node;
  const made = {};
  for (const [key, value] of Object.entries(node)) made[key] = apart(value, names);
  for (const name of names)
    if (made.properties?.[name] && !("not" in made.properties[name]))
      made.properties[name] = JUDGED_APART[name];
  return made;
}

function pruned(schema) {
  const used = new Set();
  const visit = (node) => {
    if (node === null || typeof node !== "object") return;
    const name = typeof node.$ref === "string" && decodeURIComponent(node.$ref.slice("#/definitions/".length));
    if (name && !used.has(name)) {
      used.add(name);
      visit(schema.definitions[name]);
    }
    Object.entries(node).forEach(([key, value]) => key !== "definitions" && visit(value));
  };
  visit(schema);
  const kept = Object.entries(schema.definitions ?? {}).filter(([name]) => used.has(name));
  return { ...schema, definitions: Object.fromEntries(kept) };
}

// One line for each type, so that a new version of the packages shows what it changed.
function write(name, schema) {
  const { properties, definitions, ...rest } = pruned(withoutWords(schema));
  const lines = (group) =>
    Object.entries(group).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const groups = Object.entries({ properties, definitions }).filter(([, group]) => group);
  const parts = groups.map(([key, group]) => `"${key}": {\n${lines(group).join(",\n")}\n}`);
  const text = `{\n${[...lines(rest), ...parts].join(",\n")}\n}\n`;
  writeFileSync(`../schemas/${name}.json`, text);
  console.log(name, text.length);
}

const message = ["blocks", "attachments", "metadata"];
mkdirSync("../schemas", { recursive: true });
write("blocks", generated("Blocks", { closed: true }));
write("views", apart(generated("Views", { closed: true }), ["blocks"]));
write("calls", apart(generated("Calls", { closed: true, expose: "none" }), [...message, "view"]));
write("inbound", apart(generated("Inbound", { closed: false, expose: "none" }), message));

const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json"));
const versions = Object.entries({ ...dependencies, ...devDependencies });
const made = versions.filter(([name]) => name.startsWith("@slack/") || name.startsWith("ts-"));
writeFileSync(
  "../schemas/README.md",
  "Made by `tests/slack/npm/schemas.mjs` from the types of these packages; not edited by hand.\n\n" +
    made.map(([name, version]) => `- \`${name}\` ${version}\n`).sort().join(""),
);
