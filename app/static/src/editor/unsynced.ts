/** The words the server does not have, for rescuing them by hand. */
import { decodeStateVector, XmlElement, XmlText, type Doc, type XmlFragment } from "yjs";

type Content = XmlElement | XmlText;

function isNew(node: Content, known: Map<number, number>): boolean {
  const id = node._item?.id;
  if (id && id.clock >= (known.get(id.client) ?? 0)) return true;
  if (node instanceof XmlElement) return childrenOf(node).some(child => isNew(child, known));
  for (let item = node._start; item; item = item.right) {
    if (!item.deleted && item.id.clock + item.length > (known.get(item.id.client) ?? 0)) return true;
  }
  return false;
}

function childrenOf(node: XmlElement | XmlFragment): Content[] {
  return node.toArray().filter((child): child is Content => child instanceof XmlElement || child instanceof XmlText);
}

function wordsOf(node: Content): string {
  if (node instanceof XmlElement) {
    if (node.nodeName === "inlineMath" || node.nodeName === "blockMath") return `$${node.getAttribute("latex") ?? ""}$`;
    const gap = node.nodeName === "tableRow" ? "\t" : node.nodeName === "paragraph" ? "" : "\n";
    return childrenOf(node).map(wordsOf).join(gap);
  }
  return node.toDelta().map((part: { insert: unknown }) => (typeof part.insert === "string" ? part.insert : "")).join("");
}

/** Every block of the document that contains something beyond `serverVector`, as plain text. */
export function unsyncedWords(doc: Doc, serverVector: Uint8Array | null): string {
  const known = serverVector ? decodeStateVector(serverVector) : new Map<number, number>();
  const blocks = childrenOf(doc.getXmlFragment("default"));
  return blocks.filter(block => isNew(block, known)).map(wordsOf).join("\n");
}
