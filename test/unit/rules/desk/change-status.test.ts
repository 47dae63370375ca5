import { describe, expect, it } from 'vitest'
import { changeStatus } from '../../../../server/rules/desk/change-status.ts'

const TEXT = `# Watch this one.
id:   greeting
version: 9   # goes up
title: "Agent: no greeting"
status: 'shadow'  # since May
owner: quality
when: { said: { speaker: agent,   phrases: [hello there, status] } }   # a flow map that is longer than eighty characters
then:
    prompt:
        text: >-
            Say
            hello.
`

describe('a change of status', () => {
  it('changes status and version, and not a space besides', () => {
    expect(changeStatus(TEXT, 'live')).toBe(
      TEXT.replace('version: 9 ', 'version: 10 ').replace(`'shadow'`, 'live'),
    )
  })

  it('takes keys in any order, and lines that end in any way', () => {
    expect(changeStatus('status: draft\r\nversion: 1\r\n', 'shadow')).toBe('status: shadow\r\nversion: 2\r\n')
  })

  it.each([
    ['no status', 'version: 1\n'],
    ['no version', 'status: draft\n'],
    ['a version in words', 'status: draft\nversion: one\n'],
    ['a list for a status', 'status: [draft]\nversion: 1\n'],
    ['broken YAML', 'status: draft\nversion: 1\nwhen: [\n'],
    ['a list', '- status: draft\n'],
    ['nothing', ''],
  ])('is not made in a text with %s', (_name, text) => {
    expect(changeStatus(text, 'live')).toBeNull()
  })
})
