// The editor's own binding (yjs + @tiptap/y-tiptap) on stdin/stdout, to compare our encoding with.
//   {"read":  [base64 update…]} -> what the binding shows for each, and what its schema could build
//   {"write": [document JSON…]} -> the update the binding makes of each
//   {}                          -> the names of its nodes and marks with their attributes
// Bundled with the editor's own schema by esbuild, see test_encoding.py.
import { getSchema } from '@tiptap/core'
import { Node } from '@tiptap/pm/model'
import { EditorState } from '@tiptap/pm/state'
import { fixTables } from '@tiptap/pm/tables'
import {
  prosemirrorJSONToYXmlFragment, yXmlFragmentToProsemirrorJSON, yXmlFragmentToProseMirrorRootNode
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { readFileSync } from 'node:fs'
import { contentExtensions } from '../../../app/static/src/editor/schema.ts'

const schema = getSchema(contentExtensions(() => {}))

function names (types) {
  return Object.fromEntries(Object.values(types).map(type => [type.name, Object.keys(type.attrs)]))
}

function read (encoded) {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(encoded, 'base64'))
  const fragment = doc.getXmlFragment('default')
  const shown = yXmlFragmentToProsemirrorJSON(fragment)
  const built = yXmlFragmentToProseMirrorRootNode(fragment, schema)
  built.check()
  const kept = JSON.stringify(yXmlFragmentToProsemirrorJSON(fragment)) === JSON.stringify(shown)
  const repair = fixTables(EditorState.create({ doc: built }))
  return { shown, text: built.textBetween(0, built.content.size, '\n'), kept, needsRepair: Boolean(repair) }
}

function write (json) {
  Node.fromJSON(schema, json).check()
  const doc = new Y.Doc()
  prosemirrorJSONToYXmlFragment(schema, json, doc.getXmlFragment('default'))
  return Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64')
}

const asked = JSON.parse(readFileSync(0, 'utf8'))
const answer = asked.read?.map(read) ?? asked.write?.map(write) ?? [names(schema.nodes), names(schema.marks)]
process.stdout.write(JSON.stringify(answer))
