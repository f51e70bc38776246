/** Set, change or remove a link. */
import type { Editor } from "@tiptap/core";
import { ask } from "./dialog";
import type { Page } from "./page";

/** An address as people type it, made complete; null if it leads nowhere we allow. */
export function completeAddress(typed: string): string | null {
  const text = typed.trim();
  if (!text || /\s/.test(text)) return null;
  if (text.startsWith("/") && !text.startsWith("//")) return location.origin + text;
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[\w.-]+:\d/.test(text) ? text : guess(text);
  try {
    const { protocol, hostname } = new URL(full);
    if (protocol === "mailto:") return full;
    return (protocol === "http:" || protocol === "https:") && hostname ? full : null;
  } catch {
    return null;
  }
}

function guess(text: string): string {
  return /^[^/@]+@[^/@]+\.[^/@]+$/.test(text) ? `mailto:${text}` : `https://${text}`;
}

export async function askLink(page: Page, editor: Editor): Promise<void> {
  const dialog = page.find<HTMLDialogElement>("link-dialog");
  const field = dialog?.querySelector<HTMLInputElement>('input[name="address"]');
  const check = () => field?.setCustomValidity(completeAddress(field.value) ? "" : page.text("linkWrong"));
  field?.addEventListener("input", check);
  const marked = editor.isActive("link");
  dialog?.toggleAttribute("data-marked", marked);
  const address: unknown = editor.getAttributes("link")["href"];
  const answer = await ask(dialog, { address: typeof address === "string" ? address : "" });
  field?.removeEventListener("input", check);
  const chain = editor.chain().focus();
  if (!answer) return void chain.run();
  if (answer.action === "remove") return void chain.extendMarkRange("link").unsetLink().run();
  const href = completeAddress(String(answer.values.get("address") ?? ""));
  if (!href) return void chain.run();
  if (editor.state.selection.empty && !marked) {
    chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
  } else {
    chain.extendMarkRange("link").setLink({ href }).run();
  }
}
