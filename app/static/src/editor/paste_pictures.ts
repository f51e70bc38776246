/** Pictures in pasted text: ours stay, enclosed ones become files to upload, all others are left out. */

const ENCLOSED = /^data:(image\/(?:png|jpeg|gif|webp));base64,([a-z0-9+/=\s]+)$/i;

export function takePictures(body: HTMLElement, origin: string): { pictures: File[]; leftOut: number } {
  const pictures: File[] = [];
  let leftOut = 0;
  for (const picture of [...body.querySelectorAll("img")]) {
    const address = picture.getAttribute("src") ?? "";
    if (isOurs(address, origin)) continue;
    const file = fileOf(address, picture.alt);
    if (file) pictures.push(file);
    else leftOut += 1;
    picture.remove();
  }
  return { pictures, leftOut };
}

function isOurs(address: string, origin: string): boolean {
  if (address.startsWith("/") && !address.startsWith("//")) return true;
  return address.startsWith(`${origin}/`);
}

function fileOf(address: string, name: string): File | null {
  const [, type, content] = ENCLOSED.exec(address) ?? [];
  if (!type || !content) return null;
  try {
    const bytes = Uint8Array.from(atob(content.replace(/\s/g, "")), letter => letter.charCodeAt(0));
    return new File([bytes], name || "image", { type });
  } catch {
    return null; // not the base64 it says it is
  }
}
