import { resolve } from 'node:path'
import { checkImports, findFaults } from './import-check.ts'

const root = resolve(import.meta.dirname, '../..')
const report = await checkImports({ root, settings: root })
const faults = findFaults(report)

for (const fault of faults) console.error(`  ${fault}`)
console.log(
  `imports: ${report.modules} modules and ${report.imports} imports read, ` +
    `${report.rules} rules, ${faults.length} faults`,
)
process.exitCode = faults.length === 0 ? 0 : 1
