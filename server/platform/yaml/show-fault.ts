import { formatFault, type FileFault } from './file-fault.ts'
import type { YamlSource } from './yaml-source.ts'

/** A fault with the line that it stands on and a caret under the place. */
export function showFault(fault: FileFault, sources: readonly YamlSource[]): string {
  const source = sources.find(({ file }) => file === fault.file)
  const line = source?.lines[fault.line - 1]
  if (line === undefined || line.trim() === '') return formatFault(fault)
  const number = String(fault.line)
  const margin = ' '.repeat(number.length)
  // Tabs keep their width, so that the caret stands where the eye sees the place.
  const lead = line.slice(0, fault.column - 1).replace(/[^\t]/g, ' ')
  return [formatFault(fault), `  ${number} | ${line}`, `  ${margin} | ${lead}^`].join('\n')
}
