// Starts and stops emulate's Slack on demand: one JSON request a line on stdin, one answer a line
// on stdout. Everything ends with stdin.
import { createInterface } from "node:readline";
import { createEmulator } from "emulate";

const running = new Map();

async function answer({ start, stop, seed }) {
  if (stop !== undefined) {
    await running.get(stop)?.close();
    running.delete(stop);
    return { stopped: stop };
  }
  const emulator = await createEmulator({
    service: "slack",
    port: 0,
    seed: { tokens: {}, slack: seed },
  });
  running.set(start, emulator);
  return { started: start, url: emulator.url.replace("localhost", "127.0.0.1") };
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = await answer(JSON.parse(line)).catch((error) => ({ error: String(error) }));
  process.stdout.write(JSON.stringify(told) + "\n");
}
process.exit(0);
