import type { Registry } from '../../server/platform/metrics.ts'

/**
 * The value of a counter or gauge, summed over the labels that are not asked for; 0 when it was never touched.
 * Throws when there is no metric of that name, so that a misspelt one does not pass for 0.
 */
export async function metricValue(
  registry: Registry,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const found = (await registry.getMetricsAsJSON()).find((metric) => metric.name === name)
  if (found === undefined) throw new Error(`there is no metric ${name}`)
  return found.values
    .filter((value) => Object.entries(labels).every(([label, text]) => value.labels[label] === text))
    .reduce((sum, { value }) => sum + value, 0)
}
