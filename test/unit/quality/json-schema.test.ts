import { format } from 'prettier'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { scoreCardSchema } from '../../../server/quality/form/form-schema.ts'

/** Make it again with `npx vitest run test/unit/quality/json-schema.test.ts -u`. */
it('rules/schema/score-card.schema.json says what the server accepts', async () => {
  const json = JSON.stringify(z.toJSONSchema(scoreCardSchema, { io: 'input', reused: 'inline' }))
  const text = await format(json, { parser: 'json', printWidth: 110 })
  await expect(text).toMatchFileSnapshot('../../../rules/schema/score-card.schema.json')
})
