import { format } from 'prettier'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { checklistSchema } from '../../../../server/assist/files/checklist-file.ts'
import { dispositionsSchema } from '../../../../server/assist/files/dispositions-file.ts'

/** Make them again with `npx vitest run test/unit/assist/files/json-schema.test.ts -u`. */
it.each([
  ['checklist', checklistSchema(new Map())],
  ['dispositions', dispositionsSchema(new Map())],
] as const)('rules/schema/%s.schema.json says what the server accepts', async (name, schema) => {
  const json = JSON.stringify(z.toJSONSchema(schema, { io: 'input', reused: 'inline' }))
  const text = await format(json, { parser: 'json', printWidth: 110 })
  await expect(text).toMatchFileSnapshot(`../../../../rules/schema/${name}.schema.json`)
})
