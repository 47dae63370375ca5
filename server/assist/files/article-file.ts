import { z } from 'zod'
import type { PhraseLists } from '../../language/phrases/phrase.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { readYaml } from '../../platform/yaml/read-yaml.ts'
import { faultAtStart } from '../../platform/yaml/yaml-files.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import type { KnowledgeArticle } from '../knowledge/article.ts'
import { idOf } from './folder.ts'
import { id, owner, phrasesForm } from './forms.ts'

const MOST_KEYWORDS = 60
const MOST_BODY = 20_000
const FENCE = '---'

export interface ReadArticle {
  /** The front matter, whose lines are those of the file. Null: there is none. */
  readonly source: YamlSource | null
  /** Null when the file has a fault. */
  readonly article: KnowledgeArticle | null
  readonly faults: readonly FileFault[]
}

/** Reads an article: front matter between two lines of `---`, then Markdown. */
export function readArticle(file: string, text: string, lists: PhraseLists): ReadArticle {
  const lines = text.split(/\r?\n/)
  const end = lines.indexOf(FENCE, 1)
  if (lines[0] !== FENCE || end < 0) {
    const message = `the article has no front matter, expected id, title, owner and keywords between two lines of ${FENCE}`
    return { source: null, article: null, faults: [faultAtStart(file, 'form', message)] }
  }
  // The first line begins a YAML document as well, so that places stay those of the file.
  const { source, value, faults } = readYaml({
    file,
    text: lines.slice(0, end).join('\n'),
    schema: frontMatterSchema(lists),
  })
  if (value === null) return { source, article: null, faults }
  const body = lines
    .slice(end + 1)
    .join('\n')
    .trim()
  const found = [...misnamed(file, source, value.id), ...badBody(file, body, end + 2)]
  const { id: articleId, keywords, ...rest } = value
  const article = { articleId, ...rest, keywords: keywords.join(' '), body }
  return { source, article: found.length === 0 ? article : null, faults: found }
}

function frontMatterSchema(lists: PhraseLists) {
  return z.strictObject({
    id,
    title: z.string().min(1).max(80),
    owner,
    language: z.string().min(2).max(35).default('en'),
    keywords: z.array(z.string().min(2).max(60)).min(1).max(MOST_KEYWORDS),
    phrases: phrasesForm(lists).default([]),
  })
}

function misnamed(file: string, source: YamlSource, articleId: string): readonly FileFault[] {
  if (idOf(file) === articleId) return []
  const message = `the id "${articleId}" is not the name of the file, expected the file to be called ${articleId}.md`
  return [{ ...source.placeOf(['id']), check: 'file-name', severity: 'error', message }]
}

function badBody(file: string, body: string, line: number): readonly FileFault[] {
  const message =
    body === ''
      ? 'the article says nothing, expected text after the front matter'
      : body.length > MOST_BODY
        ? `the article has ${body.length} characters, expected at most ${MOST_BODY}`
        : null
  return message === null ? [] : [{ file, line, column: 1, check: 'form', severity: 'error', message }]
}
