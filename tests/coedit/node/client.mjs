// A page of the editor without the editor: a real Y.Doc behind the real Socket.IO client.
// Commands come as JSON lines on stdin, answers and what is told go as JSON lines to stdout.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { io } from "socket.io-client";
import * as parser from "socket.io-msgpack-parser";
import * as Y from "yjs";

const SCHEMA = Number(/SCHEMA_VERSION = (\d+)/.exec(readFileSync("app/static/src/editor/schema.ts", "utf8"))[1]);
const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");
const bytes = (list) => Uint8Array.from(list);

let ydoc = new Y.Doc();
let socket = null;
let place = null; // {doc, schema}
let joined = false;
let mid = 0;
let ackedMid = 0;
let marks = []; // [token, mid that carries it, or null while unsent]
let acked = [];
let report; // whom to answer when the first connection has joined

ydoc.on("update", onLocal);

function onLocal(update, origin) {
  if (origin !== "remote" && joined) send(update);
}

function send(update) {
  mid += 1;
  for (const mark of marks) if (mark[1] === null) mark[1] = mid;
  socket.emit("update", { doc: place.doc, mid, data: update });
}

function settle(upTo) {
  ackedMid = Math.max(ackedMid, upTo);
  acked.push(...marks.filter((m) => m[1] !== null && m[1] <= ackedMid).map((m) => m[0]));
  marks = marks.filter((m) => m[1] === null || m[1] > ackedMid);
}

function settleAll() {
  acked.push(...marks.map((m) => m[0]));
  marks = [];
}

function join(report = () => {}) {
  joined = false;
  const message = { doc: place.doc, sv: Y.encodeStateVector(ydoc), client_id: ydoc.clientID, schema: place.schema };
  socket.emit("join", message, (answer) => {
    if (answer.error) {
      say({ told: "error", ...answer });
      return report(answer);
    }
    Y.applyUpdate(ydoc, bytes(answer.update), "remote");
    for (const mark of marks) mark[1] = null;
    joined = true;
    if (answer.role === "edit") {
      const lacks = Y.encodeStateAsUpdate(ydoc, bytes(answer.sv));
      if (lacks.length > 2) send(lacks);
      else settleAll(); // it was stored, and only the answer got lost
    }
    say({ told: "joined", role: answer.role, epoch: answer.epoch, me: answer.me });
    report({ role: answer.role, epoch: answer.epoch, me: answer.me });
  });
}

function listen() {
  socket.on("connect", () => { say({ told: "connect" }); if (place) join(report); report = undefined; });
  socket.on("disconnect", (reason) => { joined = false; say({ told: "disconnect", reason }); });
  socket.on("connect_error", (error) => say({ told: "connect_error", message: error.message }));
  socket.on("update", ({ doc, data }) => { if (place && doc === place.doc) Y.applyUpdate(ydoc, bytes(data), "remote"); });
  socket.on("ack", ({ mid }) => settle(mid));
  socket.on("resync", () => { say({ told: "resync" }); join(); });
  socket.on("changed", ({ what }) => say({ told: "changed", what }));
  socket.on("awareness", ({ data }) => say({ told: "awareness", data: [...data] }));
  for (const event of ["refused", "revoked", "not_saved"]) {
    socket.on(event, (m) => { if (event === "revoked") joined = false; say({ told: event, ...m }); });
  }
}

const text = () => texts().next().value; // of the first paragraph
const words = () => [...texts()].map(words_of).join("");
const words_of = (element) => element.toDelta().map((run) => run.insert).join("");

function* texts(element = ydoc.getXmlFragment("default")) { // all pieces of text
  if (element instanceof Y.XmlText) yield element;
  else for (const part of element.toArray()) yield* texts(part);
}

