import { describe, expect, test } from 'vitest'
import {
  type CodeMark,
  codeRuns,
  markRange,
  nextMark,
  offsetOf,
  placeOf,
} from '../../../agent-console/src/data/code-marks.ts'
import { changedParts, lineDiff } from '../../../agent-console/src/data/line-diff.ts'
import { yamlTokens } from '../../../agent-console/src/data/yaml-tokens.ts'

const mark = (line: number, column: number, severity: CodeMark['severity'] = 'error'): CodeMark => ({
  line,
  column,
  severity,
  message: `at ${line}:${column}`,
})

describe('the colours of YAML', () => {
  const kinds = (line: string) => yamlTokens(line)[0]?.map(({ kind, text }) => `${kind} ${text}`)

  test('tell keys, values, numbers and comments apart', () => {
    expect(kinds('  - name: the agent # a note')).toEqual([
      'plain   ',
      'sign - ',
      'key name',
      'sign :',
      'plain  ',
      'string the agent',
      'plain  ',
      'comment # a note',
    ])
    expect(kinds('version: 12')).toContain('number 12')
    expect(kinds('# all of it: a comment')).toEqual(['comment # all of it: a comment'])
  })

  test('know that a hash in quotes and an apostrophe in a word begin nothing', () => {
    expect(kinds("text: 'number #1'")).toContain("string 'number #1'")
    expect(kinds("- (don't|not) want # why")).toEqual([
      'sign - ',
      "string (don't|not) want",
      'plain  ',
      'comment # why',
    ])
  })

  test('take the lines of a block for one text, until it ends', () => {
    const lines = yamlTokens('call: |\n  00:05 agent: hello # there\n\nexpect: []')
    expect(lines[1]).toEqual([{ kind: 'string', text: '  00:05 agent: hello # there' }])
    expect(lines[3]?.[0]).toEqual({ kind: 'key', text: 'expect' })
  })

  test('lose no letter', () => {
    const text = 'a: "b: c" # d\n  - e\n\n-\n"f": |\n  g: h\ni:j\n'
    const joined = yamlTokens(text).map((line) => line.map((token) => token.text).join(''))
    expect(joined.join('\n')).toBe(text)
  })
})

describe('a mark', () => {
  test('underlines what stands at its column, up to a comment', () => {
    expect(markRange('severity: hgih  # why', mark(1, 11))).toEqual({ from: 10, to: 14 })
    expect(markRange('short', mark(1, 99))).toEqual({ from: 4, to: 5 })
    expect(markRange('', mark(1, 1))).toEqual({ from: 0, to: 0 })
  })

  test('cuts the runs of its line, and the worst of several counts', () => {
    const [tokens = []] = yamlTokens('severity: hgih')
    const runs = codeRuns(tokens, [mark(1, 11, 'warning'), mark(1, 11), mark(1, 13, 'warning')])
    expect(runs.map(({ text, severity }) => [text, severity])).toEqual([
      ['severity', null],
      [':', null],
      [' ', null],
      ['hg', 'error'],
      ['ih', 'error'],
    ])
  })

  test('is gone to from any line, around the ends', () => {
    const marks = [mark(9, 1), mark(3, 5)]
    expect(nextMark(marks, 3, 1)).toBe(marks[0])
    expect(nextMark(marks, 9, 1)).toBe(marks[1])
    expect(nextMark(marks, 3, -1)).toBe(marks[0])
    expect(nextMark([], 1, 1)).toBeNull()
  })

  test('has the same place as a letter, both ways', () => {
    const text = 'one\ntwo\n\nfour'
    for (let offset = 0; offset <= text.length; offset += 1) {
      expect(offsetOf(text, placeOf(text, offset))).toBe(offset)
    }
    expect(offsetOf(text, { line: 2, column: 99 })).toBe(7)
    expect(offsetOf(text, { line: 99, column: 1 })).toBe(text.length)
  })
})

describe('a difference', () => {
  const shown = (before: string, after: string, around?: number) =>
    changedParts(lineDiff(before, after), around).map((part) =>
      part.kind === 'gap'
        ? `(${part.lines})`
        : `${{ gone: '-', new: '+', same: '=' }[part.kind]}${part.text}`,
    )

  test('shows what is gone and new with its surroundings', () => {
    expect(shown('a\nb\nc\nd\ne\nf', 'a\nb\nc\nX\ne\nf', 1)).toEqual(['(2)', '=c', '-d', '+X', '=e', '(1)'])
    expect(shown('a\nb', 'a\nb')).toEqual(['(2)'])
  })

  test('can be undone: old and new text are both in it', () => {
    const [before, after] = ['q\na\nb\nz\nb', 'a\nc\nb\nb\nk']
    const lines = lineDiff(before, after)
    const side = (left: 'gone' | 'new') =>
      lines.filter(({ kind }) => kind === 'same' || kind === left).map(({ text }) => text)
    expect(side('gone').join('\n')).toBe(before)
    expect(side('new').join('\n')).toBe(after)
  })
})
