/** One step of a conversation on its way to the server. */
import { csrfToken } from "../../device/token";
import type { Page } from "../page";

/** The panel as it is now; or why not, in a sentence; or nothing: try again later. */
export type Outcome = { html: string } | { refused: string } | null;

const ANSWER_WITHIN = 15_000;
const LATER = new Set([400, 401, 408, 429]); // 400: the token was an old one, a new one is being fetched

export async function post(page: Page, url: string, fields: Record<string, string>): Promise<Outcome> {
  return answer(page, url, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": csrfToken() } });
}

export async function fetchPanel(page: Page, url: string): Promise<Outcome> {
  return answer(page, url, {});
}

async function answer(page: Page, url: string, request: RequestInit): Promise<Outcome> {
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), ANSWER_WITHIN);
  try {
    const headers = { ...request.headers, Accept: "application/json", "HX-Request": "true" };
    const response = await fetch(url, { ...request, headers, signal: given.signal });
    const text = await response.text();
    if (response.ok) return { html: text };
    return response.status >= 500 || LATER.has(response.status) ? null : { refused: sentenceIn(text, page) };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function sentenceIn(text: string, page: Page): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === "string" && error) return error;
  } catch {
    // a page instead of a sentence
  }
  return page.text("reasonOther");
}
