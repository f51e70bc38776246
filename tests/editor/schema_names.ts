/** Prints the editor's nodes and marks with their attributes, for comparison with the server's. */
import { getSchema } from "@tiptap/core";
import type { ContentMatch, NodeType } from "@tiptap/pm/model";
import { contentExtensions, MARKS, NODES } from "../../app/static/src/editor/schema";

const schema = getSchema(contentExtensions(() => undefined));
const attributes = (types: Record<string, { spec: { attrs?: object } }>) =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, Object.keys(type.spec.attrs ?? {})]));
const inline = Object.values(schema.nodes).filter(type => type.isInline).map(type => type.name);

/** The nodes that may stand in a node at any place, at which it may be followed by others. */
function inside(type: NodeType): string[] {
  const found = new Set<string>();
  const seen = new Set<ContentMatch>();
  const walk = (match: ContentMatch) => {
    if (seen.has(match)) return;
    seen.add(match);
    for (let n = 0; n < match.edgeCount; n += 1) {
      const edge = match.edge(n);
      found.add(edge.type.name);
      walk(edge.next);
    }
  };
  walk(type.contentMatch);
  return [...found].sort();
}

const contents = Object.fromEntries(Object.values(schema.nodes).map(type => [type.name, inside(type)]));
console.log(
  JSON.stringify({ contents, nodes: attributes(schema.nodes), marks: attributes(schema.marks), inline, NODES, MARKS }),
);
