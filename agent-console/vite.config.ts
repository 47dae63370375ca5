import { build, defineConfig, type Plugin, type InlineConfig } from 'vite'

const folder = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname)

const root = folder('.')
/** The first versions with all that the console uses, `light-dark()` being the newest of it. */
const BROWSERS = ['chrome123', 'edge123', 'firefox121', 'safari17.5']
const PAGES = [
  'index',
  'agent',
  'supervisor',
  'digital',
  'quality',
  'rules',
  'figures',
  'softphone',
  'signin',
]

/** The panel as one self-contained module, so that a page of another origin needs one script tag only. */
function panelInto(outDir: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      target: BROWSERS,
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      lib: {
        entry: folder('./src/pages/panel.ts'),
        formats: ['es'],
        fileName: () => 'earshot-agent-panel.js',
      },
    },
  }
}

function buildPanelAfterPages(): Plugin {
  let outDir = ''
  return {
    name: 'earshot-agent-panel',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir
    },
    async closeBundle(error) {
      if (error === undefined) await build(panelInto(outDir))
    },
  }
}

export default defineConfig({
  root,
  base: '/',
  plugins: [buildPanelAfterPages()],
  build: {
    outDir: folder('./dist'),
    emptyOutDir: true,
    target: BROWSERS,
    // Every page is one small graph; the polyfill would only add an inline fetch loop.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(PAGES.map((page) => [page, folder(`./${page}.html`)])),
    },
  },
})
