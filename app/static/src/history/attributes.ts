/** The attributes of a thing, and what became of them between two moments. */
import type { Item, XmlElement } from "yjs";
import type { Moments } from "./moments";
import type { Kind, Values } from "./parts";

/** Those at the moment shown, and who changed one of them since the other. */
export function attributesOf(moments: Moments, element: XmlElement, kind: Kind, former: XmlElement): [Values, number] {
  const attrs: Values = {};
  let changer = 0;
  for (const name of new Set([...former._map.keys(), ...element._map.keys()])) {
    const [then, now] = [itemAt(moments, former, name, moments.before), itemAt(moments, element, name, moments.after)];
    const value = valueOf(kind === "gone" ? then : now);
    if (value !== undefined) attrs[name] = value;
    if (kind === "kept" && JSON.stringify(valueOf(then) ?? null) !== JSON.stringify(value ?? null)) {
      changer = now ? moments.chronicle.writerOf(now.id.client, now.id.clock) : -1;
    }
  }
  return [attrs, changer];
}

function itemAt({ chronicle }: Moments, element: XmlElement, name: string, seq: number): Item | null {
  for (let item = element._map.get(name) ?? null; item; item = item.left) {
    if (chronicle.column(item.id.client).wasThere(item.id.clock, seq)) return item;
  }
  return null;
}

/** Undefined if it is not there. */
function valueOf(item: Item | null): unknown {
  const value = item?.content.getContent();
  return value?.[value.length - 1];
}
