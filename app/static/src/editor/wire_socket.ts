/** The wire over Socket.IO: WebSocket first, polling where a school's proxy blocks it. */
import { io, type Socket } from "socket.io-client";
import * as msgpack from "socket.io-msgpack-parser";
import { OWNER } from "../device/owner";
import type { Joined, JoinMessage, JoinRefused, Wire, WireEvents } from "./wire";

const ANSWER_WITHIN = 12_000;
const CONNECT_WITHIN = 8_000;
const KICKED_WAIT = 1_000;

/** The packer knows ArrayBuffer only, and a view may show part of a larger buffer. */
function packed(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer;
}

function unpacked<T extends { data: Uint8Array }>(message: T): T {
  return { ...message, data: new Uint8Array(message.data) };
}

export function socketWire(path = "/socket.io/"): Wire {
  const socket: Socket = io("/collab", {
    path,
    parser: msgpack,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    autoConnect: false,
    timeout: CONNECT_WITHIN,
    reconnectionDelay: 400,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  });

  // A proxy may swallow the upgrade without an answer: after a silent failure polling goes first.
  socket.io.on("reconnect_error", error => {
    if (error.message === "timeout") socket.io.opts.transports = ["polling", "websocket"];
  });
  const connect = () => {
    if (!socket.active) socket.connect(); // a second greeting on one line is refused, and ends the socket for good
  };
  socket.on("disconnect", reason => {
    if (reason === "io server disconnect") setTimeout(connect, KICKED_WAIT);
  });
  const hurry = () => {
    if (document.visibilityState === "visible" && !socket.connected) reconnect();
  };
  const cut = () => socket.io.engine?.close();
  const reconnect = () => {
    if (!socket.connected) socket.disconnect().connect();
  };
  window.addEventListener("online", hurry);
  window.addEventListener("offline", cut); // a dead line would be noticed only at the next ping
  document.addEventListener("visibilitychange", hurry);
  const newcomer = ({ key, newValue }: StorageEvent) => {
    if (key === OWNER && newValue) socket.disconnect().connect(); // signed in, in another window: as whom?
  };
  window.addEventListener("storage", newcomer);

  return {
    on<E extends keyof WireEvents>(event: E, listener: WireEvents[E]) {
      listen(socket, event, listener);
    },
    async join(message: JoinMessage) {
      const answer: Joined | JoinRefused = await socket
        .timeout(ANSWER_WITHIN)
        .emitWithAck("join", { ...message, sv: packed(message.sv) });
      if ("error" in answer) return answer;
      return { ...answer, update: new Uint8Array(answer.update), sv: new Uint8Array(answer.sv) };
    },
    update: message => void socket.emit("update", { ...message, data: packed(message.data) }),
    awareness: message => {
      // What is said about carets is worth nothing later: never kept for the next connection.
      if (socket.connected) socket.volatile.emit("awareness", { ...message, data: packed(message.data) });
    },
    connect,
    drop: () => void socket.io.engine?.close(),
    close() {
      window.removeEventListener("online", hurry);
      window.removeEventListener("storage", newcomer);
      window.removeEventListener("offline", cut);
      document.removeEventListener("visibilitychange", hurry);
      socket.disconnect();
    },
  };
}

function listen<E extends keyof WireEvents>(socket: Socket, event: E, listener: WireEvents[E]): void {
  if (event === "up") {
    socket.on("connect", listener as WireEvents["up"]);
  } else if (event === "down") {
    socket.on("disconnect", () => (listener as WireEvents["down"])());
    socket.on("connect_error", () => (listener as WireEvents["down"])());
  } else if (event === "denied") {
    socket.on("connect_error", error => {
      if (!socket.active) (listener as WireEvents["denied"])(error.message); // the server said no
    });
  } else if (event === "update" || event === "awareness") {
    const hear = listener as WireEvents["update"];
    socket.on(event as string, (message: { doc: number; data: Uint8Array }) => hear(unpacked(message)));
  } else {
    socket.on(event as string, listener as (message: unknown) => void);
  }
}
