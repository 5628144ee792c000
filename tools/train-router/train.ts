/**
 * Trains the router of `auto` and writes its weights, `src/routing/auto/weights.json`; then measures them on held-out
 * prompts and writes the figures and the curve of `docs/concepts/auto.md`:
 *
 *   node tools/train-router/train.ts
 *
 * That takes the RouteLLM files of the corpora beside the project. With your own feedback instead, one or more files
 * of JSON Lines `{ "prompt", "weak_ok", "strong_ok" }`, it prints the figures and writes nothing but the weights:
 *
 *   node tools/train-router/train.ts --data feedback.jsonl --out weights.json
 *
 * The same files give the same bytes.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { RouterModel, sigmoid } from '../../src/routing/auto/model.ts'
import type { RouterFile } from '../../src/routing/auto/router-file.ts'
import { calibrate, thresholdsOf } from './calibrate.ts'
import { drawChart } from './chart.ts'
import { qualityOf } from './curve.ts'
import { fit } from './fit.ts'
import { type Folds, chooseRegularisation, groupFolds, nestedScores, randomFolds } from './held-out.ts'
import { markAtShare, marksAboveRandom, readMtBench } from './mt-bench.ts'
import { pack } from './pack.ts'
import { calibrationTable, curveTable, lineOf, outcomesOf, qualityTable, sliceOf, table } from './report.ts'
import { readRows, type Row } from './rows.ts'

const SEED = 'portolan'
const FOLDS = 5
const HERE = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const CORPORA = HERE('../../../shared/corpora/')
const ROUTELLM = ['mmlu_pairs', 'gsm8k_pairs'].map((name) => `${CORPORA}routing/routellm/${name}.jsonl`)
const WEIGHTS = HERE('../../src/routing/auto/weights.json')
const PAGE = HERE('../../docs/concepts/auto.md')
const CHART = HERE('../../docs/concepts/auto-curve.svg')

interface Training {
  readonly rows: readonly Row[]
  readonly folds: Folds
  /** Of each row, by a model that has not seen its fold. */
  readonly scores: readonly number[]
  readonly file: RouterFile
}

function main(): void {
  const { values } = parseArgs({
    options: { data: { type: 'string', multiple: true }, out: { type: 'string' } },
  })
  if (values.data !== undefined) {
    const training = train(values.data.flatMap(readRows))
    console.log(qualityTable([sliceOf('all', training.rows, training.scores, () => true)], SEED))
    write(values.out ?? 'weights.json', `${JSON.stringify(training.file, null, 2)}\n`)
    return
  }
  if (!ROUTELLM.every((path) => existsSync(path))) {
    throw new Error(`There is nothing at ${CORPORA}. Name your own files with --data.`)
  }
  const training = train(ROUTELLM.flatMap(readRows))
  write(values.out ?? WEIGHTS, `${JSON.stringify(training.file, null, 2)}\n`)
  write(PAGE, withFigures(readFileSync(PAGE, 'utf8'), figures(training)))
  write(CHART, drawChart(routeLlmSlices(training.rows, training.scores).slice(0, 2).map(lineOf)))
}

function train(rows: readonly Row[]): Training {
  if (rows.length < 100) throw new Error(`${rows.length} prompts are too few; a hundred is the least.`)
  const folds = randomFolds(rows, FOLDS, SEED)
  const scores = nestedScores(rows, folds, SEED)
  const calibration = calibrate(outcomesOf(rows, scores))
  const regularisation = chooseRegularisation(rows, SEED)
  const { weak, strong, recovered } = qualityOf(sliceOf('all', rows, scores, () => true).items)
  const file = pack(fit(rows, regularisation), {
    trained: {
      prompts: rows.length,
      weakOk: Number(weak.toFixed(4)),
      strongOk: Number(strong.toFixed(4)),
      regularisation,
      folds: FOLDS,
      seed: SEED,
      recovered: Number(recovered.toFixed(4)),
    },
    calibration,
    thresholds: thresholdsOf(scores.map((score) => sigmoid(calibration.slope * score + calibration.offset))),
  })
  return { rows, folds, scores, file }
}

function figures({ rows, folds, scores, file }: Training): string {
  const bySubject = nestedScores(rows, groupFolds(rows, FOLDS, SEED), SEED)
  return [
    `Weights \`${file.version}\`.`,
    '### Prompts held out one by one',
    qualityTable(routeLlmSlices(rows, scores), SEED),
    '### Subjects held out whole',
    qualityTable(routeLlmSlices(rows, bySubject), SEED),
    '### Accuracy against the share of strong calls',
    curveTable(routeLlmSlices(rows, scores).slice(0, 2)),
    '### Calibration',
    calibrationTable(outcomesOf(rows, scores), folds),
    '### MT-Bench',
    mtBenchTable(new RouterModel(file)),
  ].join('\n\n')
}

function routeLlmSlices(rows: readonly Row[], scores: readonly number[]) {
  const isMmlu = ({ set }: Row) => set === 'mmlu_pairs'
  return [
    sliceOf('MMLU', rows, scores, isMmlu),
    sliceOf('GSM8K', rows, scores, (row) => !isMmlu(row)),
    sliceOf('both', rows, scores, () => true),
    sliceOf(
      'MMLU without moral scenarios',
      rows,
      scores,
      (row) => isMmlu(row) && row.group !== 'moral_scenarios',
    ),
  ]
}

function mtBenchTable(router: RouterModel): string {
  const { asked, marked } = readMtBench(
    {
      scores: `${CORPORA}routing/routellm/mt_bench_scores.jsonl`,
      questions: `${CORPORA}prompts/mt_bench_question.jsonl`,
      strong: 'gpt-4-1106-preview',
    },
    router,
  )
  const [weak = 0, strong = 0] = [false, true].map((isStrong) => {
    const marks = marked.filter((each) => each.isStrong === isStrong)
    return marks.reduce((sum, { mark }) => sum + mark, 0) / marks.length
  })
  const above = marksAboveRandom(asked, marked, SEED)
  const rows = [0.2, 0.5, 0.8].map((share) => [
    `${share * 100} %`,
    markAtShare(asked, marked, share)?.toFixed(2) ?? 'not known',
    (share * strong + (1 - share) * weak).toFixed(2),
  ])
  return [
    table(['share strong', 'mean mark, estimated', 'random'], rows),
    `${marked.length} marks: weak ${weak.toFixed(2)}, strong ${strong.toFixed(2)}. Above random, on average: ` +
      `${above.mean.toFixed(2)} marks (${above.from.toFixed(2)} to ${above.until.toFixed(2)}).`,
  ].join('\n\n')
}

/** The page says in words what the figures mean; the command replaces the figures between the two marks. */
function withFigures(page: string, figures: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin === -1 || end < begin) throw new Error(`${PAGE} lacks the marks ${BEGIN} and ${END}.`)
  return `${page.slice(0, begin + BEGIN.length)}\n\n${figures}\n\n${page.slice(end)}`
}

const BEGIN = '<!-- figures -->'
const END = '<!-- end of figures -->'

function write(path: string, content: string): void {
  writeFileSync(path, content)
  console.log(`wrote ${path}`)
}

try {
  main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
