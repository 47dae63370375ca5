// npm start: from a bare clone to a server that takes calls.
import { prepare, withPackagedNode } from './prepare.mjs'
import { MAIN } from './project.mjs'
import { become, StepFailed } from './run.mjs'

try {
  const node = await prepare()
  become(node, [MAIN, 'serve', ...process.argv.slice(2)], { env: withPackagedNode() })
} catch (thrown) {
  if (!(thrown instanceof StepFailed)) throw thrown
  console.error(`earshot: ${thrown.message}`)
  process.exitCode = 1
}
