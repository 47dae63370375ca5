// npm test: from a bare clone to the last line of the whole suite. Arguments go to the test runner.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { prepare, withPackagedNode } from './prepare.mjs'
import { MAIN, ROOT } from './project.mjs'
import { become, runStep, StepFailed } from './run.mjs'

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome']
const NO_BROWSER = 'there is no chromium for the tests in a browser (Debian: apt-get install chromium)'

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
  await runStep(node, [MAIN, 'models', 'install'], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  become(node, [vitest, 'run', ...process.argv.slice(2)], { cwd: ROOT, env })
} catch (thrown) {
  if (!(thrown instanceof StepFailed)) throw thrown
  console.error(`earshot: ${thrown.message}`)
  process.exitCode = 1
}
