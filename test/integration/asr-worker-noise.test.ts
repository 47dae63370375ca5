import { afterEach, expect, it } from 'vitest'
import { frameAt, makePool, type RunningPool } from '../helpers/running-pool.ts'
import { until } from '../helpers/until.ts'

/** Native code writes two lines for every chunk that it refuses, ten chunks a second of every channel. */
const COMPLAINTS = 3000

/** Makes a worker complain as native code does, when it is told to: on its error stream, and by faults. */
const COMPLAIN = `
  process.on('SIGUSR2', () => {
    for (let chunk = 1; chunk <= ${COMPLAINTS}; chunk += 1) {
      process.stderr.write('ERROR (VoskAPI:MaybeCreateResampler()) Sampling frequency mismatch, expected 16000, got 8000\\n')
      process.stderr.write('x'.repeat(2000) + '\\n')
      process.send({ type: 'fault', channelId: 1, fromMs: 0, atMs: 0, settledMs: 0, speaking: false })
    }
  })`

const nodeOptions = process.env['NODE_OPTIONS']
let running: RunningPool

afterEach(async () => {
  process.env['NODE_OPTIONS'] = nodeOptions ?? ''
  await running.pool.stop(5000)
})

it('counts everything that native code complains of, and says a few lines of it', async () => {
  process.env['NODE_OPTIONS'] = `--import=data:text/javascript,${encodeURIComponent(COMPLAIN)}`
  running = makePool()
  await running.pool.start()
  const heard = running.channel({ callId: 'noisy', party: 'agent' })
  heard.channel.push(frameAt(0))
  const before = running.logged.length
  process.kill(running.pids()[0] ?? 0, 'SIGUSR2')
  const count = (name: string): Promise<number> => running.metric(`earshot_asr_${name}_total`)
  await until('all lines are read', async () => (await count('native_lines')) >= 2 * COMPLAINTS, 30_000)
  await until('all faults are read', async () => (await count('faults')) === COMPLAINTS, 30_000)

  const said = running.logged.slice(before)
  expect(said.filter(({ level }) => level === 'error')).toHaveLength(1)
  expect(said.filter(({ line }) => typeof line === 'string').length).toBeLessThanOrEqual(5)
  expect(said.length).toBeLessThanOrEqual(6)
  for (const line of said) expect(JSON.stringify(line).length).toBeLessThan(600)
  expect(running.pool.readyWorkers).toBe(1)
}, 60_000)
