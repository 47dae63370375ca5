import { describe, expect, it } from 'vitest'
import { createLog } from '../../../server/platform/log.ts'

function logged(level: string, write: (log: ReturnType<typeof createLog>) => void): readonly unknown[] {
  const lines: string[] = []
  write(createLog({ level, destination: { write: (line) => void lines.push(line) } }))
  return lines.map((line): unknown => JSON.parse(line))
}

describe('createLog', () => {
  it('writes one JSON line an event with level, time, fields and message', () => {
    expect(logged('info', (log) => log.warn({ callId: 'c-1', lagMs: 12 }, 'Lagging.'))).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        callId: 'c-1',
        lagMs: 12,
        msg: 'Lagging.',
      },
    ])
  })

  it('leaves out what is below its level', () => {
    expect(logged('info', (log) => log.debug('Detail.'))).toEqual([])
  })

  it.each(['text', 'words', 'pii', 'token', 'secret', 'authorization', 'cookie', 'headers', 'attributes'])(
    'never writes the value of %s, down to the third level',
    (key) => {
      const secret = { [key]: 'hunter2' }
      const written = JSON.stringify(
        logged('info', (log) => {
          log.info(secret, 'One.')
          log.info({ a: secret }, 'Two.')
          log.info({ a: { b: secret } }, 'Three.')
          log.child(secret).info('Child.')
        }),
      )
      expect(written).not.toContain('hunter2')
      expect(written.match(/\[private\]/g)).toHaveLength(4)
    },
  )

  it('does not change the object that it was given', () => {
    const fields = { text: 'kept' }
    logged('info', (log) => log.info(fields, 'One.'))
    expect(fields).toEqual({ text: 'kept' })
  })
})
