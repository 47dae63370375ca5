import { listSettings, type SettingsSchema } from './config.ts'

/** The settings as a Markdown table, for the README. */
export function renderTable(schema: SettingsSchema): string {
  const rows = listSettings(schema).map(({ env, key, default: standard, description, secret }) => [
    secret === true ? `\`${env}\` or \`${env}_FILE\`` : `\`${env}\``,
    `\`${key}\``,
    standard === null ? 'not set' : `\`${standard}\``,
    description,
  ])
  return [['variable', 'in the file', 'default', 'meaning'], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}