const commands = {
  connect({ url, cookie, transports, origin }) {
    const headers = { ...(cookie ? { Cookie: cookie } : {}), ...(origin ? { Origin: origin } : {}) };
    socket = io(url + "/collab", {
      parser, transports: transports ?? ["websocket"], extraHeaders: headers,
      reconnectionDelay: 100, reconnectionDelayMax: 300, forceNew: true,
    });
    listen();
    return {};
  },
  join: ({ doc, schema }) => new Promise((done) => {
    place = { doc, schema: schema ?? SCHEMA };
    if (socket.connected) join(done);
    else report = done; // once: it joins when it connects
  }),
  type({ words, at }) {
    marks.push([words, null]);
    text().insert(at ?? text().length, words);
    return {};
  },
  write({ words, behind }) { // in the middle of a paragraph
    for (const piece of texts()) {
      const at = words_of(piece).indexOf(behind);
      if (at < 0) continue;
      marks.push([words, null]);
      piece.insert(at + behind.length, words);
      return {};
    }
    return { error: `nowhere: ${behind}` };
  },
  erase({ words }) {
    for (const piece of texts()) {
      const at = words_of(piece).indexOf(words);
      if (at < 0) continue;
      piece.delete(at, words.length);
      return { found: true };
    }
    return { found: false };
  },
  overtake({ words, later }) { // two edits, the second sent first
    const made = [];
    const note = (update) => made.push(update);
    const were = joined;
    joined = false;
    ydoc.on("update", note);
    for (const each of [words, later]) text().insert(0, each);
    ydoc.off("update", note);
    joined = were;
    if (joined) for (const update of made.reverse()) send(update);
    return {};
  },
  build({ kind, words }) { // a block below the first
    const element = new Y.XmlElement(kind);
    const root = ydoc.getXmlFragment("default");
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(words)]);
    if (kind === "table") {
      const [row, cell] = [new Y.XmlElement("tableRow"), new Y.XmlElement("tableCell")];
      cell.setAttribute("colspan", 1);
      cell.insert(0, [paragraph]);
      row.insert(0, [cell]);
      element.insert(0, [row]);
    } else element.insert(0, [paragraph]); // a quote
    root.insert(root.length, [element]);
    return {};
  },
  remove() { // the last block, if it is not the first
    const root = ydoc.getXmlFragment("default");
    if (root.length > 1) root.delete(root.length - 1, 1);
    return {};
  },
  mark({ words, name }) {
    const at = words_of(text()).indexOf(words);
    if (at >= 0) text().format(at, words.length, { [name]: {} });
    return {};
  },
  structure: () => ({ xml: ydoc.getXmlFragment("default").toString() }),
  repeat() { // everything it has, once more: what a page sends after it missed an answer
    if (joined) send(Y.encodeStateAsUpdate(ydoc));
    return {};
  },
  content: () => ({ paragraphs: [...texts()].map(words_of) }),
  read: () => ({ text: words(), pending: marks.length, acked, transport: socket?.io?.engine?.transport?.name }),
  move(options) { // to another node, as a balancer would send it there
    joined = false;
    socket.disconnect();
    return commands.connect(options);
  },
  offline() { joined = false; socket.disconnect(); return {}; },
  online() { if (!socket.active) socket.connect(); return {}; }, // a second CONNECT would be refused and end the socket
  raw({ event, payload }) {
    for (const key of ["data", "sv"]) if (Array.isArray(payload[key])) payload[key] = bytes(payload[key]);
    socket.emit(event, payload);
    return {};
  },
  update: ({ from }) => ({ data: [...Y.encodeStateAsUpdate(ydoc, from ? bytes(from) : undefined)], client: ydoc.clientID }),
  paragraph({ words }) {
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(words)]);
    ydoc.getXmlFragment("default").insert(0, [element]);
    return {};
  },
  clear() { // everything that stands at the root
    const root = ydoc.getXmlFragment("default");
    root.delete(0, root.length);
    return {};
  },
  strike({ key, without }) { // a section's heading; `without`: on purpose
    const root = ydoc.getXmlFragment("default");
    const at = root.toArray().findIndex((block) => block.getAttribute?.("section") === key);
    joined = false;
    root.delete(at, 1);
    joined = true;
    mid += 1;
    socket.emit("update", { doc: place.doc, mid, data: Y.encodeStateAsUpdate(ydoc, Y.encodeStateVector(ydoc)), without });
    return {};
  },
  headings: () => ydoc.getXmlFragment("default").toArray().filter((block) => block.nodeName === "heading")
    .map((block) => [block.getAttribute("section") ?? "", [...texts(block)].map(words_of).join("")]),
  silently({ words }) { // an edit whose update never leaves: what a lost message looks like
    joined = false;
    text().insert(0, words);
    joined = true;
    return {};
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  Promise.resolve(commands[command.do](command)).then((result) => say({ answer: command.id, result }));
}
process.exit(0);
