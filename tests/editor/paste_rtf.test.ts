import assert from "node:assert/strict";
import { test } from "node:test";
import { matched } from "../../app/static/src/editor/paste_files";
import { fileOfRtf, MOST_RTF, picturesInRtf, type RtfPicture } from "../../app/static/src/editor/paste_rtf";

const HEX = "89504e47 0D0A1A0A";

function pict(kind: string, hex: string, size = "\\picwgoal1500\\pichgoal750"): string {
  return `{\\pict{\\*\\picprop\\shplid1025{\\sp{\\sn shapeType}{\\sv 75}}}\\picscalex100\\picscaley200${size}\\${kind} {\\*\\blipuid 00ff00ff}\r\n${hex}\r\n}`;
}

function inline(kind: string, hex: string): string {
  return `{\\*\\shppict${pict(kind, hex)}}{\\nonshppict{\\pict\\wmetafile8 0100}}`;
}

async function bytesOf(picture: RtfPicture): Promise<number[] | null> {
  const file = await fileOfRtf(picture, "图");
  return file && [...new Uint8Array(await file.arrayBuffer())];
}

test("pictures are read once each, in the order of the text", async () => {
  const rtf = `{\\rtf1\\ansi{\\fonttbl{\\f0 \\'cb\\'ce;}}{\\*\\listtable{\\*\\listpicture${inline("pngblip", "00")}}}
    {\\header ${inline("pngblip", "01")}}\\pard \\{ ${inline("pngblip", HEX)} \\u38754?
    {\\shp{\\*\\shpinst{\\sp{\\sn pib}{\\sv ${pict("jpegblip", "ffd8")}}}}{\\shprslt{\\pict\\wmetafile8 02}}}
    ${inline("emfblip", "0102")}\\par}`;
  const found = await picturesInRtf(rtf);
  assert.deepEqual(found.map(({ type }) => type), ["image/png", "image/jpeg", null]);
  assert.deepEqual([found[0]?.width, found[0]?.height], [100, 100]);
  assert.deepEqual(await Promise.all(found.map(bytesOf)), [[137, 80, 78, 71, 13, 10, 26, 10], [255, 216], null]);
});

test("what is no RTF, broken or too large holds no pictures and breaks nothing", async () => {
  assert.deepEqual(await picturesInRtf("<html>"), []);
  assert.deepEqual(await picturesInRtf(`{\\rtf1${" ".repeat(MOST_RTF)}}`), []);
  assert.deepEqual(await picturesInRtf("{\\rtf1 }}}} \\"), []);
  assert.deepEqual(await picturesInRtf("{\\rtf1{\\pict\\pngblip 89"), []);
  const [binary] = await picturesInRtf("{\\rtf1{\\pict\\pngblip\\bin4 }}{{}}");
  assert.equal(binary && (await fileOfRtf(binary, "图")), null);
});

test("where the numbers differ, only a picture of the same size is taken", () => {
  const found = ([100, 200, 300] as const).map(width => ({ type: "image/png" as const, width, height: 50, hex: [] }));
  const named = (...widths: number[]) => widths.map(width => ({ name: "", width, height: 50 }));
  assert.deepEqual(matched(named(7, 7, 7), found), found);
  assert.deepEqual(matched(named(201, 300), found), found.slice(1));
  assert.deepEqual(matched(named(300, 201), found), [found[2], null]);
  assert.deepEqual(matched(named(0), found), [null]);
});
