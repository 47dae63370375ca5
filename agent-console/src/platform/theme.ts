export type ThemeChoice = 'auto' | 'light' | 'dark'

const KEY = 'earshot-theme'
const CHANGED = 'earshot-theme-changed'

function isChoice(value: unknown): value is ThemeChoice {
  return value === 'auto' || value === 'light' || value === 'dark'
}

/** The person's choice, kept in this browser; `auto` follows the system. */
function themeChoice(): ThemeChoice {
  const kept = readKept(KEY)
  return isChoice(kept) ? kept : 'auto'
}

/** Keeps the choice and tells every screen of this document. */
export function chooseTheme(choice: ThemeChoice): void {
  keep(KEY, choice)
  window.dispatchEvent(new Event(CHANGED))
}

/** Calls back now and at each change; the result ends it. */
export function followTheme(apply: (choice: ThemeChoice) => void): () => void {
  const run = (): void => apply(themeChoice())
  run()
  window.addEventListener(CHANGED, run)
  window.addEventListener('storage', run)
  return () => {
    window.removeEventListener(CHANGED, run)
    window.removeEventListener('storage', run)
  }
}

/** Puts the choice on an element, where the tokens look for it. */
export function applyTheme(element: HTMLElement, choice: ThemeChoice): void {
  if (choice === 'auto') delete element.dataset['theme']
  else element.dataset['theme'] = choice
}

/** Whether dark is what a person sees now. */
export function isDark(choice: ThemeChoice): boolean {
  return choice === 'dark' || (choice === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
}

/** Storage may be switched off for embedded pages; a choice then lasts as long as the page. */
const unstored = new Map<string, string>()

export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? unstored.get(key) ?? null
  } catch {
    // Expected where the browser denies storage to frames of other sites.
    return unstored.get(key) ?? null
  }
}

export function keep(key: string, value: string): void {
  unstored.set(key, value)
  try {
    localStorage.setItem(key, value)
  } catch {
    // Expected where the browser denies storage to frames of other sites.
  }
}
