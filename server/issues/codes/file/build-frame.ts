import { createHash } from 'node:crypto'
import { phraseOf, type Phrase, type PhraseLists } from '../../../language/phrases/phrase.ts'
import { nearestName } from '../../../platform/nearest-name.ts'
import type { FileFault } from '../../../platform/yaml/file-fault.ts'
import { CodeFrame } from '../code-frame.ts'
import { parentOf, type FrameCode } from '../frame-code.ts'
import { codeFault, type CodeDocument } from './read-codes.ts'

export interface BuiltFrame {
  readonly frame: CodeFrame
  readonly faults: readonly FileFault[]
}

/** Joins the codes of all files: children take from their parents what they do not say themselves. */
export function buildFrame(documents: readonly CodeDocument[], lists: PhraseLists): BuiltFrame {
  const faults: FileFault[] = []
  const byId = new Map<string, CodeDocument>()
  for (const document of documents) {
    const other = byId.get(document.form.id)
    if (other === undefined) byId.set(document.form.id, document)
    else faults.push(duplicate(document, other))
  }
  const built = new Map<string, FrameCode>()
  // Parents come before their children when ids are in order.
  for (const id of [...byId.keys()].toSorted()) {
    const document = byId.get(id)
    if (document === undefined) continue
    const parent = parentOf(id)
    const above = parent === null ? undefined : built.get(parent)
    if (parent !== null && above === undefined) faults.push(unknownParent(document, parent, byId))
    const code = toCode(document, above, lists)
    if (code.channel === null) faults.push(...needsChannel(document))
    built.set(id, code)
  }
  const codes = [...built.values()]
  return { frame: new CodeFrame(codes, hashOf(codes, lists)), faults }
}

function toCode({ form }: CodeDocument, above: FrameCode | undefined, lists: PhraseLists): FrameCode {
  const phrases = (texts: readonly string[] | undefined): readonly Phrase[] =>
    (texts ?? []).map((text) => phraseOf(text, lists))
  return {
    id: form.id,
    parent: parentOf(form.id),
    title: form.title,
    channel: form.channel ?? above?.channel ?? null,
    step: form.step ?? above?.step ?? null,
    unit: form.unit ?? above?.unit ?? null,
    severity: form.severity ?? above?.severity ?? 'medium',
    need: form.need ?? above?.need ?? 'pain',
    phrases: phrases(form.phrases),
    inChannel: phrases(form['in-channel']),
    names: phrases(form.names),
  }
}

function duplicate(document: CodeDocument, other: CodeDocument): FileFault {
  const { file, line } = other.source.placeOf(['codes', other.index, 'id'])
  const message = `the id "${document.form.id}" is taken at ${file}:${line}, expected an id of its own`
  return codeFault(document, { key: 'id', check: 'duplicate-id', message })
}

function unknownParent(
  document: CodeDocument,
  parent: string,
  known: ReadonlyMap<string, CodeDocument>,
): FileFault {
  const near = nearestName(
    parent,
    [...known.keys()].filter((id) => id !== document.form.id),
  )
  const hint = near === null ? '' : `; did you mean "${near}"?`
  const message = `there is no code "${parent}" for "${document.form.id}" to stand below, expected one in this folder${hint}`
  return codeFault(document, { key: 'id', check: 'unknown-parent', message })
}

function needsChannel(document: CodeDocument): readonly FileFault[] {
  return (['in-channel', 'names'] as const)
    .filter((key) => document.form[key] !== undefined)
    .map((key) => {
      const message = `"${key}" needs a channel, expected "channel" here or in a code above`
      return codeFault(document, { key, check: 'no-channel', message })
    })
}

/** What is said of codes, in whatever layout and order of files, with the lists that their phrases may use. */
function hashOf(codes: readonly FrameCode[], lists: PhraseLists): string {
  const used = [...lists].filter(([name]) => codes.some((code) => usesList(code, name))).toSorted()
  const text = JSON.stringify([codes, used], (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'root' in value && 'text' in value ? value.text : value,
  )
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function usesList({ phrases, inChannel, names }: FrameCode, list: string): boolean {
  return [...phrases, ...inChannel, ...names].some(({ text }) => text.includes(`<${list}>`))
}
