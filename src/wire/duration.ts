/** `20ms`, `1.5s`, `6m0s` as milliseconds, rounded up. Null for anything else. */
export function durationMs(text: string): number | null {
  const pieces = text === '' ? null : DURATION.exec(text)
  if (pieces === null) return null
  const [, days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = pieces
  const wholeHours = Number(days) * 24 + Number(hours)
  const wholeSeconds = (wholeHours * 60 + Number(minutes)) * 60 + Number(seconds)
  return Math.ceil(wholeSeconds * 1_000 + Number(milliseconds))
}

const NUMBER = String.raw`(\d+(?:\.\d+)?)`
const DURATION = new RegExp(
  `^(?:${NUMBER}d)?(?:${NUMBER}h)?(?:${NUMBER}m(?!s))?(?:${NUMBER}s)?(?:${NUMBER}ms)?$`,
)
