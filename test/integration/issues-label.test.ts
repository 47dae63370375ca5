import { expect, it } from 'vitest'
import type { CallLabel } from '../../server/contracts/assist.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { IssuesApp } from '../helpers/issues-app.ts'

function labelOf(app: IssuesApp, callId: string): CallLabel {
  return {
    labelId: `${callId}:web:payment`,
    ...{ callId, at: wallMs(app.clock.now()), atMs: callMs(9000), by: 'ana' },
    ...{ channel: 'web', step: 'payment', note: 'the words of the agent' },
  }
}

it('what an agent labels is a contact of that channel and step, of the customer, without the words of the agent', async () => {
  await using app = await IssuesApp.create()
  await app.start()
  app.call('one')
  app.say('one', 'something is wrong with it')
  app.bus.publish('label', labelOf(app, 'one'))
  app.end('one')
  // Also right after the call.
  app.ring('two', 'nothing of use')
  app.bus.publish('label', labelOf(app, 'two'))
  await app.store.flush()
  const kept = await app.store.issues.listContacts({ since: wallMs(0), limit: 100 })
  const labelled = kept.filter(({ codes }) => codes.includes('web.payment'))
  expect(labelled).toMatchObject([
    { id: 'calls:one', step: 'payment', atMs: 9000, texts: [], authorKey: 'hash of customer of one' },
    { id: 'calls:two', step: 'payment', atMs: 9000, texts: [], authorKey: null },
  ])
  expect(JSON.stringify(kept)).not.toContain('words of the agent')
})
