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

/** KaTeX's package names only its program; its fonts carry a licence of their own, inside each font file. */
const FONTS = {
  folder: 'node_modules/katex/dist/fonts/',
  title: 'The fonts of KaTeX, KaTeX_*.woff2 (OFL-1.1)',
  text: `Copyright (c) 2009-2010, Design Science, Inc. (<www.mathjax.org>)
Copyright (c) 2014-2018 Khan Academy (<www.khanacademy.org>),
each with its own name as Reserved Font Name: KaTeX_AMS, KaTeX_Caligraphic, KaTeX_Fraktur, KaTeX_Main,
KaTeX_Math, KaTeX_SansSerif, KaTeX_Script, KaTeX_Size1, KaTeX_Size2, KaTeX_Size3, KaTeX_Size4, KaTeX_Typewriter.

${readFileSync('tools/licences/OFL-1.1.txt', 'utf8').trim()}`
}

/** The text for the packages behind `files` (a metafile's inputs) and the `more` ones named by hand. */
export function noticesOf (files, more = []) {
  const folders = new Set(files.map(packageOf).filter(folder => folder && existsSync(path.join(folder, 'package.json'))))
  for (const name of more) folders.add(`node_modules/${name}`)
  const byText = new Map()
  for (const { title, text } of [...folders].sort().map(notice)) {
    byText.set(text, [...(byText.get(text) ?? []), title])
  }
  if (files.some(file => file.includes(FONTS.folder))) byText.set(FONTS.text, [FONTS.title])
  const parts = [...byText].map(([text, titles]) => `${RULE}\n${titles.join('\n')}\n${RULE}\n\n${text}\n`)
  return `The files in this folder contain the following free software.\n\n${parts.join('\n')}`
}
