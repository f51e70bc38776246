/** Many decisions in one go reach the server in portions it takes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "../../app/static/src/editor/page";
import { Register } from "../../app/static/src/editor/suggesting/register";

const page = { text: (key: string) => key } as unknown as Page;

function registerWith(answers: (keys: string[]) => Response): { register: Register; sent: number[] } {
  const sent: number[] = [];
  Object.assign(globalThis, { document: { querySelector: () => null, cookie: "" } });
  globalThis.fetch = (_url, request) => {
    const keys = String((request?.body as URLSearchParams).get("keys")).split(" ");
    sent.push(keys.length);
    return Promise.resolve(answers(keys));
  };
  return { register: new Register(page, "/suggestions", () => undefined, () => undefined), sent };
}

const keys = Array.from({ length: 501 }, (_each, number) => `7-${number + 1}`);
const taken = (decided: string[]) => Response.json({ mayDecide: true, suggestByDefault: false, suggestions: [], decided });

test("501 are decided in two portions", async () => {
  const { register, sent } = registerWith(taken);

  assert.deepEqual(await register.decide(keys, "adopt", ""), keys);
  assert.deepEqual(sent, [500, 1]);
});

test("what was decided before something went wrong is decided", async () => {
  let asked = 0;
  const { register } = registerWith(some => ((asked += 1) > 1 ? new Response("", { status: 503 }) : taken(some)));

  assert.equal((await register.decide(keys, "reject", "") as string[]).length, 500);
  assert.deepEqual(await register.decide(["7-1"], "reject", ""), { refused: "suggestOffline" });
});
