/** Pictures in pasted text: ours stay, those that came along become files to upload, all others are left out. */
import { filesFor, type Named } from "./paste_files";

const ENCLOSED = /^data:(image\/(?:png|jpeg|gif|webp));base64,/i;
const MOST_ENCLOSED = 28 * 1024 * 1024; // as text: a third more than the largest picture

/** Where a picture is to go: an address that only this page knows, and only until it is pasted. */
export const PASTED = "pasted:";

/** What a program put on the clipboard beside its HTML. */
export interface Beside {
  rtf: () => string; // it may be large: read only if it is needed
  files: readonly File[];
}

export interface Arriving {
  token: string;
  file: Promise<File | null>;
}

export interface Pictures {
  arriving: Arriving[];
  leftOut: number; // that we may not fetch, or that are none
}

let tokens = 0;

export function takePictures(body: HTMLElement, origin: string, beside: Beside): Pictures {
  let leftOut = 0;
  for (const drawn of [...body.querySelectorAll("svg, canvas")]) {
    if (body.contains(drawn)) leftOut += 1;
    drawn.remove();
  }
  const strangers = [...body.querySelectorAll("img")].filter(image => !isOurs(image.getAttribute("src") ?? "", origin));
  // Beside words, a program puts a picture of those words: then it is not the picture that was copied.
  const files = (body.textContent ?? "").trim() ? [] : beside.files;
  const onDisk = strangers.filter(image => isNamed(image, strangers.length === 1 && files.length === 1));
  const found = onDisk.length ? filesFor(onDisk.map(describe), beside.rtf(), files).catch(() => []) : Promise.resolve([]);
  const arriving: Arriving[] = [];
  for (const image of strangers) {
    const place = onDisk.indexOf(image);
    const enclosed = place < 0 ? enclosedIn(image) : null;
    if (place < 0 && !enclosed) {
      leftOut += 1;
      image.remove();
      continue;
    }
    const token = `${PASTED}${(tokens += 1)}`;
    arriving.push({ token, file: enclosed ? Promise.resolve(enclosed) : found.then(all => all[place] ?? null) });
    image.setAttribute("src", token);
  }
  return { arriving, leftOut };
}

function isOurs(address: string, origin: string): boolean {
  if (address.startsWith("/") && !address.startsWith("//")) return true;
  return address.startsWith(`${origin}/`);
}

/** A file of the person's disk; or the one picture of a page, which browsers put beside its address. */
function isNamed(image: HTMLImageElement, isAlone: boolean): boolean {
  const address = image.getAttribute("src") ?? "";
  return /^file:/i.test(address) || (isAlone && /^https?:/i.test(address));
}

function describe(image: HTMLImageElement): Named {
  const [width, height] = ["width", "height"].map(side => Number.parseFloat(image.getAttribute(side) ?? "") || 0);
  return { name: nameOf(image), width: width ?? 0, height: height ?? 0 };
}

/** The name of the file on the disk means nothing to anybody, unless the person wrote it there. */
function nameOf(image: HTMLImageElement): string {
  return image.alt.replace(/[\\/]/g, " ").trim().slice(0, 100) || "image";
}

function enclosedIn(image: HTMLImageElement): File | null {
  const address = image.getAttribute("src") ?? "";
  const [start, type] = ENCLOSED.exec(address.slice(0, 40)) ?? [];
  if (!start || !type) return null;
  // Not even decoded: a stand-in of this size is refused with the sentence for it.
  if (address.length > MOST_ENCLOSED) return sized(nameOf(image), type, Math.floor(address.length * 0.75));
  try {
    const bytes = Uint8Array.from(atob(address.slice(start.length).replace(/\s/g, "")), letter => letter.charCodeAt(0));
    return new File([bytes], nameOf(image), { type });
  } catch {
    return null; // not the base64 it says it is
  }
}

function sized(name: string, type: string, size: number): File {
  return Object.defineProperty(new File([], name, { type }), "size", { value: size });
}
