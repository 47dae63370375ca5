import { resolve } from 'node:path'
import type { Page } from 'playwright-core'

const FOLDER = resolve(import.meta.dirname, '../../../agent-console/pictures')

/** The size of all pictures: of a small laptop. */
export const SCREEN = { width: 1366, height: 768 } as const

export async function takePicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: resolve(FOLDER, name) })
  console.log(`agent-console/pictures/${name}`)
}
