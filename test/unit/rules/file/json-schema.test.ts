import { format } from 'prettier'
import { expect, it } from 'vitest'
import { ruleJsonSchema } from '../../../../server/rules/file/json-schema.ts'

/** Make it again with `npx vitest run test/unit/rules/file/json-schema.test.ts -u`. */
it('rules/schema/rule.schema.json says what the server accepts', async () => {
  const text = await format(JSON.stringify(ruleJsonSchema()), { parser: 'json', printWidth: 110 })
  await expect(text).toMatchFileSnapshot('../../../../rules/schema/rule.schema.json')
})
