import { format } from 'prettier'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { floorSchema } from '../../../../server/floor/file/floor-schema.ts'

/** Make it again with `npx vitest run test/unit/floor/file/json-schema.test.ts -u`. */
it('rules/schema/floor.schema.json says what the server accepts', async () => {
  const json = JSON.stringify(z.toJSONSchema(floorSchema, { io: 'input', reused: 'inline' }))
  const text = await format(json, { parser: 'json', printWidth: 110 })
  await expect(text).toMatchFileSnapshot('../../../../rules/schema/floor.schema.json')
})
