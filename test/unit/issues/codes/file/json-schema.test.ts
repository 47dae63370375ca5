import { format } from 'prettier'
import { expect, it } from 'vitest'
import { codesJsonSchema } from '../../../../../server/issues/codes/file/json-schema.ts'

/** Make it again with `npx vitest run test/unit/issues/codes/file/json-schema.test.ts -u`. */
it('rules/schema/codes.schema.json says what the server accepts', async () => {
  const text = await format(JSON.stringify(codesJsonSchema()), { parser: 'json', printWidth: 110 })
  await expect(text).toMatchFileSnapshot('../../../../../rules/schema/codes.schema.json')
})
