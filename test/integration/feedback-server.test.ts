import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { DigitalFeedback } from '../../server/contracts/digital-feedback.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'

/** The whole server in a process of its own: what it promises must hold when that process is killed. */
async function post(server: EarshotServer, items: readonly object[]): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}/v1/feedback?channel=web`, {
    method: 'POST',
    body: JSON.stringify(items),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await server.token('ingest')}`,
    },
  })
  return (await response.json()) as Record<string, unknown>
}

async function metric(server: EarshotServer, name: string): Promise<number> {
  const authorization = `Bearer ${server.tokens['admin'] ?? ''}`
  const text = await (await fetch(`${server.url}/metrics`, { headers: { authorization } })).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}

type Kept = Pick<DigitalFeedback, 'text' | 'authorKey'>

function kept(dataDir: string): readonly Kept[] {
  const database = new DatabaseSync(join(dataDir, 'earshot.db'), { readOnly: true })
  const rows = database.prepare('SELECT body FROM digital_feedback ORDER BY rowid').all()
  database.close()
  return rows.map(({ body }) => JSON.parse(String(body)) as Kept)
}

it('what was accepted is handed on after a kill, known again, and its authors are the same', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-feedback-'))
  const item = { text: 'It freezes, card 4539 1488 0343 6467', author: 'ann@example.com' }
  try {
    const first = await startEarshot({ dataDir, env: { EARSHOT_FEEDBACK_SITE_KEY: 'site-key-1' } })
    expect(await post(first, [{ ...item, id: '1' }, { id: '2' }])).toMatchObject({ accepted: 1, refused: 1 })
    expect((await fetch(`${first.url}/v1/feedback/snippet.js`)).status).toBe(200)
    await first.stop('SIGKILL')
    expect((await stat(join(dataDir, 'hash-secret'))).mode & 0o777).toBe(0o600)

    const second = await startEarshot({ dataDir })
    expect(await metric(second, 'earshot_feedback_handed_on_again_total')).toBe(1)
    expect(await post(second, [{ ...item, id: '1' }])).toMatchObject({ accepted: 0, known: 1 })
    expect(await post(second, [{ ...item, id: '3', author: ' Ann@Example.com' }])).toMatchObject({
      accepted: 1,
    })
    expect((await fetch(`${second.url}/v1/feedback/snippet.js`)).status).toBe(404)
    expect(await second.stop()).toBe(0)
    expect(second.log()).not.toMatch(/"level":"error"|freezes|4539/)

    const third = await startEarshot({ dataDir })
    expect(await metric(third, 'earshot_feedback_handed_on_again_total')).toBe(0)
    await third.stop()
    const rows = kept(dataDir)
    expect(rows.map(({ text }) => text)).toEqual(Array(2).fill('It freezes, card • • • •'))
    expect(rows[0]?.authorKey).toBe(rows[1]?.authorKey)
    for (const name of await readdir(dataDir)) {
      if (!name.startsWith('earshot.db')) continue
      expect((await readFile(join(dataDir, name))).includes('example.com'), name).toBe(false)
    }
  } finally {
    await rm(dataDir, { recursive: true })
  }
})
