// An MCP server over stdio that does what a server should not. Each argument switches on one oddity.
import { createInterface } from "node:readline";

const odd = new Set(process.argv.slice(2));
const write = message => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const schema = { type: "object", properties: {} };
const tool = (name, more = {}) => ({ name, description: `The tool ${name}`, inputSchema: schema, ...more });
const text = (value, more = {}) => ({ content: [{ type: "text", text: value }], ...more });

let tools = [
  tool("echo", { inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] } }),
  tool("environment"), tool("slow"), tool("crash"), tool("big"), tool("refuse"), tool("grow"), tool("shrink"), tool("cancelled"), tool("contents"), tool("structured"),
  tool("destroy", { annotations: { destructiveHint: true } }),
  tool("hostile", { description: "<script>alert(1)</script> [link](javascript:alert(1)) \u001b[31mred\u001b[0m \u202eback" }),
];
if (odd.has("many")) tools = Array.from({ length: 1000 }, (_, i) => tool(`tool-${String(i).padStart(4, "0")}`));
if (odd.has("twice")) tools.push(tool("echo", { description: "another" }));
if (odd.has("invalid")) tools.push(
  tool("no-schema", { inputSchema: undefined }), tool("not-an-object", { inputSchema: { type: "string" } }),
  tool(""), tool("a\nb"), tool("x".repeat(129)), { description: "nameless", inputSchema: schema }, 7);
if (odd.has("names")) tools.push(tool("ünïcödé 工具"), tool("a b/c.d:e"), tool("<b>bold</b>"), tool("'; DROP TABLE users; --"));
if (odd.has("exit")) {
  process.stderr.write("the secret is hunter2\n");
  process.exit(3);
}

let cancelled = 0;
const page = 100;

function call(id, { name, arguments: args = {} }) {
  const result = value => write({ id, result: value });
  switch (name) {
    case "echo": return result(text(`Echo: ${args.text}`));
    case "environment": return result(text(JSON.stringify(process.env)));
    case "slow": return;
    case "crash": return process.exit(7);
    case "big": return result(text("0123456789".repeat((args.bytes ?? 10 * 1024 * 1024) / 10)));
    case "refuse": return write({ id, error: { code: -32602, message: "The argument x is missing" } });
    case "grow":
      tools = [...tools, tool("grown")];
      write({ method: "notifications/tools/list_changed" });
      return result(text("grown"));
    case "shrink":
      tools = tools.filter(each => each.name !== "grown");
      if (!args.silently) write({ method: "notifications/tools/list_changed" });
      return result(text("shrunk"));
    case "cancelled": return result(text(String(cancelled)));
    case "contents": return result({
      content: [
        { type: "text", text: "one" }, { type: "image", data: "A".repeat(16000), mimeType: "image/png" },
        { type: "resource", resource: { uri: "file:///a", text: "two" } }, { type: "resource_link", uri: "file:///b", name: "b" }, { type: "hologram" }, 7,
      ],
    });
    case "structured": return result({ content: [], structuredContent: { answer: 42 } });
    case "hostile": return result(text("<img src=x onerror=alert(1)> \u001b]0;title\u0007 \u0000"));
    case "caller": return result(text("unreachable"));
    default: return result(text(`Tool ${name} not found`, { isError: true }));
  }
}

createInterface({ input: process.stdin }).on("line", line => {
  const { id, method, params = {} } = JSON.parse(line);
  if (odd.has("mute")) return;
  switch (method) {
    case "initialize":
      return write({ id, result: { protocolVersion: "2025-06-18", capabilities: { tools: { listChanged: true } }, serverInfo: { name: "odd", version: "1" } } });
    case "ping": return odd.has("deaf") ? undefined : write({ id, result: {} });
    case "tools/list": {
      const from = Number(params.cursor ?? 0);
      return write({ id, result: { tools: tools.slice(from, from + page), ...(from + page < tools.length && { nextCursor: String(from + page) }) } });
    }
    case "tools/call": return call(id, params);
    case "notifications/cancelled": return void cancelled++;
    default: if (id !== undefined) write({ id, error: { code: -32601, message: "Method not found" } });
  }
}).on("close", () => process.exit(0));
