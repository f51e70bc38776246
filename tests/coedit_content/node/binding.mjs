// The editor's own binding (yjs + @tiptap/y-tiptap) on stdin/stdout, to compare our encoding with.
//   {"read":  [base64 update…]} -> what the binding shows for each, and what its schema could build
//   {"write": [document JSON…]} -> the update the binding makes of each
import { getSchema } from '@tiptap/core'
import Image from '@tiptap/extension-image'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import { BlockMath, InlineMath } from '@tiptap/extension-mathematics'
import Subscript from '@tiptap/extension-subscript'
import Superscript from '@tiptap/extension-superscript'
import { TableKit } from '@tiptap/extension-table'
import { Node } from '@tiptap/pm/model'
import { fixTables } from '@tiptap/pm/tables'
import { EditorState } from '@tiptap/pm/state'
import StarterKit from '@tiptap/starter-kit'
import {
  prosemirrorJSONToYXmlFragment, yXmlFragmentToProsemirrorJSON, yXmlFragmentToProseMirrorRootNode
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { readFileSync } from 'node:fs'

const schema = getSchema([
  StarterKit, TableKit, TaskList, TaskItem.configure({ nested: true }), Image,
  Subscript, Superscript, InlineMath, BlockMath
])

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
process.stdout.write(JSON.stringify(asked.read ? asked.read.map(read) : asked.write.map(write)))
