/**
 * `npm run train:sentiment`: makes the data modules of server/language/sentiment again, and the record of what they
 * were made from. English wants ../shared/data/sentiment, Chinese the reviews unpacked under .earshot/training; what
 * is not there is said, and its module and record are left as they are.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHINESE_REVIEWS, hasChineseReviews } from './chinese-grams.ts'
import { hasCorpora, LABELLED } from './corpora.ts'
import {
  emoticonModule,
  gramModule,
  layerModule,
  lexiconModule,
  recordOf,
  SENTIMENT,
  writtenLayerModule,
  type MadeModule,
} from './modules.ts'
import { RECORDS, type MadeRecords } from './record.ts'

write(lexiconModule())
write(emoticonModule())
if (hasCorpora()) {
  record('english/layer-weights.ts', layerModule())
  record('english/written/layer-weights.ts', writtenLayerModule())
} else console.log(`the layers of English stay as they are: ${LABELLED} is not there`)
if (hasChineseReviews(CHINESE_REVIEWS)) record('chinese/gram-weights.ts', gramModule(CHINESE_REVIEWS))
else console.log(`chinese/gram-weights.ts stays as it is: ${CHINESE_REVIEWS} is not there`)

function record(path: Parameters<typeof recordOf>[0], module: MadeModule): void {
  write(module)
  const records = JSON.parse(readFileSync(RECORDS, 'utf8')) as MadeRecords
  const next = { ...records, [path]: recordOf(path, module.text) }
  writeFileSync(RECORDS, `${JSON.stringify(next, null, 2)}\n`)
}

function write({ path, text }: MadeModule): void {
  writeFileSync(join(SENTIMENT, path), text)
  console.log(`${path}: ${Buffer.byteLength(text)} bytes`)
}
