/** What a model's name tells, where the APIs of Gemini's generations differ. */
export interface GeminiModel {
  /** 2.5, 3, 3.1, …; 0 where the name does not say. */
  readonly generation: number
  readonly tier: 'pro' | 'flash' | 'flash-lite'
}

/** The undated aliases follow the newest generation, and are read as the first that has its rules. */
const NEWEST_RULES = 3

export function geminiModel(model: string): GeminiModel {
  const name = model.slice(model.lastIndexOf('/') + 1)
  const numbered = /^gemini-(\d+(?:\.\d+)?)(?:-|$)/.exec(name)?.[1]
  const isAlias = /^gemini-(?:pro|flash|flash-lite)-latest$/.test(name)
  const tier = /-flash-lite/.test(name) ? 'flash-lite' : /-pro(?:-|$)/.test(name) ? 'pro' : 'flash'
  return { generation: numbered === undefined ? (isAlias ? NEWEST_RULES : 0) : Number(numbered), tier }
}

/** `models/gemini-3-flash`, also for names that already say their collection. Escaped: it becomes part of a URL. */
export function modelPath(model: string): string {
  const [, collection = 'models', id = model] = /^(models|tunedModels)\/([^/]+)$/.exec(model) ?? []
  return `${collection}/${encodeURIComponent(id)}`
}
