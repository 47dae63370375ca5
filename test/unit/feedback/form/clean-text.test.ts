import { describe, expect, it } from 'vitest'
import { MAX_TEXT, cleanText } from '../../../../server/feedback/form/clean-text.ts'
import { redactText } from '../../../../server/redaction/redact-text.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

const asIs = (text: string): string => text

describe('cleanText', () => {
  it.each([
    ['line ends', 'a\r\nb\rc\u2028d\u0085e', 'a\nb\nc\nd\ne'],
    ['many of them', 'a\n\n\n\n\nb', 'a\n\nb'],
    ['spaces', '  a\t\u00a0 b  ', 'a b'],
    ['controls', 'a\u0000b\u0007c\u001b[31md\u009f', 'abc[31md'],
    ['marks of direction and of order', '\ufeffa\u202eb\u200bc\u2066d\u200f', 'abcd'],
    ['characters that are none', 'a\uffffb\ufdd0c\u{1ffff}d', 'abcd'],
    ['half characters', 'a\ud83d b\ude21', 'a� b�'],
    ['whole characters', '😡👩‍💻é', '😡👩‍💻é'],
    ['forms of a letter', 'e\u0301', 'é'],
    ['nothing', ' \n\u0000\t', ''],
  ])('mends %s', (_, given, text) => {
    expect(cleanText(given, asIs)).toEqual({ text, cut: false })
  })

  it('keeps what is just short enough, and cuts and marks what is not', () => {
    const full = 'x'.repeat(MAX_TEXT)
    expect(cleanText(full, asIs)).toEqual({ text: full, cut: false })
    const { text, cut } = cleanText(`${full}x`, asIs)
    expect(cut).toBe(true)
    expect(text).toBe(`${'x'.repeat(MAX_TEXT - 1)}…`)
  })

  it('cuts no character in two', () => {
    const { text } = cleanText(`${'x'.repeat(8)}😡😡`, asIs, 10)
    expect(text).toBe(`${'x'.repeat(8)}…`)
  })

  it('redacts a number that lies across the last place before it cuts', () => {
    const { text } = cleanText(`${'x '.repeat(6)}4539 1488 0343 6467`, redactText, 16)
    expect(text).not.toMatch(/\d/)
    expect(text.endsWith('…')).toBe(true)
  })

  it('looks at no more of a huge text than it needs', () => {
    const seen: number[] = []
    const { text, cut } = cleanText('a b'.repeat(3_000_000), (given) => {
      seen.push(given.length)
      return given
    })
    expect(cut).toBe(true)
    expect(text).toHaveLength(MAX_TEXT)
    expect(Math.max(...seen)).toBeLessThan(MAX_TEXT + 1000)
  })

  it('gives whole characters, no controls and no more than asked for, whatever it gets', () => {
    const random = seededRandom(11)
    for (let round = 0; round < 500; round += 1) {
      const units = Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 0x10000))
      const { text } = cleanText(String.fromCharCode(...units), redactText, 50)
      expect(text.isWellFormed()).toBe(true)
      expect(text).not.toMatch(/(?!\n)\p{Cc}/u)
      expect(text.length).toBeLessThanOrEqual(50)
    }
  })
})
