/** The page itself only follows the theme; everything on it is the panel, as on any other page. */
import { applyTheme, followTheme } from '../platform/theme.ts'

followTheme((choice) => applyTheme(document.documentElement, choice))
