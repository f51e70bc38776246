/** Prints the editor's nodes and marks with their attributes, for comparison with the server's. */
import { getSchema } from "@tiptap/core";
import { contentExtensions, MARKS, NODES } from "../../app/static/src/editor/schema";

const schema = getSchema(contentExtensions(() => undefined));
const attributes = (types: Record<string, { spec: { attrs?: object } }>) =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, Object.keys(type.spec.attrs ?? {})]));
const inline = Object.values(schema.nodes).filter(type => type.isInline).map(type => type.name);
console.log(
  JSON.stringify({ nodes: attributes(schema.nodes), marks: attributes(schema.marks), inline, NODES, MARKS }),
);
