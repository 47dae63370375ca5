import { describe, expect, it } from 'vitest'
import { hasOptions, withOptions } from '../../../../server/asr/models/option-file.ts'

const TEXT = '# the makers say\r\n--beam=10.0\n\n  --endpoint.rule2.min-trailing-silence=0.5\n'

describe('an option file', () => {
  it('gets an option in place of its own line, and keeps the rest', () => {
    expect(withOptions(TEXT, { beam: '13.0', 'frames-per-chunk': '51' })).toBe(
      '# the makers say\n--endpoint.rule2.min-trailing-silence=0.5\n--beam=13.0\n--frames-per-chunk=51\n',
    )
  })

  it('does not take an option for one whose name only begins the same', () => {
    expect(withOptions('--beam-delta=0.5\n', { beam: '13.0' })).toBe('--beam-delta=0.5\n--beam=13.0\n')
  })

  it('has what was set, once', () => {
    const options = { beam: '13.0' }
    expect(hasOptions(TEXT, options)).toBe(false)
    const set = withOptions(TEXT, options)
    expect(hasOptions(set, options)).toBe(true)
    expect(withOptions(set, options)).toBe(set)
    expect(hasOptions(`${set}--beam=10.0\n`, options)).toBe(false)
  })
})
