import type { RuleFault } from '../../../server/contracts/rule-desk.ts'
import type { Token } from './yaml-tokens.ts'

/** Something to be said of a place in a text; lines and columns count from 1. */
export type CodeMark = Pick<RuleFault, 'line' | 'column' | 'severity' | 'message'>

/** A stretch of a line of one look. */
export interface CodeRun extends Token {
  readonly severity: CodeMark['severity'] | null
}

/** The worst of several; null for none. */
export function worstOf(marks: readonly CodeMark[]): CodeMark['severity'] | null {
  if (marks.length === 0) return null
  return marks.some(({ severity }) => severity === 'error') ? 'error' : 'warning'
}

/** Half-open range of letters, from 0, that a mark underlines: from its column to the end of what stands there. */
export function markRange(
  line: string,
  { column }: CodeMark,
): { readonly from: number; readonly to: number } {
  const end = line.trimEnd().length
  const from = Math.min(Math.max(0, column - 1), Math.max(0, end - 1))
  const comment = line.slice(from).search(/\s#/)
  const to = comment < 0 ? end : from + line.slice(from, from + comment).trimEnd().length
  return { from, to: Math.max(to, Math.min(from + 1, line.length)) }
}

/** Cuts the tokens of a line where marks begin and end. */
export function codeRuns(tokens: readonly Token[], marks: readonly CodeMark[]): readonly CodeRun[] {
  const line = tokens.map(({ text }) => text).join('')
  const ranges = marks.map((mark) => ({ ...markRange(line, mark), mark }))
  const cuts = new Set(ranges.flatMap(({ from, to }) => [from, to]))
  const runs: CodeRun[] = []
  let at = 0
  for (const { kind, text } of tokens) {
    const inner = [...cuts].filter((cut) => cut > at && cut < at + text.length)
    const edges = [at, ...inner.toSorted((one, other) => one - other), at + text.length]
    for (const [index, from] of edges.slice(0, -1).entries()) {
      const to = edges[index + 1] ?? from
      const over = ranges.filter((range) => range.from <= from && range.to >= to).map(({ mark }) => mark)
      runs.push({ kind, text: text.slice(from - at, to - at), severity: worstOf(over) })
    }
    at += text.length
  }
  return runs
}

/** Place in a text of a line and column, both from 1. */
export function offsetOf(text: string, { line, column }: { line: number; column: number }): number {
  const lines = text.split('\n')
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
  const length = lines[line - 1]?.length ?? 0
  return Math.min(before + Math.min(Math.max(0, column - 1), length), text.length)
}

/** Line and column, both from 1, of a place in a text. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

/** The mark after (1) or before (-1) a line, around the ends; null without marks. */
export function nextMark(marks: readonly CodeMark[], line: number, step: 1 | -1): CodeMark | null {
  const sorted = marks.toSorted((one, other) => one.line - other.line || one.column - other.column)
  if (step === 1) return sorted.find((mark) => mark.line > line) ?? sorted[0] ?? null
  return sorted.findLast((mark) => mark.line < line) ?? sorted.at(-1) ?? null
}
