/** One line of a chart: values from 0 to 1, evenly spread over the shares of strong calls from 0 to 1. */
export interface Line {
  readonly name: string
  readonly values: readonly number[]
}

/**
 * The part of the gap that is recovered against the share of strong calls, as an SVG that can be read in light and in
 * dark surroundings. The dashed diagonal is mixing at random.
 */
export function drawChart(lines: readonly Line[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12">`,
    '  <title>Part of the gap recovered against the share of prompts sent to the strong model</title>',
    `  <rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...[0, 0.25, 0.5, 0.75, 1].flatMap(gridLines),
    `  <path d="${path([0, 1])}" fill="none" stroke="#888" stroke-dasharray="4 4"/>`,
    ...lines.flatMap(drawLine),
    `  <text x="${x(0.5)}" y="${HEIGHT - 8}" text-anchor="middle">share of prompts sent to the strong model</text>`,
    `  <text transform="translate(14 ${y(0.5)}) rotate(-90)" text-anchor="middle">part of the gap recovered</text>`,
    '</svg>',
    '',
  ].join('\n')
}

const WIDTH = 560
const HEIGHT = 400
const LEFT = 64
const TOP = 16
const PLOT_WIDTH = 480
const PLOT_HEIGHT = 330
/** Some points are above 1: the strong model is not the better one everywhere. */
const VALUE_MAX = 1.2
const COLOURS = ['#0b6bcb', '#c2410c', '#15803d']

function gridLines(share: number): readonly string[] {
  const percent = `${share * 100} %`
  return [
    `  <path d="M${x(share)} ${y(0)}V${TOP}M${LEFT} ${y(share)}H${LEFT + PLOT_WIDTH}" stroke="#ddd"/>`,
    `  <text x="${x(share)}" y="${y(0) + 16}" text-anchor="middle">${percent}</text>`,
    `  <text x="${LEFT - 6}" y="${y(share) + 4}" text-anchor="end">${percent}</text>`,
  ]
}

function drawLine({ name, values }: Line, index: number): readonly string[] {
  const colour = COLOURS[index % COLOURS.length]
  const legend = y(0) - 12 - 18 * index
  return [
    `  <path d="${path(values)}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    `  <text x="${LEFT + PLOT_WIDTH - 8}" y="${legend}" text-anchor="end" fill="${colour}">${name}</text>`,
  ]
}

function path(values: readonly number[]): string {
  return values
    .map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index / (values.length - 1))} ${y(value)}`)
    .join('')
}

function x(share: number): number {
  return Math.round(10 * (LEFT + share * PLOT_WIDTH)) / 10
}

function y(value: number): number {
  return Math.round(10 * (TOP + PLOT_HEIGHT * (1 - value / VALUE_MAX))) / 10
}
