import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { cpuSecondsOf, processTree, pssBytesOf, rssBytesOf } from '../../bench/measure/process-usage.ts'

const BUSY = 'const end = process.cpuUsage().user + 100_000; while (process.cpuUsage().user < end) {}'
/** Runs one child to its end, starts another that stays, and says so. */
const PARENT = `
  const { spawn, spawnSync } = require('node:child_process')
  spawnSync(process.execPath, ['-e', ${JSON.stringify(BUSY)}])
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'inherit', 'inherit'] })
  child.once('spawn', () => console.log(child.pid))
`

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

test('a process counts with its children: those that live and those that have ended', async () => {
  const parent = spawn(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'pipe', 'inherit'] })
  stops.push(() => parent.kill())
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const childPid = Number(line.toString())
  stops.push(() => process.kill(childPid))
  const root = parent.pid ?? NaN

  const tree = await processTree([root])
  expect(tree.map(({ pid }) => pid).toSorted((a, b) => a - b)).toEqual(
    [root, childPid].toSorted((a, b) => a - b),
  )
  // The child that has ended used 0.1 s, and each had to start.
  expect(await cpuSecondsOf([root])).toBeGreaterThanOrEqual(0.1)

  const { main, children } = await rssBytesOf(root)
  expect(main).toBeGreaterThan(10_000_000)
  expect(children).toBeGreaterThan(10_000_000)
  const pss = await pssBytesOf([root])
  expect(pss).toBeGreaterThan(5_000_000)
  expect(pss, 'pages that both share count once').toBeLessThan(main + children)
}, 60_000)

test('a process that is not there has nothing', async () => {
  expect(await cpuSecondsOf([-1])).toBe(0)
  expect(await pssBytesOf([-1])).toBe(0)
})
