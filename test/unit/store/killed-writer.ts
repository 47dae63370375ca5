import { systemClock } from '../../../server/platform/clock.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import { buildCall, buildUtterance } from '../../helpers/message-builders.ts'

/** Writes without end until it is killed; prints the number of each utterance that is on disk. */
const store = openSqliteStore({
  path: process.argv[2] ?? '',
  log: createLog({ level: 'error' }),
  registry: new Registry(),
  clock: systemClock,
})
void store.saveCall(buildCall())
for (let n = 0; ; n += 1) {
  const written = store.saveUtterance(
    buildUtterance({ text: `word ${n}`, startMs: n, utteranceId: `u-${n}` }),
  )
  if (n % 100 !== 99) continue
  await store.flush()
  await written
  process.stdout.write(`${String(n)}\n`)
}
