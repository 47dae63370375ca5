// npm test: from a bare clone to the last line of the whole suite. Arguments go to the test runner.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { prepare, withPackagedNode } from './prepare.mjs'
import { MAIN, ROOT } from './project.mjs'
import { become, runStep, StepFailed } from './run.mjs'

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome']
const NO_BROWSER = 'there is no chromium for the tests in a browser (Debian: apt-get install chromium)'

/** What tests recognise with: the default model, and one of another language. */
const MODELS = [[], ['vosk-model-small-ko-0.22']]

/** CI must not pass without the browser; a developer may want the rest of the suite. */
function checkBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  if (BROWSERS.some((name) => folders.some((folder) => existsSync(join(folder, name))))) return
  if (process.env.CI !== undefined) throw new StepFailed(NO_BROWSER)
  console.error(`earshot: ${NO_BROWSER}; those tests will not pass`)
}

try {
  checkBrowser()
  const node = await prepare()
  const env = withPackagedNode()
  for (const model of MODELS) {
    const args = [MAIN, 'models', 'install', ...model]
    await runStep(node, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  become(node, [vitest, 'run', ...process.argv.slice(2)], { cwd: ROOT, env })
} catch (thrown) {
  if (!(thrown instanceof StepFailed)) throw thrown
  console.error(`earshot: ${thrown.message}`)
  process.exitCode = 1
}
