import { sigmoid } from '../../src/routing/auto/model.ts'
import { calibrate, type Outcome } from './calibrate.ts'
import type { Line } from './chart.ts'
import { confidence, curveOf, type Judged, qualityOf } from './curve.ts'
import type { Folds } from './held-out.ts'
import { gainOf, type Row } from './rows.ts'

/** A named part of the corpus with the held-out scores of its rows. */
export interface Slice {
  readonly name: string
  readonly items: readonly (Judged & { readonly group: string })[]
}

export function sliceOf(
  name: string,
  rows: readonly Row[],
  scores: readonly number[],
  belongs: (row: Row) => boolean,
): Slice {
  return {
    name,
    items: rows.flatMap((row, index) =>
      belongs(row)
        ? [
            {
              score: scores[index] ?? 0,
              weak: Number(row.weakOk),
              strong: Number(row.strongOk),
              group: row.group,
            },
          ]
        : [],
    ),
  }
}

/** What the router recovers, how sure that is, and how many strong calls it takes. */
export function qualityTable(slices: readonly Slice[], seed: string): string {
  const rows = slices.map(({ name, items }) => {
    const quality = qualityOf(items)
    const [from, until] = confidence(items, seed)
    const [fromGroups, untilGroups] = confidence(items, seed, (index) => items[index]?.group ?? '')
    const hasGroups = new Set(items.map(({ group }) => group)).size > 1
    return [
      name,
      String(items.length),
      `${percent(quality.weak)} / ${percent(quality.strong)}`,
      percent(quality.recovered),
      `${points(quality.aboveRandom)} (${points(from)} to ${points(until)})`,
      hasGroups ? `${points(fromGroups)} to ${points(untilGroups)}` : 'one subject',
      `${percent(quality.callsForHalf)} / ${percent(quality.callsForFourFifths)}`,
    ]
  })
  return table(
    ['prompts', 'number', 'weak / strong', 'recovered', 'above random', 'by subject', 'calls for 50 / 80 %'],
    [...rows, ['random mixing', '', '', '50.0 %', '0.00', '', '50.0 % / 80.0 %']],
  )
}

/** Accuracy at each tenth of strong calls, with the straight line between always weak and always strong. */
export function curveTable(slices: readonly Slice[]): string {
  const curves = slices.map(({ items }) => curveOf(items))
  const head = ['share strong', ...slices.flatMap(({ name }) => [name, 'random'])]
  const rows = Array.from({ length: 11 }, (_, tenth) => [
    `${tenth * 10} %`,
    ...curves.flatMap((curve) => {
      const at = (share: number) => curve[Math.round(share * (curve.length - 1))] ?? 0
      return [percent(at(tenth / 10)), percent(at(0) + (tenth / 10) * (at(1) - at(0)))]
    }),
  ])
  return table(head, rows)
}

/** Every hundredth point of the part of the gap that is recovered. */
export function lineOf({ name, items }: Slice): Line {
  const curve = curveOf(items)
  const [weak = 0, strong = 0] = [curve[0], curve.at(-1)]
  const values = Array.from({ length: 101 }, (_, hundredth) => {
    const value = curve[Math.round((hundredth / 100) * (curve.length - 1))] ?? 0
    return (value - weak) / (strong - weak)
  })
  return { name, values }
}

export function outcomesOf(rows: readonly Row[], scores: readonly number[]): readonly Outcome[] {
  return rows.map((row, index) => ({ score: scores[index] ?? 0, suffices: gainOf(row) <= 0 }))
}

/** What was predicted against what came, each fold calibrated by the others. Fifths of the prompts, by prediction. */
export function calibrationTable(outcomes: readonly Outcome[], folds: Folds): string {
  const calibrations = [...new Set(folds)].map((fold) => {
    const { slope, offset } = calibrate(outcomes.filter((_, index) => folds[index] !== fold))
    return { fold, slope, offset }
  })
  const predicted = outcomes
    .map(({ score, suffices }, index) => {
      const own = calibrations.find(({ fold }) => fold === folds[index])
      return { probability: sigmoid((own?.slope ?? 1) * score + (own?.offset ?? 0)), suffices }
    })
    .sort((a, b) => a.probability - b.probability)
  const rows = Array.from({ length: 5 }, (_, fifth) => {
    const part = predicted.slice((fifth * predicted.length) / 5, ((fifth + 1) * predicted.length) / 5)
    const mean = part.reduce((sum, { probability }) => sum + probability, 0) / part.length
    const came = part.filter(({ suffices }) => suffices).length / part.length
    return [`${fifth + 1}`, percent(mean), percent(came)]
  })
  return table(['fifth', 'predicted', 'came true'], rows)
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** Hundredths, of accuracy. */
export function points(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(100 * difference).toFixed(2)}`
}
