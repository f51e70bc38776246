/** The pictures of the clipboard's RTF: Word and WPS put them there, while their HTML only names files of the person's disk. */
import { breath } from "./breath";

export interface RtfPicture {
  /** Null for what no browser shows: EMF, WMF and other formats. */
  type: "image/png" | "image/jpeg" | null;
  /** In pixels, as it stood on the page; 0 if not said. */
  width: number;
  height: number;
  hex: readonly string[];
}

interface Open extends RtfPicture {
  depth: number;
  goal: [number, number];
  scale: [number, number];
  hex: string[];
}

export const MOST_RTF = 40 * 1024 * 1024;
const TWIPS_PER_PIXEL = 15;
const TOKEN = /[{}]|\\([a-z]+)(-?\d+)? ?|\\'[0-9a-f]{2}|\\[^]|[^{}\\]+/giy;
/** The same picture once more for older programs, and pictures that are no part of the text. */
const BESIDE = /^(nonshppict|shprslt|listpicture|background|(header|footer)[lrf]?|do|themedata|objdata)$/;

/** In the order of the text; rests now and then, so that the page stays alive. */
export async function picturesInRtf(rtf: string): Promise<RtfPicture[]> {
  if (rtf.length > MOST_RTF || !rtf.startsWith("{\\rtf")) return [];
  const scan = new Scan();
  const token = new RegExp(TOKEN.source, TOKEN.flags);
  for (let count = 1, found = token.exec(rtf); found; found = token.exec(rtf), count += 1) {
    token.lastIndex += scan.take(found[0], found[1], Number(found[2] ?? NaN));
    if (count % 2_000 === 0) await breath();
  }
  return scan.pictures;
}

class Scan {
  readonly pictures: RtfPicture[] = [];
  private depth = 0;
  private skippedFrom = Infinity; // depth of the group that is left out
  private open: Open | null = null;

  /** Returns how many characters after the token are no RTF. */
  take(token: string, word: string | undefined, value: number): number {
    if (token === "{") this.depth += 1;
    else if (token === "}") this.close();
    else if (word !== undefined) return this.obey(word, value);
    else if (this.open?.depth === this.depth && !token.startsWith("\\")) this.open.hex.push(token);
    return 0;
  }

  private obey(word: string, value: number): number {
    const { open } = this;
    if (word === "bin") {
      if (open) open.type = null; // bytes do not survive as text
      return Math.max(0, value || 0);
    }
    if (this.depth >= this.skippedFrom) return 0;
    if (BESIDE.test(word)) this.skippedFrom = this.depth;
    else if (word === "pict") this.open = { depth: this.depth, type: null, width: 0, height: 0, goal: [0, 0], scale: [100, 100], hex: [] };
    else if (open?.depth === this.depth) describe(open, word, value);
    return 0;
  }

  private close(): void {
    const { open } = this;
    if (open?.depth === this.depth) {
      const [width, height] = [0, 1].map(side => ((open.goal[side] ?? 0) * (open.scale[side] ?? 100)) / 100 / TWIPS_PER_PIXEL);
      this.pictures.push({ type: open.type, width: width ?? 0, height: height ?? 0, hex: open.type ? open.hex : [] });
      this.open = null;
    }
    if (this.skippedFrom === this.depth) this.skippedFrom = Infinity;
    this.depth -= 1;
  }
}

function describe(open: Open, word: string, value: number): void {
  if (word === "pngblip") open.type = "image/png";
  else if (word === "jpegblip") open.type = "image/jpeg";
  else if (word === "picwgoal") open.goal[0] = value;
  else if (word === "pichgoal") open.goal[1] = value;
  else if (word === "picscalex") open.scale[0] = value;
  else if (word === "picscaley") open.scale[1] = value;
}

/** The file itself, or null if it is none. */
export async function fileOfRtf({ type, hex }: RtfPicture, name: string): Promise<File | null> {
  if (!type) return null;
  const parts: BlobPart[] = [];
  for (const digits of hex.flatMap(run => run.replace(/[^0-9a-f]+/gi, "").match(/[^]{1,1048576}/g) ?? [])) {
    parts.push(bytesOf(digits));
    await breath();
  }
  const file = new File(parts, name, { type });
  return file.size ? file : null;
}

function bytesOf(digits: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(digits.length >> 1);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = (digit(digits.charCodeAt(2 * at)) << 4) | digit(digits.charCodeAt(2 * at + 1));
  }
  return bytes;
}

/** `0`–`9`, `A`–`F`, `a`–`f`. */
function digit(code: number): number {
  return code < 58 ? code - 48 : (code & 0x0f) + 9;
}
