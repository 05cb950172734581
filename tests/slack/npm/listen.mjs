// Slack's own Socket Mode client: `node listen.mjs <api url> <app token>`. It acknowledges every
// envelope and writes each as a line of JSON; a slash command is answered. Ends with stdin.
import { LogLevel, SocketModeClient } from "@slack/socket-mode";

const [slackApiUrl, appToken] = process.argv.slice(2);
const client = new SocketModeClient({
  appToken,
  logLevel: LogLevel.ERROR,
  clientPingTimeout: 1000, // milliseconds; also how long it waits before it reconnects
  clientOptions: { slackApiUrl },
});
// The test may stop reading while the connection still speaks.
process.stdout.on("error", () => process.exit(0));
const tell = (what) => process.stdout.write(JSON.stringify(what) + "\n");

client.on("slack_event", async ({ ack, type, body, retry_num: retry }) => {
  await ack(type === "slash_commands" ? { text: `${body.text} ?` } : undefined);
  tell({ type, body, retry });
});
client.on("connected", () => tell({ type: "connected" }));
client.on("reconnecting", () => tell({ type: "reconnecting" }));
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
await client.start();
