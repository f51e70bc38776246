// The licences of every npm package whose bytes end up in dist, as one text file. Same input, same bytes.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

const RULE = '-'.repeat(78)

/** `node_modules/@tiptap/core/dist/index.js` belongs to `@tiptap/core`. */
function packageOf (file) {
  const parts = file.split(path.sep).join('/').split('node_modules/')
  if (parts.length < 2) return null
  const [first, second] = parts[parts.length - 1].split('/')
  const name = first.startsWith('@') ? `${first}/${second}` : first
  return `${parts.slice(0, -1).join('node_modules/')}node_modules/${name}`
}

function licenceText (folder) {
  const file = readdirSync(folder).sort().find(name => /^(licen[cs]e|copying)/i.test(name))
  return file ? readFileSync(path.join(folder, file), 'utf8').trim() : ''
}

/** A package of a bigger project may ship no text of its own: say what it declares about itself. */
function declared ({ license, author, repository }) {
  const person = typeof author === 'string' ? author : author?.name
  const source = typeof repository === 'string' ? repository : repository?.url
  return [`Licence: ${license}`, person && `Copyright: ${person}`, source && `Source: ${source}`].filter(Boolean).join('\n')
}

function notice (folder) {
  const about = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return { title: `${about.name} ${about.version} (${about.license})`, text: licenceText(folder) || declared(about) }
}

/** The text for the packages behind `files` (a metafile's inputs) and the `more` ones named by hand. */
export function noticesOf (files, more = []) {
  const folders = new Set(files.map(packageOf).filter(folder => folder && existsSync(path.join(folder, 'package.json'))))
  for (const name of more) folders.add(`node_modules/${name}`)
  const byText = new Map()
  for (const { title, text } of [...folders].sort().map(notice)) {
    byText.set(text, [...(byText.get(text) ?? []), title])
  }
  const parts = [...byText].map(([text, titles]) => `${RULE}\n${titles.join('\n')}\n${RULE}\n\n${text}\n`)
  return `The files in this folder contain the following free software.\n\n${parts.join('\n')}`
}
