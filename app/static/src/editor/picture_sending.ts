/** One picture's way to the server. */
import type { Page } from "./page";

const KINDS = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
const LARGEST = 20 * 1024 * 1024;

export interface PictureAttributes {
  src: string;
  alt: string;
  width: number | null;
  height: number | null;
}

/** Why this file cannot be a picture here, or null. The server looks again, and closer. */
export function refusalOf(page: Page, file: File): string | null {
  if (!KINDS.has(file.type)) return page.text("pictureKind", { name: file.name });
  if (file.size > LARGEST) return page.text("pictureLarge", { name: file.name, n: LARGEST / 1024 / 1024 });
  return null;
}

/** Rejects with an Error whose message is for the person. */
export function sendPicture(page: Page, file: File, progress: (percent: number) => void): Promise<PictureAttributes> {
  const body = new FormData();
  body.append("file", file, file.name);
  const request = new XMLHttpRequest(); // fetch cannot tell how far an upload has come
  request.open("POST", page.pictureUrl);
  request.setRequestHeader("X-CSRFToken", page.csrf);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "text";
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", event => {
      if (event.lengthComputable) progress((event.loaded / event.total) * 100);
    });
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      const src = answer["url"] ?? answer["src"];
      if (request.status < 300 && typeof src === "string") {
        resolve({ src, alt: nameOf(file), width: whole(answer["width"]), height: whole(answer["height"]) });
      } else {
        reject(new Error(sentence(page, request.status, answer)));
      }
    });
    const lost = () => reject(new Error(page.text("pictureOffline")));
    request.addEventListener("error", lost);
    request.addEventListener("timeout", lost);
    request.send(body);
  });
}

function sentence(page: Page, status: number, answer: Record<string, unknown>): string {
  const said = answer["message"] ?? answer["error"];
  if (typeof said === "string" && said) return said;
  if (status === 413) return page.text("pictureLarge", { name: "", n: LARGEST / 1024 / 1024 });
  return page.text("pictureFailed");
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function whole(value: unknown): number | null {
  return typeof value === "number" && value > 0 ? Math.round(value) : null;
}

/** `IMG_2041.jpg` says nothing to a reader who cannot see; a chosen name does. */
function nameOf(file: File): string {
  const name = file.name.replace(/\.[^.]+$/, "");
  return /^(img|image|clip_image|dsc|mmexport|截图|屏幕截图|screenshot|微信图片)?[\s_\-\d()]*$/i.test(name) ? "" : name;
}
